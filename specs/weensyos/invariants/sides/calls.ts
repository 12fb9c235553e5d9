/** Both sides of what is said of system calls: a page that came fresh, and calls that failed. */
import { frame, PTE_A, PTE_D, PTE_U, PTE_W } from '../../../../hardware/hardware.ts';
import * as layout from '../../../../kernel/weensyos/layout.ts';
import { failureChangesNothing, failureProtectsAtMost } from '../../../judge/invariants/failure-changes-nothing.ts';
import { freshPageIsZero, freshPageIsZeroIfThere } from '../../../judge/invariants/fresh-page-is-zero.ts';
import { BEHIND_STACK, BSS, FAR, HEAP, type Scene, TEXT } from './scene.ts';
import type { Change, Side, Sides } from './side.ts';

const WORDS = 1024;
const AVAILABLE = [0x200, 0x400, 0x800];

const filled = (scene: Scene, word: number, value: number): Change => ({
  what: `${value} in word ${word} of the fresh page`,
  change: () => scene.put(scene.pageAt(1, HEAP) * WORDS + word, value),
  says: { process: 1, page: scene.pageAt(1, HEAP), found: `0x${(value >>> 0).toString(16)} in word ${word}` },
});
const notZero: Side = (scene) => [
  ...[0, 1, WORDS - 1].flatMap((word) => [1, 1 << 31].map((value) => filled(scene, word, value))),
];
const without = (scene: Scene, bit: number): Change => ({
  what: `the fresh page without right ${bit}`,
  change: () => scene.flip(scene.entry(1, HEAP), bit),
  says: { process: 1, found: `permissions ${7 & ~bit}`, expected: 'a writable page of zeros at 0x103000' },
});
const gone = (scene: Scene): Change => ({
  what: 'no fresh page',
  change: () => {
    const page = scene.pageAt(1, HEAP);
    scene.put(scene.entry(1, HEAP), 0);
    scene.setCount(page, 0);
    scene.flush();
  },
  says: { process: 1, found: 'nothing is mapped there' },
});
/** What lies beside the page, and bits of its entry that are no rights. */
const besides: Side = (scene) => [
  ...[-1, WORDS].map((word) => ({
    what: `word ${word} of the fresh page`,
    change: () => scene.flip(scene.pageAt(1, HEAP) * WORDS + word, 1),
  })),
  {
    what: 'the fresh page never used, as the processor has it',
    change: () => scene.put(scene.entry(1, HEAP), scene.word(scene.entry(1, HEAP)) & ~(PTE_A | PTE_D)),
  },
  { what: 'a page that came before, not zero', change: () => scene.put(scene.pageAt(1, FAR) * WORDS, 1) },
];

/** A word of memory that is another when a failed call returns; by its index, and the bits that change. */
const changed = (what: string, scene: Scene, at: number, bits = 1): Change => ({
  what,
  change: () => scene.flip(at, bits),
  says: {
    process: 1,
    page: (at >> 10) as never,
    found: `0x${((scene.word(at) ^ bits) >>> 0).toString(16)} in word 0x${(at * 4).toString(16)}`,
  },
});
const inMemory: Side = (scene) => [
  ...[1, 2, 3].flatMap((pid) =>
    [0, WORDS - 1].map((word) =>
      changed(`word ${word} of process ${pid}`, scene, scene.pageAt(pid, BSS) * WORDS + word, 1 << 31),
    ),
  ),
  ...[...AVAILABLE, 8].map((bit) => changed(`bit ${bit} of an entry`, scene, scene.entry(2, FAR - 4096), bit)),
  changed('the number of a process', scene, scene.slotWord(2, 'pagetable') + 2),
  changed('a register of another process', scene, scene.slotWord(2, 'cs') - frame.CS),
  changed("the word behind the kernel's stack", scene, BEHIND_STACK * WORDS, 1 << 31),
  changed('the count of ticks', scene, layout.TICKS >> 2),
  {
    ...changed('the last word of a page that is written anew', scene, scene.pageAt(1, TEXT) * WORDS + WORDS - 1),
    change: () => {
      rewritten(scene);
      scene.flip(scene.pageAt(1, TEXT) * WORDS + WORDS - 1, 1);
    },
  },
  changed('a word of text', scene, scene.pageAt(1, TEXT) * WORDS + WORDS - 1),
  changed('a word of the interrupt table', scene, layout.INTERRUPT_TABLE >> 2),
];
/** The page of text of process 1 written once more as a whole. */
const rewritten = (scene: Scene): void => {
  const page = scene.pageAt(1, TEXT);
  scene.kernel.machine.memory.copyPage(page, page);
};
/** What a call may change though it fails. */
const allowed: Side = (scene) => [
  { what: 'a page written as it was', change: () => rewritten(scene) },
  ...scene.free.map((page) => changed(`what the free page ${page} holds`, scene, page * WORDS + 7, -1)),
  ...[0, frame.CS, frame.FRAME_WORDS - 1].map((register) =>
    changed(`saved word ${register} of the caller`, scene, scene.slotWord(1, 'cs') - frame.CS + register, 4),
  ),
  changed('the cursor', scene, layout.NEXT_PAGE >> 2),
  changed('the random state', scene, layout.RANDOM_STATE >> 2, -1),
  ...[0, WORDS - 1].map((word) =>
    changed(`word ${word} of the kernel's stack`, scene, layout.KERNEL_STACK_PAGE * WORDS + word, 1 << 9),
  ),
  ...[PTE_A, PTE_D].map((bit) => changed(`bit ${bit} of an entry`, scene, scene.entry(3, FAR), bit)),
];

export const CALLS: readonly Sides[] = [
  {
    invariant: freshPageIsZero,
    breaks: (scene) => [...notZero(scene), without(scene, PTE_W), without(scene, PTE_U), gone(scene)],
    spares: besides,
  },
  {
    invariant: freshPageIsZeroIfThere,
    breaks: (scene) => [...notZero(scene), without(scene, PTE_U)],
    spares: (scene) => [
      ...besides(scene),
      gone(scene),
      {
        ...without(scene, PTE_W),
        change: () => {
          without(scene, PTE_W).change();
          scene.flush();
        },
      },
    ],
  },
  {
    invariant: failureChangesNothing,
    inCall: true,
    breaks: (scene) => [...inMemory(scene), changed('a right taken away', scene, scene.entry(3, FAR), PTE_W)],
    spares: allowed,
  },
  {
    invariant: failureProtectsAtMost,
    inCall: true,
    breaks: (scene) => [
      ...inMemory(scene).filter(({ what }) => !/of an entry/.test(what)),
      changed("a bit of an entry that is not the kernel's", scene, scene.entry(3, FAR), 8),
      changed('a right to use taken away', scene, scene.entry(3, FAR), PTE_U),
      changed('what looks like a right, in memory', scene, scene.pageAt(3, FAR) * WORDS, PTE_W),
      {
        ...changed('a right that was not there', scene, scene.entry(2, TEXT), PTE_W),
      },
    ],
    spares: (scene) => [
      ...allowed(scene),
      changed('a right to write taken away', scene, scene.entry(3, FAR), PTE_W),
      ...AVAILABLE.map((bit) => changed(`bit ${bit} of an entry`, scene, scene.entry(2, FAR - 4096), bit)),
    ],
  },
];
