/** The programs of lab 4 that are here, by name. */
import type { ProgramFile } from '../program.ts';
import { type JosLibrary, LIBRARY } from './library.ts';
import { dumbforkProgram } from './programs/dumbfork.ts';
import { faultalloc } from './programs/faultalloc.ts';
import { faultallocbad } from './programs/faultallocbad.ts';
import { faultbadhandler } from './programs/faultbadhandler.ts';
import { faultdie } from './programs/faultdie.ts';
import { faultevilhandler } from './programs/faultevilhandler.ts';
import { faultnostack } from './programs/faultnostack.ts';
import { faultread } from './programs/faultread.ts';
import { faultwrite } from './programs/faultwrite.ts';
import { forktree } from './programs/forktree.ts';
import { pingpong } from './programs/pingpong.ts';
import { primes } from './programs/primes.ts';
import { sendpage } from './programs/sendpage.ts';
import { spin } from './programs/spin.ts';

/** The image of each program of lab 4 that comes with Ringfence, by the name that commands know it by, linked with `library`. */
export const programsWith = (library: JosLibrary): Readonly<Record<string, ProgramFile>> => ({
  dumbfork: dumbforkProgram,
  faultalloc: faultalloc(library),
  faultallocbad: faultallocbad(library),
  faultbadhandler,
  faultdie: faultdie(library),
  faultevilhandler,
  faultnostack,
  faultread,
  faultwrite,
  forktree: forktree(library),
  pingpong: pingpong(library),
  primes: primes(library),
  sendpage: sendpage(library),
  spin: spin(library),
});

/** The image of each program of lab 4, linked with the library here. */
export const JOS_PROGRAMS = programsWith(LIBRARY);
