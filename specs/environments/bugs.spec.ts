import { describe, expect, test } from 'vitest';
import { type JosLab4, Panic } from '../../kernel/kernel.ts';
import { LAB4_BUGS } from '../bugs/lab4-bugs.ts';
import { environmentCampaign } from './campaign.ts';
import { ENV_INVARIANTS } from './invariants.ts';
import { ModelDeparted } from './model.ts';
import { EnvInvariantBroken } from './trial.ts';

const RUNS = 400;

/** What went wrong, as a bug names it. */
const named = (error: Error | undefined): string => {
  if (error instanceof EnvInvariantBroken) return error.invariant.name;
  if (error instanceof ModelDeparted) return 'contract';
  return error instanceof Panic ? 'panic' : String(error);
};

describe('a kernel that', () => {
  const found = new Set<string>();

  test.each(LAB4_BUGS.map((bug) => [bug.title, bug] as const))('%s is found out', (_, bug) => {
    const { failure } = environmentCampaign({ Kernel: bug.Kernel, seed: 4, runs: RUNS, shrinks: false });
    found.add(named(failure?.error));
    expect(bug.breaks).toContain(named(failure?.error));
  });

  test('is one of these breaks every invariant, one or another', () => {
    expect(ENV_INVARIANTS.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([]);
  });
});

test('the bugs pass the official checks of memory management', () => {
  for (const { Kernel } of LAB4_BUGS) {
    const kernel: JosLab4 = new Kernel({ pages: 1024 });
    kernel.boot();
    expect(kernel.machine.execution.halt).toBeNull();
  }
});
