/** Why a count is what it is: each reference has its cause, and a count that is wrong has somebody who made it so. */
import { describe, expect, test } from 'vitest';
import { type Pa, type Ppn, ppn, type va } from '../../hardware/hardware.ts';
import type { Program } from '../../hardware/operation.ts';
import { type Process, Vmiter, WeensyKernel } from '../../kernel/kernel.ts';
import { exit, fork, jump, pageAlloc, schedYield } from '../../userland/userland.ts';
import { HEAP, programOf } from '../kernel/weensyos/booted.ts';
import { EMPTY, Scene, TEXT as SHARED } from '../weensyos/invariants/sides/scene.ts';
import { weensyJudging } from '../weensyos/judging.ts';
import { Checker, InvariantBroken } from './checker.ts';
import { blame, causesOf, describeCaused } from './count-blame.ts';
import { Observation } from './observation.ts';
import { watchKernel } from './watch/watch.ts';

/** Grows, replaces its page, forks, and lets the child leave. */
function* main(): Program {
  yield pageAlloc(HEAP);
  yield pageAlloc(HEAP);
  if ((yield fork()) === 0) yield exit();
  yield schedYield();
  yield pageAlloc(HEAP);
  return jump(main);
}

const TEXT = ppn(5);

/** After `events` events of a kernel: who holds `page`, and whom to blame for its count. */
const story = (Kernel: typeof WeensyKernel, events: number, page: Ppn): { held: string[]; blamed: string[] } => {
  const kernel = new Kernel({ programs: [programOf(main)] });
  const { history } = watchKernel(kernel, weensyJudging);
  kernel.boot();
  kernel.machine.run(Number.POSITIVE_INFINITY, events);
  const observation = new Observation(kernel);
  const held = causesOf(observation, history, page).map((caused) => describeCaused(observation, caused));
  const withoutCycle = (text: string): string => text.replace(/ at cycle [\d,]+/, '');
  return { held: held.map(withoutCycle), blamed: blame(observation, history, page).map(withoutCycle) };
};

test('shared text is held by each process, with who gave it to them', () => {
  expect(story(WeensyKernel, 3, TEXT)).toEqual({
    held: [
      'text of process 1 at 0x100000, mapped by setup',
      'text of process 2 at 0x100000, shared by fork of process 1',
    ],
    blamed: [],
  });
});

test('data, heap, stack and tables are called by their names', () => {
  const held = (page: number): string[] => story(WeensyKernel, 1, ppn(page)).held;
  expect([held(1), held(2), held(6), held(7), held(9)]).toEqual([
    ['the root of process 1, taken by setup'],
    ['the L3 table of process 1, taken by setup'],
    ['data of process 1 at 0x101000, mapped by setup'],
    ['stack of process 1 at 0x2ff000, mapped by setup'],
    ['heap of process 1 at 0x102000, mapped by page_alloc of process 1'],
  ]);
});

class ForgetsToCount extends WeensyKernel {
  override share(): void {}
}
class KeepsTheOldPage extends WeensyKernel {
  override replacePage(process: Process, address: ReturnType<typeof va>, page: Pa): number {
    new Vmiter(this, process.pagetable, address).map(page, 7);
    return 0;
  }
}
class DropsTwice extends WeensyKernel {
  override exit(process: Process): void {
    super.exit(process);
    this.kfree(this.ptable[1].pagetable);
  }
}
class LosesAPage extends WeensyKernel {
  override pageAlloc(process: Process, address: ReturnType<typeof va>): number {
    this.kalloc();
    return super.pageAlloc(process, address);
  }
}

describe('The one to blame is', () => {
  const cases: readonly (readonly [string, typeof WeensyKernel, number, number, string])[] = [
    [
      'a fork that does not count',
      ForgetsToCount,
      3,
      TEXT,
      'fork of process 1 mapped the page, and did not count that reference',
    ],
    [
      'a replacement that does not drop',
      KeepsTheOldPage,
      2,
      9,
      'page_alloc of process 1 unmapped the page, and did not drop its reference',
    ],
    [
      'an exit that frees what is in use',
      DropsTwice,
      5,
      1,
      'exit of process 2 dropped a reference that is still there',
    ],
    [
      'a call that takes a page and forgets it',
      LosesAPage,
      1,
      9,
      'page_alloc of process 1 counted a reference, and nobody holds it',
    ],
  ];
  for (const [who, Kernel, events, page, sentence] of cases) {
    test(who, () => expect(story(Kernel, events, ppn(page)).blamed).toEqual([sentence]));
  }
});

/** Whom to blame for the count of a page that processes 1 and 3 share, after each of `deeds` was done in an entry of its own name. */
const blamedAfter = (deeds: Readonly<Record<string, (scene: Scene, page: Ppn) => void>>): string[] => {
  const scene = new Scene();
  const page = scene.pageAt(1, SHARED);
  const { watch, kernel } = scene;
  for (const [name, deed] of Object.entries(deeds)) {
    watch.enterLabelled(name);
    deed(scene, page);
    watch.tracker.enter();
  }
  return blame(new Observation(kernel), watch.history, page).map((text) => text.replace(/ at cycle [\d,]+/, ''));
};
const maps = (scene: Scene, page: Ppn): void => scene.map(2, EMPTY, page, 5);
const unmaps = (scene: Scene): void => scene.map(2, EMPTY, 0, 0);
const counts = (scene: Scene, page: Ppn): void => scene.addCount(page, 1);
const drops = (scene: Scene, page: Ppn): void => scene.addCount(page, -1);

test('nobody is blamed for what he put right, or another did after him', () => {
  const both = (scene: Scene, page: Ppn): void => {
    maps(scene, page);
    counts(scene, page);
  };
  const neither = (scene: Scene, page: Ppn): void => {
    unmaps(scene);
    drops(scene, page);
  };
  expect(blamedAfter({ one: both, two: neither, three: both })).toEqual([]);
  expect(blamedAfter({ one: maps, two: unmaps, three: maps })).toEqual([
    'three mapped the page, and did not count that reference',
  ]);
  expect(blamedAfter({ one: counts, two: both })).toEqual(['one counted a reference, and nobody holds it']);
  expect(blamedAfter({ one: drops, two: both })).toEqual(['one dropped a reference that is still there']);
  expect(blamedAfter({ one: both, two: unmaps, three: both, four: neither })).toEqual([
    'two unmapped the page, and did not drop its reference',
  ]);
});

test('the report of a broken invariant blames too', () => {
  const kernel = new ForgetsToCount({ programs: [programOf(main)] });
  new Checker(kernel, 'every-trap', weensyJudging);
  let broken: unknown = null;
  try {
    kernel.boot();
    kernel.machine.run(100);
  } catch (error) {
    broken = error;
  }
  expect(broken).toBeInstanceOf(InvariantBroken);
  expect(broken).toMatchObject({
    causes: [expect.stringMatching(/^fork of process 1 at cycle [\d,]+ mapped the page/)],
  });
});

test('each reference there is came with the last change that speaks of it', () => {
  const kernel = new WeensyKernel({ programs: [programOf(main)] });
  const { history } = watchKernel(kernel, weensyJudging);
  kernel.boot();
  const entries = new Set<number | undefined>();
  for (let events = 0; events < 20; events++) {
    kernel.machine.run(Number.POSITIVE_INFINITY, 1);
    const observation = new Observation(kernel);
    for (const page of observation.references.keys()) {
      for (const { reference, cause } of causesOf(observation, history, page)) {
        const root = kernel.view.rootOf(reference.pid);
        const spoken = history.of(page).filter((event) => event.va === reference.va && event.root === root);
        expect([spoken.at(-1)?.change, cause?.entry]).toEqual([
          reference.as === 'mapping' ? 'mapped' : 'linked',
          spoken.at(-1)?.entry,
        ]);
        entries.add(cause?.entry);
      }
    }
  }
  expect(entries.size).toBeGreaterThan(5);
});

test('in a correct kernel nobody is to blame for any page at any moment, the one that the viewer keeps among them', () => {
  for (const viewer of [false, true]) {
    const kernel = new WeensyKernel({ programs: [programOf(main)], viewer, pages: 256 });
    const { history } = watchKernel(kernel, weensyJudging);
    kernel.boot();
    for (let events = 0; events < 20; events++) {
      kernel.machine.run(Number.POSITIVE_INFINITY, 1);
      const observation = new Observation(kernel);
      const pages = Array.from({ length: 256 }, (_, page) => ppn(page));
      expect(pages.flatMap((page) => blame(observation, history, page))).toEqual([]);
    }
    expect(kernel.view.keptPage > 0).toBe(viewer);
  }
});
