/** One report for any kernel: invariant, expected and found, life of the page, blame, shortest program, and found again by seed and path. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Pa, type Va, va } from '../../hardware/hardware.ts';
import { JosKernel, JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { Lab2Trial } from '../jos/lab2/trial.ts';
import { Lab4Trial } from '../jos/lab4/trial.ts';
import { weensyTrial } from '../weensyos/trial.ts';
import { campaign, type Failure, LATE } from './campaign/campaign.ts';
import type { Trial } from './campaign/trial.ts';
import { InvariantBroken } from './checker.ts';
import { failureReport, stopLinks } from './report.ts';

class ForgetsToCount extends WeensyKernel {
  override share(): void {}
}
/** A page that is mapped a second time is not counted. */
class CountsOnce extends JosLab4 {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const before = this.ppRef(pp);
    const result = super.pageInsert(pgdir, pp, address, perm);
    if (result === 0 && before === 1 && this.curenv !== null) this.setPpRef(pp, 1);
    return result;
  }
}
/** The same once the kernel stands at its prompt. */
class CountsOnceAtPrompt extends JosKernel {
  override pageInsert(pgdir: Va, pp: Va, address: number, perm: number): number {
    const before = this.ppRef(pp);
    const result = super.pageInsert(pgdir, pp, address, perm);
    if (result === 0 && before === 1 && this.stopped === false) this.setPpRef(pp, 1);
    return result;
  }
}

const lab2 = (): JosKernel => {
  const kernel = new CountsOnceAtPrompt({ pages: 1100 });
  kernel.boot();
  return kernel;
};

/** A kernel that counts wrong, who is to blame, and the shortest program that shows it. */
interface Case {
  readonly system: string;
  readonly trial: () => Trial<unknown>;
  readonly blame: RegExp;
  readonly program: readonly string[];
}
const CASES: readonly Case[] = [
  {
    system: 'WeensyOS',
    trial: () => weensyTrial({ Kernel: ForgetsToCount }) as Trial<unknown>,
    blame: /^fork of process 1 at cycle [\d,]+ mapped the page, and did not count that reference$/,
    program: [
      "import { fork, schedYield } from 'ringfence/userland';",
      '',
      'export function* main() {',
      '  yield fork();',
      '  for (;;) yield schedYield();',
      '}',
    ],
  },
  {
    system: 'lab 4 of JOS',
    trial: () => new Lab4Trial(CountsOnce) as Trial<unknown>,
    blame: /^\w+ of environment \w+ at cycle [\d,]+ mapped the page, and did not count that reference$/,
    program: [],
  },
  {
    system: 'lab 2 of JOS',
    trial: () => new Lab2Trial(lab2()) as Trial<unknown>,
    blame: /^page_insert\(page 0x\w+, 0x\w+, \d\) at cycle [\d,]+ mapped the page, and did not count that reference$/,
    program: [],
  },
];

describe.each(CASES)('The report of $system', ({ trial: make, blame, program }) => {
  const options = { seed: 3, runs: 400, shortens: true };
  let trial: Trial<unknown>;
  let failure: Failure<unknown> | null = null;
  beforeAll(() => {
    trial = make();
    failure = campaign(trial, options).failure;
  });

  test('names the invariant, the page with its life, and who is to blame', () => {
    const error = failure?.error;
    if (!(error instanceof InvariantBroken)) throw new Error('no invariant broke', { cause: error });
    const { invariant, violation, pageHistory, causes, place } = error;
    expect(invariant.name).toBe('exact reference count');
    expect(place[0]).toBe(`page 0x${((violation.page ?? 0) * 4096).toString(16)}`);
    expect(pageHistory.length).toBeGreaterThan(0);
    expect(pageHistory.join('\n')).toMatch(/^cycle [\d,]+: mapped at 0x\w+ by /m);
    expect(causes[0]).toMatch(blame);
  });

  test('has the shortest program, from which nothing can be left out', () => {
    if (failure === null) throw new Error('nothing was found');
    if (program.length > 0) expect(trial.programs(failure.scenario)).toEqual([program]);
    const simpler = [...trial.simpler(failure.scenario)];
    const still = simpler.filter(
      (scenario) =>
        campaign(trial, { ...options, runs: 0, saved: [scenario] }).failure?.error instanceof InvariantBroken,
    );
    expect(still.map((scenario) => trial.programs(scenario))).toEqual([]);
    const lines = failureReport(trial, failure);
    expect(lines).toContain('The shortest program that shows it:');
    expect(lines.join('\n')).toContain('what happened to the page:');
  });

  test('is found again by its path, and by what was kept of it', () => {
    const again = campaign(trial, { ...options, path: failure?.path ?? '' });
    expect([again.runs, again.failure?.scenario]).toEqual([1, failure?.scenario]);
    const kept = trial.decode(JSON.parse(JSON.stringify(trial.encode(failure?.scenario))));
    const first = campaign(trial, { seed: 99, runs: 1, saved: [kept] });
    expect([first.runs, first.failure?.scenario, first.failure?.path]).toEqual([1, failure?.scenario, null]);
  });
});

test('a page that a call takes and forgets is lost by that call, though the kernel tells nobody of it', () => {
  class Loses extends WeensyKernel {
    override pageAlloc(process: Parameters<WeensyKernel['pageAlloc']>[0], address: Va): number {
      this.takeQuietly(this.kalloc());
      return super.pageAlloc(process, va(address));
    }
    private takeQuietly(_page: Pa): void {}
  }
  const { failure } = campaign(weensyTrial({ Kernel: Loses }), { seed: 1, runs: 50 });
  expect(failure?.error).toMatchObject({
    invariant: { name: 'nothing leaks' },
    causes: [
      expect.stringMatching(/^page_alloc of process 1 at cycle [\d,]+ counted a reference, and nobody holds it$/),
    ],
  });
});

test('what looped is not run again to look for what stopped it: it would loop once more', () => {
  const runs: unknown[] = [];
  const trial: Trial<unknown> = Object.assign(weensyTrial(), {
    again: (scenario: unknown) => void runs.push(scenario),
  });
  expect(stopLinks(trial, { error: Object.assign(new Error('late'), { name: LATE }), scenario: 'one' })).toEqual([]);
  expect(runs).toEqual([]);
});
