/** Defining programs of JOS: linked at UTEXT, with the entry that copies pages on a write. */
import type { Operation } from '../../hardware/operation.ts';
import * as abi from '../../kernel/jos/abi.ts';
import { defineProgram, type ProgramFile, type ProgramOptions } from '../program.ts';
import { pgfault } from './fork.ts';
import { sysEnvDestroy } from './syscall.ts';

/**
 * Defines a program of JOS, with `pgfault` among its entries, so that its library can fork. Text begins at UTEXT unless `base` says
 * otherwise; throws a RangeError as `defineProgram` does.
 */
export const defineJosProgram = (options: ProgramOptions): ProgramFile =>
  defineProgram({ base: abi.UTEXT, ...options, entries: { ...options.entries, pgfault } });

/** Ends the caller and gives back its memory (`sys_env_destroy` of itself). Does not return. */
export const exit = (): Operation => sysEnvDestroy(0);
