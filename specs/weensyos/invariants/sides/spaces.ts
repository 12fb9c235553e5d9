/** Both sides of what is said of address spaces: the kernel's part, roots, tables, and what programs may use. */
import {
  CONSOLE_PAGE,
  PAGE_SIZE,
  PTE_A,
  PTE_D,
  PTE_G,
  PTE_P,
  PTE_U,
  PTE_W,
  ppn,
  register,
} from '../../../../hardware/hardware.ts';
import { equalKernelPart } from '../../../judge/invariants/equal-kernel-part.ts';
import { kernelMemoryIsPrivate } from '../../../judge/invariants/kernel-memory-is-private.ts';
import { reachedThroughRoot } from '../../../judge/invariants/reached-through-root.ts';
import { tablesHaveOneOwner } from '../../../judge/invariants/tables-have-one-owner.ts';
import { EMPTY, FAR, FAR_EMPTY, HEAP, PAGES, type Scene, TEXT } from './scene.ts';
import type { Change, Sides } from './side.ts';

const LIVE = [1, 2, 3];
const MAPPED = PTE_P | PTE_W | PTE_U;
/** The first page that the kernel maps, one of its image, the console, and the last below programs. */
const KERNEL_PART = [PAGE_SIZE, 0x54000, CONSOLE_PAGE * PAGE_SIZE, TEXT - PAGE_SIZE];
/** Bits of an entry that no right hangs on. */
const IDLE_BITS = [PTE_A, PTE_D, PTE_G, 0x8, 0x10, 0x80, 0x200, 0x400, 0x800];

/** An entry of the kernel's part, of all processes and of the kernel itself. */
const everywhere = (scene: Scene, address: number, change: (entry: number) => number): void => {
  for (const pid of [0, ...LIVE]) scene.put(scene.entry(pid, address), change(scene.word(scene.entry(pid, address))));
};

/** Pages next to another kind of page, on either side: the first and last of each kind. */
const atBorders = ({ view }: Scene): number[] =>
  Array.from({ length: PAGES }, (_, page) => page).filter((page) =>
    [page - 1, page + 1].some((next) => next >= 0 && next < PAGES && view.kindOf(ppn(next)) !== view.kindOf(ppn(page))),
  );

/** One more mapping of `page`, counted as such. */
const mapped = (scene: Scene, pid: number, page: number, permissions: number): (() => void) => {
  return () => {
    scene.map(pid, EMPTY, page, permissions);
    if (scene.view.kindOf(ppn(page)) === 'allocatable') scene.addCount(page, 1);
  };
};

const isOpen = ({ view }: Scene, page: number): boolean => ['allocatable', 'console'].includes(view.kindOf(ppn(page)));

/** A table of level 1 of another process, or of the same one at another place, in an entry that leads nowhere. */
const linked = (scene: Scene, pid: number, address: number, table: number): Change => ({
  what: `the table in page ${table} once more for ${address.toString(16)} of process ${pid}`,
  change: () => scene.put(scene.entry(pid, address, 2), (table * PAGE_SIZE) | MAPPED),
  says: { page: ppn(table), expected: 'one table of one process' },
});

export const SPACES: readonly Sides[] = [
  {
    invariant: equalKernelPart,
    breaks: (scene) =>
      LIVE.flatMap((pid) => [
        ...KERNEL_PART.flatMap((address) =>
          [PTE_P, PTE_W, PTE_U, PAGE_SIZE, PAGE_SIZE * 512].map((bits) => ({
            what: `bits ${bits.toString(16)} of ${address.toString(16)} for process ${pid}`,
            change: () => scene.flip(scene.entry(pid, address), bits),
            says: { process: pid },
          })),
        ),
        {
          what: `the null page mapped for process ${pid}`,
          change: () => scene.put(scene.entry(pid, PAGE_SIZE) - 2, PTE_P),
          says: { process: pid, expected: '0x0 not mapped', found: '0x0 to 0x0, permissions 1' },
        },
      ]),
    spares: (scene) => [
      ...LIVE.flatMap((pid) =>
        KERNEL_PART.flatMap((address) =>
          IDLE_BITS.map((bit) => ({
            what: `bit ${bit.toString(16)} of ${address.toString(16)} for process ${pid}`,
            change: () => {
              scene.flip(scene.entry(pid, address), bit);
              scene.flush();
            },
          })),
        ),
      ),
      {
        what: 'an entry for the null page that leads somewhere but is not present',
        change: () => scene.put(scene.entry(2, PAGE_SIZE) - 2, 0xff000 | PTE_W | PTE_U),
      },
      {
        what: 'a right less for all, and for the kernel itself',
        change: () => {
          everywhere(scene, TEXT - PAGE_SIZE, (entry) => entry & ~PTE_W);
          scene.flush();
        },
      },
    ],
  },
  {
    invariant: reachedThroughRoot,
    breaks: (scene) => [
      ...[2, 3, 0].map((pid) => ({
        what: `process 1 on the tables of ${pid}`,
        change: () => scene.loadRoot(pid === 0 ? scene.view.kernelRoot : scene.rootOf(pid)),
        says: {
          process: 1,
          page: pid === 0 ? scene.view.kernelRoot : scene.rootOf(pid),
          expected: `CR3 at its own root, page 0x${scene.rootOf(1).toString(16)}`,
        },
      })),
      ...[1, 3].map((pid) => ({
        what: `process 2 with the root of process ${pid}`,
        change: () => scene.setRoot(2, scene.rootOf(pid)),
        says: { process: Math.min(2, pid), page: scene.rootOf(pid) },
      })),
      ...LIVE.map((pid) => ({
        what: `a mapping of the root of process ${pid}, for the kernel alone`,
        change: () => scene.map(3, EMPTY, scene.rootOf(pid), PTE_P),
        says: { process: pid, page: scene.rootOf(pid) },
      })),
      {
        what: 'a root as a table',
        change: () => scene.put(scene.entry(2, 2 * FAR, 2), (scene.rootOf(3) * PAGE_SIZE) | MAPPED),
        says: { process: 3, page: scene.rootOf(3) },
      },
    ],
    spares: (scene) => [
      {
        what: 'nobody runs, on the tables of the kernel',
        change: () => {
          scene.kernel.machine.cpu.setControl(register.RUN_STATE, register.IDLE);
          scene.loadRoot(scene.view.kernelRoot);
        },
      },
      { what: 'its own tables once more', change: () => scene.loadRoot(scene.rootOf(1)) },
    ],
  },
  {
    invariant: tablesHaveOneOwner,
    breaks: (scene) => [
      linked(scene, 2, FAR * 2, scene.table(1, FAR)),
      linked(scene, 3, FAR * 2, scene.table(3, FAR)),
      linked(scene, 1, FAR * 2, scene.table(2, FAR)),
    ],
    spares: (scene) => [
      {
        what: 'an entry that is not present leads to the table of another',
        change: () => scene.put(scene.entry(2, FAR * 2, 2), (scene.table(1, FAR) * PAGE_SIZE) | PTE_W | PTE_U),
      },
      {
        what: 'a table moved to another place, which leaves its old one',
        change: () => {
          const [old, next] = [scene.entry(3, FAR, 2), scene.entry(3, FAR * 2, 2)];
          scene.put(next, scene.word(old));
          scene.put(old, 0);
        },
      },
    ],
  },
  {
    invariant: kernelMemoryIsPrivate,
    breaks: (scene) => [
      ...atBorders(scene)
        .filter((page) => !isOpen(scene, page))
        .flatMap((page) =>
          [PTE_P | PTE_U, MAPPED].map((permissions) => ({
            what: `page ${page.toString(16)} mapped with rights ${permissions}`,
            change: mapped(scene, 2, page, permissions),
            says: {
              page: ppn(page),
              process: 2,
              found: `${scene.view.kindOf(ppn(page))} memory at 0x110000 of process 2`,
            },
          })),
        ),
      ...[scene.table(2, FAR), scene.table(3, FAR, 2), scene.table(1, FAR, 3)].map((table) => ({
        what: `the table in page ${table} mapped`,
        change: mapped(scene, 3, table, PTE_P | PTE_U),
        says: { page: table, process: 3, found: 'a page of page tables at 0x110000 of process 3' },
      })),
      ...[PAGE_SIZE, TEXT - PAGE_SIZE].map((address) => ({
        what: `memory at ${address.toString(16)} open to all`,
        change: () => everywhere(scene, address, (entry) => entry | PTE_U),
        says: { page: ppn(address / PAGE_SIZE), process: 1 },
      })),
      {
        what: "a free page open to all in the kernel's part",
        change: () => everywhere(scene, TEXT - PAGE_SIZE, () => (scene.free[1] * PAGE_SIZE) | MAPPED),
        says: { page: scene.free[1], found: "memory of the kernel's part at 0xff000 of process 1" },
      },
    ],
    spares: (scene) => [
      ...atBorders(scene)
        .filter((page) => isOpen(scene, page) && scene.count(page) === 0)
        .map((page) => ({ what: `page ${page.toString(16)} mapped`, change: mapped(scene, 2, page, MAPPED) })),
      ...atBorders(scene)
        .filter((page) => !isOpen(scene, page))
        .flatMap((page) =>
          [PTE_P | PTE_W, PTE_W | PTE_U].map((permissions) => ({
            what: `page ${page.toString(16)} mapped for the kernel alone, or not at all (${permissions})`,
            change: mapped(scene, 2, page, permissions),
          })),
        ),
      {
        what: 'a table mapped by an entry that is not present',
        change: () => scene.map(3, FAR_EMPTY, scene.table(1, HEAP), PTE_U),
      },
      {
        what: 'the console open to all at the last page below programs',
        change: () => {
          everywhere(scene, TEXT - PAGE_SIZE, () => (CONSOLE_PAGE * PAGE_SIZE) | MAPPED);
          scene.flush();
        },
      },
    ],
  },
];
