/** Defining programs of JOS: linked at UTEXT, with the library of lab 4. */

import type { Operation } from '../../hardware/operation.ts';
import * as abi from '../../kernel/jos/abi.ts';
import { defineProgram, type ProgramFile, type ProgramOptions } from '../program.ts';
import { type JosLibrary, LIBRARY, linked } from './library.ts';
import { sysEnvDestroy } from './syscall.ts';

/** Defines a program of JOS that is linked with `library`; see `defineProgram`. */
export const defineJosProgram = (options: ProgramOptions, library: JosLibrary = LIBRARY): ProgramFile =>
  defineProgram({ base: abi.UTEXT, ...options, entries: linked(options.entries, library.entries) });

/** Ends the caller. Does not return. */
export const exit = (): Operation => sysEnvDestroy(0);
