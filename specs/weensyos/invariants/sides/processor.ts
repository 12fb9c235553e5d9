/** Both sides of what is said of the processor: what it caches, and whom its cycles are charged to. */
import { counter, PTE_P, PTE_U, PTE_W, register } from '../../../../hardware/hardware.ts';
import { KERNEL_READ, KERNEL_WRITE, USER_READ, USER_WRITE } from '../../../../hardware/tlb.ts';
import { cyclesAddUp } from '../../../judge/invariants/cycles-add-up.ts';
import { unmarkedTextEqualsImage } from '../../../judge/invariants/text-equals-image.ts';
import { tlbWithinTables } from '../../../judge/invariants/tlb-within-tables.ts';
import { FAR, HEAP, type Scene, TEXT } from './scene.ts';
import type { Change, Sides } from './side.ts';

/** The entry for `address` of process 1 changes after it was cached for accesses of `kind`. */
const cached = (
  scene: Scene,
  address: number,
  kind: number,
  change: (entry: number) => void,
  after = (): void => {},
): (() => void) => {
  return () => {
    const entry = scene.entry(1, address);
    scene.flush();
    scene.cache(address, kind);
    change(entry);
    after();
  };
};
const moved = (scene: Scene, address: number): ((entry: number) => void) => {
  return (entry) => {
    const [old, page] = [scene.word(entry) >>> 12, scene.free[0]];
    scene.put(entry, (page << 12) | (scene.word(entry) & 0xfff));
    scene.setCount(page, 1);
    scene.setCount(old, 0);
    scene.kernel.machine.memory.copyPage(page, scene.pageAt(3, address));
  };
};
const gone = (scene: Scene): ((entry: number) => void) => {
  return (entry) => {
    scene.setCount(scene.word(entry) >>> 12, 0);
    scene.put(entry, 0);
  };
};

const counterBy = (scene: Scene, field: number, more: number): Change => ({
  what: `counter ${field} by ${more}`,
  change: () => {
    scene.kernel.machine.counters[field] += more;
  },
});
const charged = (slot: number): readonly number[] =>
  [counter.USER_CYCLES, counter.KERNEL_CYCLES].map((field) => counter.slotCounter(slot, field));

/** A text of which one page is another, with `bits` in its entry. */
const spoiltText = (scene: Scene, pid: number, bits: number): Change => ({
  what: `text of process ${pid} with bits ${bits.toString(16)}`,
  change: () => {
    scene.flip(scene.entry(pid, TEXT), bits);
    scene.spoil(scene.pageAt(pid, TEXT) << 12);
    scene.flush();
  },
  says: { process: pid, page: scene.pageAt(pid, TEXT) },
});

export const PROCESSOR: readonly Sides[] = [
  {
    invariant: tlbWithinTables,
    breaks: (scene) => {
      const says = { process: 1, page: scene.pageAt(1, FAR), expected: 'what the tables say' };
      return [
        { what: 'a page that is gone', change: cached(scene, FAR, KERNEL_READ, gone(scene)), says },
        { what: 'a page that is elsewhere', change: cached(scene, FAR, USER_READ, moved(scene, FAR)), says },
        {
          what: 'a page that may no longer be used',
          change: cached(scene, FAR, USER_READ, (entry) => scene.flip(entry, PTE_U)),
          says,
        },
        {
          what: 'a page that may no longer be written',
          change: cached(scene, FAR, USER_WRITE, (entry) => scene.flip(entry, PTE_W)),
          says,
        },
        {
          what: 'a right that the kernel took, and gave back',
          change: () => {
            const { cpu } = scene.kernel.machine;
            cpu.setControl(register.CR0, 0);
            cached(scene, TEXT, KERNEL_WRITE, () => {})();
            cpu.setControl(register.CR0, register.CR0_WP);
          },
          says: { process: 1, page: scene.pageAt(1, TEXT) },
        },
        {
          what: 'the same of a page that was written, and is only read now',
          change: () => {
            const { cpu } = scene.kernel.machine;
            const entry = scene.entry(1, FAR);
            scene.cache(FAR, USER_WRITE);
            scene.put(entry, scene.word(entry) & ~PTE_W);
            cpu.setControl(register.CR0, 0);
            cached(scene, FAR, KERNEL_READ, () => {})();
            cpu.setControl(register.CR0, register.CR0_WP);
          },
          says,
        },
      ];
    },
    spares: (scene) => [
      {
        what: 'a page that may be written only now',
        change: () => {
          scene.flip(scene.entry(1, FAR), PTE_W);
          cached(scene, FAR, USER_READ, (entry) => scene.flip(entry, PTE_W))();
        },
      },
      {
        what: 'a page that is gone, after a flush',
        change: cached(scene, FAR, KERNEL_READ, gone(scene), () => scene.flush()),
      },
      {
        what: 'a page that is gone, and invalidated',
        change: cached(scene, FAR, KERNEL_READ, gone(scene), () => scene.kernel.machine.mmu.tlb.invalidate(FAR)),
      },
      {
        what: 'a page that may no longer be written, and was only read',
        change: () => {
          scene.put(scene.entry(1, FAR), scene.word(scene.entry(1, FAR)) & ~0x40);
          cached(scene, FAR, USER_READ, (entry) => scene.flip(entry, PTE_W))();
        },
      },
      {
        what: 'a page of another process that is gone',
        change: () => {
          scene.cache(HEAP, USER_READ);
          scene.setCount(scene.pageAt(3, FAR), 0);
          scene.unmap(3, FAR);
        },
      },
    ],
  },
  {
    invariant: cyclesAddUp,
    breaks: (scene) => [
      ...[0, 1, scene.view.slotCount - 1].flatMap((slot) =>
        charged(slot).flatMap((field) => [1, -1].map((more) => counterBy(scene, field, more))),
      ),
      ...[1, -1].map((more) => counterBy(scene, counter.CREDITED, more)),
    ],
    spares: (scene) => [
      counterBy(scene, counter.CYCLES, 1),
      {
        what: 'cycles of one charged to another',
        change: () => {
          counterBy(scene, charged(1)[0], -7).change();
          counterBy(scene, charged(scene.view.slotCount - 1)[1], 7).change();
        },
      },
    ],
  },
  {
    invariant: unmarkedTextEqualsImage,
    breaks: (scene) => [1, 2].flatMap((pid) => [0, 0x8, 0x100].map((bits) => spoiltText(scene, pid, bits))),
    spares: (scene) =>
      [0x200, 0x400, 0x800]
        .map((bits) => spoiltText(scene, 2, bits))
        .concat([
          {
            what: 'a text that is marked, of which another process has another',
            change: () => {
              scene.flip(scene.entry(2, TEXT), PTE_P);
              scene.setCount(scene.pageAt(2, TEXT), 0);
            },
          },
        ]),
  },
];
