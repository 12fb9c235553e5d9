import { memlayout } from '../../../../kernel/kernel.ts';
import type { EnvInvariant, EnvViolation } from '../invariant.ts';
import { directoryEntry, type EnvironmentsObservation, hex, idOf } from '../observation.ts';
import type { EnvState } from '../state.ts';

const { KERNBASE, NPTENTRIES, PDX, PGNUM, PGSIZE, PTE_P, PTE_U, UTOP, UVPT } = memlayout;
/** The hardware sets A, and D where the entry maps a large page. */
const SET_BY_HARDWARE = 0x60;

export const kernelIsInEveryDirectory: EnvInvariant = {
  name: 'the kernel is in every directory',
  sentence:
    'From UTOP up the page directory of an environment is the kernel’s own, but for UVPT, which leads to itself and lets programs only read.',
  why: 'A trap would find no kernel to go to; or programs could write page tables, their own or those of all.',
  violations: (observation) =>
    observation.state.envs.flatMap((env) => (env.directory === 0 ? [] : differences(observation, env))),
};

const differences = ({ kernel }: EnvironmentsObservation, env: EnvState): EnvViolation[] => {
  const found: EnvViolation[] = [];
  const own = PGNUM(kernel.variables.kernPgdir - KERNBASE);
  for (let index = PDX(UTOP); index < NPTENTRIES; index++) {
    const entry = directoryEntry(kernel, env.directory, index) & ~SET_BY_HARDWARE;
    const kernels = directoryEntry(kernel, own, index) & ~SET_BY_HARDWARE;
    const expected = index === PDX(UVPT) ? (env.directory * PGSIZE) | PTE_P | PTE_U : kernels;
    if (entry === expected) continue;
    const where = `entry ${hex(index)} of the directory of environment ${idOf(env)}`;
    found.push({ page: env.directory, env: env.id, expected: `${where} to be ${hex(expected)}`, found: hex(entry) });
  }
  return found;
};
