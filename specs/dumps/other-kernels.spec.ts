/** Kernels of other years, courses and students: the same states, kept in other places and records, are recognised and judged alike. */
import { describe, expect, test } from 'vitest';
import { judged } from './judged.ts';
import type { Judgement } from './judgement.ts';
import { readLayout } from './layout.ts';
import { memoryOf, realDump, symbolsOf } from './real/dumps.ts';

/** Memory and a list of symbols that can be changed. */
interface Changed {
  readonly words: Int32Array;
  readonly bytes: Uint8Array;
  symbols: string;
}

const changed = (name: string): Changed => {
  const bytes = memoryOf(realDump(name));
  return { bytes, words: new Int32Array(bytes.buffer), symbols: new TextDecoder().decode(symbolsOf(realDump(name))) };
};

/** Gives a symbol another name, address or size. */
const move = (
  dump: Changed,
  name: string,
  to: { readonly name?: string; readonly address?: number; readonly size?: number },
): void => {
  dump.symbols = dump.symbols.replace(
    new RegExp(`^(\\w+) (\\w+) (\\w) ${name}$`, 'm'),
    (_, address, size, type) =>
      `${(to.address ?? Number.parseInt(address, 16)).toString(16)} ${(to.size ?? Number.parseInt(size, 16)).toString(16)} ${type} ${to.name ?? name}`,
  );
};

const judge = (dump: Changed, settings: readonly string[] = []): Promise<Judgement> =>
  judged(dump.bytes, new TextEncoder().encode(dump.symbols), { given: readLayout(settings, []) });

/** Names and pages of all that is wrong. */
const wrong = ({ findings }: Judgement): unknown[] =>
  findings.violations.map(({ name, places }) => [name, places.map(({ page }) => page)]);

const PTABLE = 0x58220;
const BYTES = 208;
const SLOTS = 16;
/** Where nothing lies in the image. */
const ROOM = 0x4a000;

/** Puts descriptors of another form behind each other at ROOM: where the words of the old one go, by their offsets in it. */
const descriptors = (dump: Changed, stride: number, slots: number, place: (offset: number) => number): void => {
  const { words } = dump;
  words.fill(0, ROOM / 4, (ROOM + stride * slots) / 4);
  for (let slot = 0; slot < Math.min(SLOTS, slots); slot++)
    for (let offset = 0; offset < BYTES; offset += 4)
      words[(ROOM + slot * stride + place(offset)) / 4] = words[(PTABLE + slot * BYTES + offset) / 4];
  const current = (words[0x58200 / 4] - PTABLE) / BYTES;
  words[0x58200 / 4] = ROOM + current * stride;
  words.fill(0, PTABLE / 4, (PTABLE + BYTES * SLOTS) / 4);
  move(dump, 'ptable', { address: ROOM, size: stride * slots });
};

const same = (offset: number): number => offset;
/** In C: pid, registers, state, then the page table. */
const ofC = (offset: number): number => {
  if (offset < 8) return 208 + offset;
  if (offset < 12) return offset - 8;
  return offset < 16 ? offset - 12 + 200 : offset - 8;
};

const YEARS: Readonly<Record<string, (dump: Changed) => void>> = {
  'a member more at the end of proc': (dump) => descriptors(dump, 224, SLOTS, same),
  'several members more, and nobody says how long anything is': (dump) => {
    descriptors(dump, 264, SLOTS, same);
    dump.symbols = `${dump.symbols.replace(/^(\w+) \w+ (\w) /gm, '$1 $2 ')}${(ROOM + 264 * SLOTS + 40).toString(16)} B behind\n`;
  },
  'sixteen slots and more': (dump) => descriptors(dump, BYTES, 24, same),
  'counts in pages[], as from 2018 on': (dump) => move(dump, 'physpages', { name: 'pages' }),
  'C: an owner beside each count, a pointer to the table, and descriptors of another order': (dump) => {
    descriptors(dump, 216, SLOTS, ofC);
    move(dump, 'ptable', { name: 'processes' });
    for (let page = 0; page < 512; page++) {
      dump.bytes[0x4c000 + page * 2] = page % 7;
      dump.bytes[0x4c000 + page * 2 + 1] = dump.bytes[0x58000 + page];
    }
    move(dump, 'physpages', { name: 'pageinfo', address: 0x4c000, size: 1024 });
    dump.words[0x4d000 / 4] = 0x5a000;
    move(dump, 'kernel_pagetable', { address: 0x4d000, size: 8 });
  },
};

describe('WeensyOS with', () => {
  for (const [year, change] of Object.entries(YEARS)) {
    test(`${year}: a right kernel is right, and a wrong one wrong in the same places`, async () => {
      for (const name of ['w-ok-fork-full', 'w-b001-later', 'w-b006-later']) {
        const dump = changed(name);
        const [before, processes] = await judge(dump).then(
          (found) => [wrong(found), found.dump.view.processes?.()] as const,
        );
        change(dump);
        const after = await judge(dump);
        expect([name, wrong(after)]).toEqual([name, before]);
        expect(after.dump.view.processes?.().map(({ pid, root, state }) => [pid, root, state])).toEqual(
          processes?.map(({ pid, root, state }) => [pid, root, state]),
        );
      }
    });
  }

  test('another order in proc than any that is known: it is said how to give it, and given, it fits', async () => {
    const dump = changed('w-b001-after');
    descriptors(dump, 232, SLOTS, (offset) => (offset < 8 ? offset + 8 : offset < 16 ? offset - 8 : offset));
    expect((await judge(dump)).said.join(' ')).toMatch(/0 in use\. If processes run.*--layout proc\.state=/);
    const layout = ['proc.stride=232', 'proc.pagetable=8', 'proc.pid=0', 'proc.state=4'];
    expect(wrong(await judge(dump, layout))).toEqual([['nothing leaks', [12, 13, 14, 15, 19]]]);
    await expect(judge(dump, ['proc.stride=232', 'proc.pid=16', 'proc.state=4'])).rejects.toThrow(
      /number of its place.*--layout proc\.pid=/,
    );
  });

  test('pages that are never given away counted as 1, all of them: only what differs is told', async () => {
    const dump = changed('w-ok-fork-early');
    for (let page = 0; page < 512; page++)
      if (page === 0 || (page >= 0xa0 && page < 0x100) || (page >= 0x40 && page < 0x60) || page === 0x7f)
        dump.bytes[0x58000 + page] = 1;
    expect(wrong(await judge(dump))).toEqual([]);
    dump.bytes[0x58000 + 0xb8] = 255;
    expect(wrong(await judge(dump))).toEqual([['reserved counts alike', [0xb8]]]);
  });

  test('the way of the kernel to memory above the programs is no page of theirs, unless they may use it', async () => {
    const dump = changed('w-ok-fork-early');
    const { words } = dump;
    const table = [0, 0, 0].reduce((page) => words[page / 4] & ~0xfff, words[(PTABLE + BYTES) / 4]);
    words[table / 4 + 0x180 * 2] = 0x180000 | 3;
    expect(wrong(await judge(dump))).toEqual([]);
    words[table / 4 + 0x180 * 2] = 0x180000 | 7;
    expect(wrong(await judge(dump))).toEqual([['no use after free', [0x180]]]);
  });

  test('a page that a variable keeps: it is advice, and says which variable', async () => {
    const dump = changed('w-ok-fork-early');
    dump.bytes[0x58000 + 0x1f0] = 1;
    expect(wrong(await judge(dump))).toEqual([['nothing leaks', [0x1f0]]]);
    dump.words[0x5f040 / 4] = 0x1f0000;
    const { findings } = await judge(dump);
    expect(findings.violations).toEqual([]);
    expect(findings.advice[0].unless).toMatch(/taskstate/);
  });
});

const ENVS = 0x25f000;
const ENV_BYTES = 124;
/** The stacks of processors, of which nothing was kept. */
const ENV_ROOM = 0x219000;

describe('JOS with', () => {
  const environments = (dump: Changed, stride: number, place: (offset: number) => number | null): void => {
    const { words } = dump;
    const at = (address: number): number =>
      address === 0 ? 0 : 0xf0000000 + ENV_ROOM + ((address - 0xf0000000 - ENVS) / ENV_BYTES) * stride;
    for (let slot = 0; slot < 1024; slot++)
      for (let offset = 0; offset < ENV_BYTES; offset += 4) {
        const target = place(offset);
        const value = words[(ENVS + slot * ENV_BYTES + offset) / 4];
        if (target !== null) words[(ENV_ROOM + slot * stride + target) / 4] = offset === 68 ? at(value >>> 0) : value;
      }
    for (const variable of [0x218274, 0x218278, 0x259028]) words[variable / 4] = at(words[variable / 4] >>> 0);
  };

  /** The stacks in the map stay those of lab 4. */
  const isNoStack = (found: unknown): boolean => !/stack/.test(String((found as unknown[])[0]));

  const LABS: Readonly<Record<string, (dump: Changed) => void>> = {
    'members more in struct Env': (dump) => environments(dump, 140, same),
    'a member more before the directory': (dump) =>
      environments(dump, 128, (offset) => (offset < 96 ? offset : offset + 4)),
    'the environments of lab 3': (dump) => {
      environments(dump, 96, (offset) => (offset < 92 ? offset : offset === 96 ? 92 : null));
      dump.symbols = `${dump.symbols.replace(/^.* (?:cpus|ncpu|percpu_kstacks)$\n/gm, '')}f0259028 4 B curenv\n`;
      // Only lab 4 keeps the page where other processors would start.
      const [pages, head] = [0x25b000, 0x21826c];
      dump.words[(pages + 7 * 8) / 4] = dump.words[head / 4];
      dump.words[(pages + 7 * 8 + 4) / 4] = 0;
      dump.words[head / 4] = 0xf0000000 + pages + 7 * 8;
    },
  };

  for (const [lab, change] of Object.entries(LABS)) {
    test(`${lab}: a right kernel is right, and a wrong one wrong in the same places`, async () => {
      for (const name of ['j-ok-lab4-forktree-2', 'j4-b214-after']) {
        const dump = changed(name);
        const before = wrong(await judge(dump));
        change(dump);
        const after = await judge(dump);
        expect([name, wrong(after).filter(isNoStack)]).toEqual([name, before]);
        expect(after.dump.view.processes?.().length).toBeGreaterThan(0);
      }
    });
  }

  test('names of older labs: npage, and descriptors that are called Page', async () => {
    const dump = changed('j-b038-after');
    move(dump, 'npages', { name: 'npage' });
    expect(wrong(await judge(dump))).toEqual([['nothing leaks', [1020, 1022, 1023]]]);
  });

  test('larger descriptors of pages, which have to be given', async () => {
    const dump = changed('j-b038-after');
    const [from, to] = [0x11b000, 0x300000];
    for (let page = 0; page < 2048; page++)
      for (const word of [0, 1]) {
        const value = dump.words[(from + page * 8) / 4 + word];
        dump.words[(to + page * 12) / 4 + word] =
          word === 0 && value !== 0 ? 0xf0000000 + to + (((value >>> 0) - 0xf0000000 - from) / 8) * 12 : value;
      }
    dump.words[0x1192b8 / 4] = 0xf0000000 + to;
    dump.words[0x1192c8 / 4] = 0xf0000000 + to + (((dump.words[0x1192c8 / 4] >>> 0) - 0xf0000000 - from) / 8) * 12;
    const found = wrong(await judge(dump, ['PageInfo.stride=12'])).flat(2);
    expect(found).toEqual(expect.arrayContaining(['nothing leaks', 1020, 1022, 1023]));
  });

  test('the course is told by the map of its kernel, else by what its boot printed, or by who gives it', async () => {
    const saidOf = async (name: string, settings: readonly string[] = []): Promise<string> =>
      (await judge(changed(name), settings)).said[0];
    expect(await saidOf('j-ok-sjtu2-monitor')).toMatch(/^JOS lab 2, SJTU \(by pages of 4 MiB/);
    expect(await saidOf('j-ok-mit2-monitor')).toMatch(/^JOS lab 2, MIT \(by the kernel stack/);
    expect(await saidOf('j-b025-before')).toMatch(/^JOS lab 2, MIT \(by the sum of memory that it printed\)/);
    expect(await saidOf('j-b025-before', ['course=sjtu'])).toMatch(/^JOS lab 2, SJTU \(as you say\)/);
    expect(wrong(await judge(changed('j-b025-after'), ['course=sjtu']))).toEqual([]);
  });
});
