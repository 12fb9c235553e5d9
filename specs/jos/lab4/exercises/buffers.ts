/** Exercises of memory that programs name in system calls, at, before and across every boundary: user_mem_check itself, and sys_cputs. */
import { type JosLab4, memlayout } from '../../../../kernel/kernel.ts';
import { jos } from '../../../../userland/userland.ts';
import { ModelBroken } from '../../../judge/model-broken.ts';
import type { Lab4Contract } from '../model/state.ts';
import { firstForbidden } from '../model/user-memory.ts';
import { hex } from '../observation.ts';
import { type Exercise, exerciseOf, type Helper } from './exercise.ts';

const { PGSIZE, PTE_U, PTE_W, PTSIZE, ROUNDDOWN, UENVS, ULIM, UPAGES, UTOP, UVPT, UXSTACKTOP } = memlayout;
const [READ, WRITE] = [5, 7];
/** Pages side by side at the end of a table: to be written, to be read, none, two to be written, and none in the next table. */
const FIRST = 0xc00000 - 5 * PGSIZE;
const [SECOND, GAP, LAST, END] = [FIRST + PGSIZE, FIRST + 2 * PGSIZE, FIRST + 3 * PGSIZE, 0xc00000];
const STACK = UXSTACKTOP - PGSIZE;

function* map(): Helper {
  yield jos.sysPageAlloc(0, FIRST, WRITE);
  yield jos.sysPageAlloc(0, SECOND, READ);
  yield jos.sysPageAlloc(0, LAST, WRITE);
  yield jos.sysPageAlloc(0, LAST + PGSIZE, WRITE);
  yield jos.sysPageAlloc(0, STACK, WRITE);
}

const BOUNDARIES = [
  0,
  FIRST,
  SECOND,
  GAP,
  LAST,
  LAST + PGSIZE,
  END,
  UTOP,
  UENVS + 0x20000,
  UPAGES,
  UVPT,
  ULIM,
  2 ** 32,
];
const LENGTHS = [
  0,
  1,
  2,
  8,
  PGSIZE - 1,
  PGSIZE,
  PGSIZE + 1,
  2 * PGSIZE,
  PTSIZE,
  2 ** 31,
  2 ** 32 - PGSIZE,
  2 ** 32 - 1,
];
/** How far before or behind a boundary buffers begin. */
const OFFSETS = [-PGSIZE, -PGSIZE + 1, -8, -1, 0, 1, PGSIZE - 1];

interface Buffer {
  readonly address: number;
  readonly bytes: number;
}

/** The window onto page descriptors may lead on to where no memory is: long buffers there mean nothing. */
const isLongInWindow = ({ address, bytes }: Buffer): boolean =>
  address >= UPAGES && address < UVPT && bytes > 2 * PGSIZE;

const BUFFERS: readonly Buffer[] = BOUNDARIES.flatMap((boundary) => OFFSETS.map((offset) => boundary + offset))
  .filter((address) => address >= 0 && address < 2 ** 32)
  .flatMap((address) => LENGTHS.map((bytes) => ({ address, bytes })))
  .filter((buffer) => !isLongInWindow(buffer));

/** What user_mem_check says of each buffer, asked for an environment that has mapped those pages. Throws ModelBroken. */
const judgeChecks = (kernel: JosLab4, { errors }: Lab4Contract): void => {
  const [{ slot, root }] = kernel.view.processes();
  const { words } = kernel.machine.memory;
  const env = kernel.envNumber(slot);
  for (const perm of [PTE_U, PTE_U | PTE_W]) {
    for (const { address, bytes } of BUFFERS) {
      // Tables read as data at UVPT have rights of their own, which user_mem_check may take for those of the window.
      if ((perm & PTE_W) !== 0 && address + bytes > UVPT && address < ULIM) continue;
      const said = kernel.userMemCheck(env, address, bytes, perm);
      const right = firstForbidden(words, root, address, bytes, perm);
      const isAny = right >= 0 && errors === 'any' && said >= ROUNDDOWN(address, PGSIZE);
      if (
        said === right ||
        isAny ||
        (bytes === 0 && isOpen(said, address, firstForbidden(words, root, address, 1, perm)))
      )
        continue;
      throw new ModelBroken(
        `user_mem_check of ${bytes} bytes from ${hex(address)}, ${perm & PTE_W ? 'to be written' : 'to be read'}, gave ${sayText(said)}, where ${sayText(right)} was right`,
      );
    }
  }
};

/** Whether `said` will do for no byte at all: nothing is forbidden there, or the page is. */
const isOpen = (said: number, address: number, first: number): boolean =>
  said === -1 || (said === address && first === address);

const sayText = (said: number): string => (said === -1 ? '-1, for all may be used,' : `0x${said.toString(16)}`);

/** Ends whoever may not read what it names; each in a run of its own. */
const writing = (address: number, bytes: number): Exercise =>
  exerciseOf(
    `sys_cputs of ${bytes} bytes from ${hex(address)}`,
    'a program has its pages written to the console',
    function* () {
      yield* map();
      yield jos.sysCputs(address, bytes);
    },
  );

const WRITING: readonly (readonly [address: number, bytes: number])[] = [
  [GAP - 1, 1],
  [GAP - 1, 2],
  [GAP - 4, 8],
  [FIRST, 2 * PGSIZE + 1],
  [LAST - 1, 2],
  [END - PGSIZE, PGSIZE],
  [END - 2 * PGSIZE, 2 * PGSIZE + 1],
  [UTOP - 1, 2],
  [ULIM - 1, 1],
  [ULIM - 1, 2],
  [ULIM, 1],
  [FIRST, 2 ** 31],
  [FIRST, 2 ** 32 - 1],
  [2 ** 32 - 1, 2],
];

export const MEMORY_CHECKS: readonly Exercise[] = [
  exerciseOf(
    'user_mem_check',
    'a program maps pages side by side, and the kernel is asked about buffers around them',
    function* () {
      yield* map();
      for (;;) yield jos.sysYield();
    },
    { judge: judgeChecks, boundaries: 10 },
  ),
  ...WRITING.map(([address, bytes]) => writing(address, bytes)),
];
