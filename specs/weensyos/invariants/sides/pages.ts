/** Both sides of what is said of physical pages, their counts and their contents. */
import { CONSOLE_PAGE, PTE_P, PTE_U, PTE_W, ppn } from '../../../../hardware/hardware.ts';
import { KERNEL_STACK_PAGE, VIEWER_PAGE } from '../../../../kernel/weensyos/layout.ts';
import { exactReferenceCount } from '../../../judge/invariants/exact-reference-count.ts';
import { noUseAfterFree } from '../../../judge/invariants/no-use-after-free.ts';
import { nothingLeaks } from '../../../judge/invariants/nothing-leaks.ts';
import { textEqualsImage } from '../../../judge/invariants/text-equals-image.ts';
import { writableMeansPrivate } from '../writable-means-private.ts';
import { BSS, EMPTY, FAR, FAR_EMPTY, HEAP, PAGES, type Scene, TEXT, TEXT_BYTES } from './scene.ts';
import type { Change, Sides } from './side.ts';

const READ = PTE_P | PTE_U;
const MAPPED = READ | PTE_W;
const MOST = 255;
const LIVE = [1, 2, 3];
/** The text of process 1, which process 3 shares, byte by byte; where it ends within its last page. */
const LAST_PAGE = TEXT + 4096;
const END = TEXT + TEXT_BYTES;

const usedPages = (scene: Scene): readonly (readonly [string, number])[] => Object.entries(scene.used);
/** Those of them that can lose a reference or their count, and no root is gone. */
const notRoots = (scene: Scene): readonly (readonly [string, number])[] =>
  usedPages(scene).filter(([, page]) => page !== scene.rootOf(2));

const twice = (scene: Scene, [pid, address]: readonly [number, number], permissions: number, count: number): Change => {
  const page = scene.pageAt(pid, address);
  return {
    what: `${address.toString(16)} of process ${pid} mapped again with rights ${permissions}, ${count} counted`,
    change: () => {
      scene.map(pid, FAR_EMPTY, page, permissions);
      scene.addCount(page, count);
    },
    says: { page },
  };
};

const spoilt = (scene: Scene, pid: number, address: number): Change => {
  const page = scene.pageAt(pid, address);
  return {
    what: `byte ${address.toString(16)} of process ${pid}`,
    change: () => scene.spoil(page * 4096 + (address % 4096)),
    says: { page },
  };
};

/** Process 2 loses what it has at `address`, as it should. */
const given = (scene: Scene, address: number): void => {
  const page = scene.pageAt(2, address);
  scene.put(scene.entry(2, address), 0);
  scene.addCount(page, -1);
  scene.flush();
};

export const PAGES_USED: readonly Sides[] = [
  {
    invariant: noUseAfterFree,
    breaks: (scene) =>
      notRoots(scene).map(([what, page]) => ({
        what: `${what} with a count of 0`,
        change: () => scene.setCount(page, 0),
        says: { page: ppn(page), expected: 'nobody' },
      })),
    spares: (scene) => [
      { what: 'a page is given back', change: () => given(scene, BSS) },
      {
        what: 'a free page mapped by an entry that is not present',
        change: () => scene.map(2, EMPTY, scene.free[0], PTE_U | PTE_W),
      },
    ],
  },
  {
    invariant: writableMeansPrivate,
    breaks: (scene) => [
      ...[1, 3].map((pid) => ({
        what: `text that process ${pid} may write`,
        change: () => scene.flip(scene.entry(pid, TEXT), PTE_W),
        says: { page: scene.pageAt(pid, TEXT) },
      })),
      twice(scene, [2, BSS], READ, 1),
      twice(scene, [2, TEXT], MAPPED, 1),
      twice(scene, [2, BSS], PTE_P | PTE_W, 1),
      twice(scene, [1, HEAP], MAPPED, 0),
    ],
    spares: (scene) => [
      twice(scene, [2, TEXT], READ, 1),
      {
        what: 'what two may read, and one more; and a page of its own that may be written',
        change: () => {
          twice(scene, [1, TEXT], READ, 1).change();
          scene.flip(scene.entry(2, TEXT), PTE_W);
          scene.flush();
        },
      },
      { what: 'the console once more', change: () => scene.map(2, EMPTY, CONSOLE_PAGE, MAPPED) },
      {
        what: 'an entry for it that is not present',
        change: () => scene.map(2, EMPTY, scene.pageAt(1, HEAP), PTE_W | PTE_U),
      },
    ],
  },
  {
    invariant: exactReferenceCount,
    breaks: (scene) => [
      ...usedPages(scene).flatMap(([what, page]) =>
        [scene.count(page) + 1, MOST].map((count) => ({
          what: `${what} with a count of ${count}`,
          change: () => scene.setCount(page, count),
          says: { page: ppn(page), found: `a count of ${count}` },
        })),
      ),
      {
        what: 'text that is shared with a count of 1',
        change: () => scene.setCount(scene.pageAt(1, TEXT), 1),
        says: { page: scene.pageAt(1, TEXT), found: 'a count of 1' },
      },
      twice(scene, [2, TEXT], READ, 0),
      twice(scene, [1, LAST_PAGE], READ, 2),
    ],
    spares: (scene) => [
      twice(scene, [2, LAST_PAGE], READ, 1),
      {
        what: 'a page that passes from one to another',
        change: () => {
          const page = scene.pageAt(2, BSS);
          scene.put(scene.entry(2, BSS), 0);
          scene.map(3, EMPTY, page, MAPPED);
        },
      },
    ],
  },
  {
    invariant: nothingLeaks,
    breaks: (scene) => [
      ...[...scene.free, 0, CONSOLE_PAGE, KERNEL_STACK_PAGE, PAGES - 1].flatMap((page) =>
        [1, MOST].map((count) => ({
          what: `page ${page.toString(16)}, that nobody uses, with a count of ${count}`,
          change: () => scene.setCount(page, count),
          says: { page: ppn(page), found: `a count of ${count}` },
        })),
      ),
      {
        what: 'a page that is no longer mapped, and still counted',
        change: () => scene.unmap(2, BSS),
        says: { page: scene.pageAt(2, BSS), found: 'a count of 1' },
      },
      {
        what: 'a page that the viewer no longer keeps',
        change: () => scene.put(VIEWER_PAGE >> 2, 0),
        says: { page: scene.view.keptPage },
      },
    ],
    spares: (scene) => [
      {
        what: 'another page that the viewer keeps',
        change: () => {
          const [, page] = scene.free;
          scene.setCount(scene.view.keptPage, 0);
          scene.setCount(page, 1);
          scene.put(VIEWER_PAGE >> 2, page * 4096);
        },
      },
      {
        what: 'the page that the viewer keeps counted more often than once',
        change: () => scene.setCount(scene.view.keptPage, MOST),
      },
    ],
  },
  {
    invariant: textEqualsImage,
    breaks: (scene) => [
      ...[1, 3].flatMap((pid) =>
        [TEXT, TEXT + 1, TEXT + 4095, LAST_PAGE, END - 1].map((address) => spoilt(scene, pid, address)),
      ),
      ...[TEXT, END - 1].map((address) => spoilt(scene, 2, address)),
      {
        what: 'pages of text that changed places',
        change: () => {
          const [first, last] = [scene.entry(2, TEXT), scene.entry(2, LAST_PAGE)];
          const [one, other] = [scene.word(first), scene.word(last)];
          scene.put(first, other);
          scene.put(last, one);
          scene.flush();
        },
        says: { process: 2 },
      },
      {
        what: 'the text of another program',
        change: () => scene.kernel.machine.memory.copyPage(scene.pageAt(2, TEXT), scene.pageAt(1, TEXT)),
        says: { process: 2, page: scene.pageAt(2, TEXT) },
      },
    ],
    spares: (scene) => [
      ...LIVE.flatMap((pid) => [END, LAST_PAGE + 4095, BSS, BSS + 4095].map((address) => spoilt(scene, pid, address))),
      {
        what: 'a page of text that may be written, and is',
        change: () => {
          scene.flip(scene.entry(2, TEXT), PTE_W);
          spoilt(scene, 2, TEXT).change();
        },
      },
      { what: 'text that is gone', change: () => given(scene, TEXT) },
      {
        what: 'what may only be read elsewhere',
        change: () => {
          scene.flip(scene.entry(3, FAR), PTE_W);
          spoilt(scene, 3, FAR).change();
        },
      },
    ],
  },
];
