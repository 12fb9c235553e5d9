/** Random programs on the correct kernel: every invariant after every operation, and every operation as the model says. */
import { describe, expect, test } from 'vitest';
import { frame, type Pa, type Ppn, pa, ppn, type Va, va } from '../../hardware/hardware.ts';
import { abi, type Process, PTE_PWU, Vmiter, WeensyKernel } from '../../kernel/kernel.ts';
import { campaign, type Failure } from '../judge/campaign/campaign.ts';
import { failureReport } from '../judge/report.ts';
import { GOALS } from './goals.ts';
import type { Scenario } from './scenario.ts';
import { weensyTrial } from './trial.ts';

/** Enough to reach every goal. */
const RUNS = 700;
const SEED = 20261122;

const trial = weensyTrial();

/** A failure as a text, for the message of a failing test. */
const report = (failure: Failure<Scenario> | null, seed: number): string =>
  failure === null
    ? ''
    : [...failureReport(trial, failure), `to replay: seed ${seed}, path ${failure.path}`].join('\n');

describe('On the correct kernel', () => {
  test('random programs find nothing, and reach every goal', () => {
    const { failure, goals } = campaign(trial, { seed: SEED, runs: RUNS });
    expect(report(failure, SEED)).toBe('');
    expect(GOALS.filter((goal) => !goals.has(goal))).toEqual([]);
  });

  test('other random programs at each run of these tests find nothing either', () => {
    const seed = Date.now() % 2 ** 31;
    expect(report(campaign(trial, { seed, runs: 100 }).failure, seed)).toBe('');
  });

  test('a campaign is the same each time', () => {
    const [once, again] = [1, 2].map(() => campaign(trial, { seed: 5, runs: 20 }));
    expect(again).toEqual(once);
  });
});

class HandsOutDirtyPages extends WeensyKernel {
  override replacePage(process: Process, address: Va, page: Pa): number {
    this.supervisor.store8(va(page + 1), 7);
    return super.replacePage(process, address, page);
  }
}
class ForksWithoutContent extends WeensyKernel {
  override copyPage(to: Vmiter, from: Vmiter): boolean {
    const page = this.kalloc();
    if (page === 0) return false;
    this.supervisor.fillPage(va(page), 0);
    return to.tryMap(page, from.perm) === 0;
  }
}
class SharesWhatIsWritable extends WeensyKernel {
  override copyMapping(to: Vmiter, from: Vmiter): boolean {
    return this.sharePage(to, from);
  }
}
class ForgetsHighPages extends WeensyKernel {
  override copyMapping(to: Vmiter, from: Vmiter): boolean {
    return from.va === 0x200000 || super.copyMapping(to, from);
  }
}
class OpensAPage extends WeensyKernel {
  override mapKernelPart(root: Pa, source: Pa): boolean {
    const mapped = super.mapKernelPart(root, source);
    if (mapped) new Vmiter(this, root, va(0xff000)).map(pa(0xff000), PTE_PWU);
    return mapped;
  }
}
class GivesUpTooEarly extends WeensyKernel {
  override findFreePage(): Ppn {
    return this.view.freePages() < 100 ? ppn(-1) : super.findFreePage();
  }
}
class StartsAnywhere extends WeensyKernel {
  override firstCandidate(): number {
    return (super.firstCandidate() + 1) % this.pages;
  }
}
class SkipsAProcess extends WeensyKernel {
  override syscallYield(process: Process): number {
    if (process.pid === 1) this.current = this.ptable[2];
    return super.syscallYield(process);
  }
}
class TellsTheChildItsPid extends WeensyKernel {
  override fork(parent: Process): number {
    const pid = super.fork(parent);
    if (pid > 0) this.ptable[pid].setRegister(frame.RAX, pid);
    return pid;
  }
}
class ForgetsTheRegisters extends WeensyKernel {
  override copyRegisters(): void {}
}
class RefusesTheLastPage extends WeensyKernel {
  override isValidHeapAddress(address: Va): boolean {
    return super.isValidHeapAddress(address) && address !== abi.STACK_PAGE;
  }
}

describe('The model alone notices', () => {
  const faults: readonly (readonly [string, typeof WeensyKernel, RegExp])[] = [
    ['a page that is not zeroed', HandsOutDirtyPages, /reads \d+ at 0x\w+, where \d+ should be/],
    ['a fork that copies no contents', ForksWithoutContent, /reads \d+ at 0x\w+, where \d+ should be/],
    ['a fork that shares writable pages', SharesWhatIsWritable, /reads \d+ at .* should be/],
    ['a fork that leaves out a page', ForgetsHighPages, /faults at 0x20\w+, which it may use/],
    ['memory that nobody gave', OpensAPage, /(reads|writes) at 0xff\w+, which it may not/],
    ['an allocation that fails while pages are free', GivesUpTooEarly, /an allocation fails, and \d+ pages are free/],
    ['a page out of order', StartsAnywhere, /page \d+ is taken, and \d+ is next in the order/],
    ['a process that is passed over', SkipsAProcess, /after process 1, \d runs instead of \d/],
    ['a child that is not told that it is one', TellsTheChildItsPid, /fork will return \d+ to the child \d+/],
    ['a child without registers', ForgetsTheRegisters, /the child \d+ starts with rip 0x0 instead of 0x10\w+/],
    ['an address that is refused', RefusesTheLastPage, /page_alloc\(0x2ff000\) gives -1 instead of 0/],
  ];
  for (const [what, Kernel, says] of faults) {
    test(what, () => {
      const { failure } = campaign(weensyTrial({ Kernel, checked: false }), { seed: SEED, runs: 3000 });
      expect(failure?.error.message).toMatch(says);
    });
  }
});

describe('A failure is shrunk', () => {
  class ForgetsToCount extends WeensyKernel {
    override share(): void {}
  }
  const forgetful = weensyTrial({ Kernel: ForgetsToCount });
  const options = { seed: SEED, runs: 1000, shortens: true };

  test('to the shortest program that shows it, which is readable', () => {
    const { failure } = campaign(forgetful, options);
    expect(failure?.error.message).toMatch(/^exact reference count: /);
    const { scenario } = failure ?? {};
    expect(scenario === undefined ? null : forgetful.programs(scenario)).toEqual([
      [
        "import { fork, schedYield } from 'ringfence/userland';",
        '',
        'export function* main() {',
        '  yield fork();',
        '  for (;;) yield schedYield();',
        '}',
      ],
    ]);
    expect(failure?.scenario).toMatchObject({ asked: [], choices: [], order: { kind: 'first-fit' } });
  });

  test('and is found again at once by its path', () => {
    const { failure } = campaign(forgetful, options);
    const again = campaign(forgetful, { ...options, path: failure?.path ?? '' });
    expect(again.failure?.scenario).toEqual(failure?.scenario);
    expect(again.runs).toBe(1);
  });
});
