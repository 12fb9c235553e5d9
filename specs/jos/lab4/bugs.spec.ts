import { describe, expect, test } from 'vitest';
import { counter, type Va } from '../../../hardware/hardware.ts';
import { JosLab4 } from '../../../kernel/kernel.ts';
import { catcherOf } from '../../bugs/campaign-hunt.ts';
import { namedIn } from '../../bugs/seeded-bug.ts';
import { campaign } from '../../judge/campaign/campaign.ts';
import { firstBad } from '../../moments/first-bad.ts';
import { catcherNamed } from './bug-hunt.ts';
import { LAB4_BUGS } from './bugs/list.ts';
import { gradeLab4 } from './grading/grading.ts';
import { LAB4_INVARIANTS } from './invariants/list.ts';
import { Lab4Trial } from './trial.ts';

const RUNS = 400;
const TIMER = { mode: 'cycles', period: 100_000 } as const;

/** Leaves a child on the page tables of whoever ran before. */
class RunsOnOldTables extends JosLab4 {
  override lcr3(pgdir: Va): void {
    if ((this.curenv?.parentId ?? 0) === 0) super.lcr3(pgdir);
  }
}
class LinksToItself extends JosLab4 {
  override pageFree(pp: Va): void {
    super.pageFree(pp);
    if (this.curenv !== null) this.setPpLink(pp, pp);
  }
}
class WritesThoughItRefuses extends JosLab4 {
  override sysPageAlloc(id: number, address: number, perm: number): number {
    const result = super.sysPageAlloc(id, address, perm);
    if (result < 0) this.envNumber(1000).runs += 1;
    return result;
  }
}
class LosesACycle extends JosLab4 {
  override sysYield(): number {
    this.machine.counters[counter.CREDITED] += 1;
    return super.sysYield();
  }
}
class PassesAnything extends JosLab4 {
  override mayPass(): boolean {
    return true;
  }
}

describe('a kernel that', () => {
  const found = new Set<string>();

  test.each(LAB4_BUGS.map((bug) => [bug.title, bug] as const))('%s is found out, where it goes wrong', (_, bug) => {
    const trial = new Lab4Trial(bug.Kernel);
    const { failure } = campaign(trial, { seed: 7, runs: RUNS, shortens: false });
    const catcher = failure === null ? 'nothing' : catcherOf(failure.error);
    found.add(catcher);
    expect(bug.breaks.map(catcherNamed)).toContain(catcher);
    expect(namedIn(bug.goesWrongIn)).toContain(failure && firstBad(trial, failure.scenario)?.during);
  });

  /** Invariants that none of the bugs breaks first under this seed, each with a kernel made for it. */
  const FAULTS = [
    [RunsOnOldTables, 'reached through root'],
    [LinksToItself, 'free list ends'],
    [WritesThoughItRefuses, 'failure changes nothing'],
    [LosesACycle, 'cycles add up'],
    [PassesAnything, 'copy-on-write is not written'],
  ] as const;
  test.each(FAULTS)('%o breaks first what it is made for', (Kernel, name) => {
    const { failure } = campaign(new Lab4Trial(Kernel), { seed: 2, runs: RUNS, shortens: false });
    const catcher = failure === null ? 'nothing' : catcherOf(failure.error);
    found.add(catcher);
    expect(catcher).toBe(`invariant: ${name}`);
  });

  test('is one of these breaks every invariant, one or another', () => {
    expect(LAB4_INVARIANTS.map(({ name }) => name).filter((name) => !found.has(`invariant: ${name}`))).toEqual([]);
  });
});

test('the official grading of lab 4 gives all its points to a kernel that lets programs write what they may only read', () => {
  const Kernel = LAB4_BUGS.find(({ id }) => id === 'env-08')?.Kernel ?? JosLab4;
  const grade = gradeLab4((program) => new Kernel({ pages: 4096, programs: [program], timer: TIMER }));
  expect(Kernel).not.toBe(JosLab4);
  expect(grade.awards.filter(({ earned }) => !earned)).toEqual([]);
});

test('the bugs pass the official checks of memory management', () => {
  for (const { Kernel } of LAB4_BUGS) {
    const kernel: JosLab4 = new Kernel({ pages: 1024 });
    kernel.boot();
    expect(kernel.machine.execution.halt).toBeNull();
  }
});
