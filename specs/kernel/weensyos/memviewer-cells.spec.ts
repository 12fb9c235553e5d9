/** What the memory viewer shows of each page, physical and virtual, and which errors it finds, is what the tables and counts in memory come to. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAGE_SIZE, ppn, va } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import { MemoryViewer } from '../../../kernel/weensyos/memviewer.ts';
import { exitProgram, forkProgram } from '../../../userland/userland.ts';

const PAGES = 256;
const VIRTUAL_PAGES = 0x300000 / PAGE_SIZE;
const COLOURS = [0xf, 0xc, 0xa, 0x9, 0xe];

/** Deeds by which tables or counts become wrong. */
const DEEDS = [
  'nothing',
  'a count of 0',
  'a count of nobody',
  'a page of the kernel',
  'a reserved page',
  'a root',
  'another page',
] as const;

interface Users {
  readonly tables: Set<number>;
  readonly mapped: Set<number>;
  isElsewhere: boolean;
}

/** Who has each page: as a table, or mapped for programs; and whether at an address that is not its own. */
const usersIn = ({ machine, view }: WeensyKernel): Users[] => {
  const ram = new DataView(machine.memory.words.buffer);
  const users = Array.from(
    { length: PAGES },
    (): Users => ({ tables: new Set(), mapped: new Set(), isElsewhere: false }),
  );
  const read = (pid: number, table: number, level: number, from: number): void => {
    users[table]?.tables.add(pid);
    for (let i = 0; i < 512 && table < PAGES; i++) {
      const entry = ram.getUint32(table * PAGE_SIZE + i * 8, true);
      const at = from + i * PAGE_SIZE * 512 ** (level - 1);
      const page = Math.floor(entry / PAGE_SIZE);
      if (entry % 2 === 0) continue;
      if (level > 1) read(pid, page, level - 1, at);
      else if (Math.floor(entry / 4) % 2 === 1 && page < PAGES) {
        users[page].mapped.add(pid);
        users[page].isElsewhere ||= at !== page * PAGE_SIZE;
      }
    }
  };
  for (const { pid, root } of view.processes()) read(pid, root, 4, 0);
  return users;
};

/** The cell of a page, and what is wrong with it: as the real viewer has it. */
const shown = (
  { view }: WeensyKernel,
  page: number,
  { tables, mapped, isElsewhere }: Users,
): [letter: string, attribute: number, error: string | null] => {
  const all = [...new Set([...tables, ...mapped])].toSorted((a, b) => a - b);
  const kind = view.kindOf(ppn(page));
  const count = view.referenceCount(ppn(page));
  if (kind === 'console') return ['C', 0x07, null];
  if (kind === 'reserved') return all.length > 0 ? ['R', 0x0c, 'reserved page mapped for user'] : ['R', 0x07, null];
  if (kind === 'kernel' || page === view.keptPage)
    return all.length > 0 ? ['K', 0xcd, 'kernel data page mapped for user'] : ['K', 0x0d, null];
  if (all.length === 0) return count > 0 ? ['L', 0x03, null] : ['.', 0x07, null];
  if (tables.size > 0 && mapped.size > 0) return ['*', 0xf4, 'kernel allocated page mapped for user'];
  const isFreed = count === 0 && isElsewhere;
  const own = COLOURS[all[0] % 5];
  const attribute = tables.size > 0 ? 0x40 | (all[0] % 5 === 1 ? 0xf : own) : own;
  const letter = all.length > 1 ? 'S' : '123456789ABCDEFGHIJKLMNOPQRST'[all[0] - 1];
  const plain = all.length > 1 ? 0x0f : attribute;
  return [letter, isFreed ? plain | 0xf0 : plain, isFreed ? 'freed page mapped for user' : null];
};

const cellOf = ([letter, attribute]: readonly [string, number, ...unknown[]]): number =>
  attribute * 256 + letter.charCodeAt(0);

/** Does something wrong to the tables or counts of `kernel`, which somebody runs on. */
const spoil = (kernel: WeensyKernel, deed: (typeof DEEDS)[number], draw: number): void => {
  const { machine, view } = kernel;
  const { memory, mmu } = machine;
  const [process] = view.processes();
  if (process === undefined || deed === 'nothing') return;
  const mapped = view.mappings(process.root);
  const { va: at, pa } = mapped[draw % mapped.length];
  const setCount = (page: number, count: number): void => {
    const place = view.counts.start + page * view.counts.stride;
    new DataView(memory.words.buffer).setUint8(place, count);
  };
  if (deed === 'a count of 0') return setCount(pa / PAGE_SIZE, 0);
  if (deed === 'a count of nobody') return setCount(view.freeList()[0], 1);
  const to = {
    'a page of the kernel': 0x40,
    'a reserved page': 0,
    'a root': process.root,
    'another page': view.freeList()[0],
  }[deed];
  const entry = mmu.steps(va(at), process.root * PAGE_SIZE)[3];
  memory.store(entry.entryPa / 4, to * PAGE_SIZE + 7);
};

test('each cell, physical and virtual, each error and the place of all on the screen are those that tables and counts come to', () => {
  const errors = new Set<string>();
  const drawn = [fc.nat(1), fc.nat(120), fc.constantFrom(...DEEDS), fc.nat(), fc.boolean()] as const;
  const property = fc.property(...drawn, (number, events, deed, draw, viewer) => {
    const kernel = new WeensyKernel({ programs: [[forkProgram()], [exitProgram(3)]][number], pages: PAGES, viewer });
    kernel.boot();
    kernel.machine.run(Number.POSITIVE_INFINITY, events);
    spoil(kernel, deed, draw);
    const { view, machine } = kernel;
    const picture = new MemoryViewer(view);
    const users = usersIn(kernel);
    const usage = picture.usage();
    const right = users.map((one, page) => shown(kernel, page, one));
    const symbols = right.map((_, page) => picture.symbol(ppn(page), usage));
    expect(symbols.map(({ cell, error }) => [cell, error ?? null])).toEqual(right.map((one) => [cellOf(one), one[2]]));
    expect(picture.symbol(ppn(PAGES), usage).cell).toBe(0x0720);
    const told = right.flatMap(([, , error], page) => {
      const [first] = [...users[page].tables, ...users[page].mapped].toSorted((a, b) => a - b);
      return error === null ? [] : [`PAGE TABLE ERROR: ${(page * PAGE_SIZE).toString(16)}: ${error} (pid ${first})`];
    });
    expect(picture.errors()).toEqual(told);
    for (const error of told) errors.add(error.replace(/.*: (.*) \(.*/, '$1'));
    const processes = view.processes();
    const process = processes[draw % Math.max(1, processes.length)] ?? null;
    const cells = new Uint16Array(80 * 25).fill(0x0720);
    picture.draw(cells, process);
    const row = (at: number): number[] => [...cells.subarray(at * 80 + 12, at * 80 + 76)];
    const physical = right.map(cellOf);
    for (let i = 0; i < PAGES / 64; i++) expect(row(1 + i)).toEqual(physical.slice(i * 64, i * 64 + 64));
    if (process !== null) {
      const virtual = Array.from({ length: VIRTUAL_PAGES }, (_, page) => {
        const probe = machine.mmu.probe(va(page * PAGE_SIZE), process.root * PAGE_SIZE);
        if (probe === null) return 0x0020;
        const cell = physical[probe.pa / PAGE_SIZE] ?? 0x0720;
        const [letter, attribute] = [cell % 256, Math.floor(cell / 256)];
        if (!probe.user) return cell;
        return (letter === 83 ? 0xf1 : (attribute % 16) * 16 + Math.floor(attribute / 16)) * 256 + letter;
      });
      for (let i = 0; i < VIRTUAL_PAGES / 64 - (told.length > 0 ? 1 : 0); i++)
        expect(row(11 + i)).toEqual(virtual.slice(i * 64, i * 64 + 64));
    }
    // The real viewer writes the error over the last row of virtual memory.
    const last = String.fromCharCode(...cells.subarray(22 * 80, 23 * 80).map((cell) => cell % 256)).trim();
    if (told.length > 0) expect(last).toBe(told[0]);
    else expect(last).not.toContain('ERROR');
  });
  fc.assert(property, { numRuns: 30, examples: DEEDS.map((deed) => [0, 9, deed, 2, true]) });
  expect(errors.size).toBe(4);
});
