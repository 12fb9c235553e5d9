/** Defining programs of JOS: linked at UTEXT, with the library of lab 4. */

import type { Operation } from '../../hardware/operation.ts';
import * as abi from '../../kernel/jos/abi.ts';
import { defineProgram, type ProgramFile, type ProgramOptions } from '../program.ts';
import { type JosLibrary, LIBRARY, linked } from './library.ts';
import { sysEnvDestroy } from './syscall.ts';

/**
 * Defines a program of JOS that is linked with `library`, whose entries are among its own, so that it can fork. Text begins at UTEXT unless `base`
 * says otherwise; throws a RangeError as `defineProgram` does.
 */
export const defineJosProgram = (options: ProgramOptions, library: JosLibrary = LIBRARY): ProgramFile =>
  defineProgram({ base: abi.UTEXT, ...options, entries: linked(options.entries, library.entries) });

/** Ends the caller and gives back its memory (`sys_env_destroy` of itself). Does not return. */
export const exit = (): Operation => sysEnvDestroy(0);
