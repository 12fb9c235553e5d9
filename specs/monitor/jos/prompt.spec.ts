/** The prompt of JOS's monitor: what its commands say, held against the kernel, and that looking changes nothing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { JosKernel, memlayout } from '../../../kernel/kernel.ts';
import { JOS_COMMANDS } from '../../../monitor/jos/prompt/commands.ts';
import { Session } from '../../../monitor/jos/prompt/session.ts';
import { TRIPLE_FAULT } from '../../jos/lab2/bug.ts';
import { descriptorsWritable } from '../../jos/lab2/bugs/descriptors-writable.ts';
import { freesWithoutAsking } from '../../jos/lab2/bugs/frees-without-asking.ts';
import { invalidatesNothing } from '../../jos/lab2/bugs/invalidates-nothing.ts';
import { JOS_BUGS } from '../../jos/lab2/bugs/list.ts';
import { samePageWithoutFlush } from '../../jos/lab2/bugs/same-page-without-flush.ts';
import { type Answer, hasPseudoTerminal, onTerminal } from '../pseudo-terminal.ts';
import { folderWith, PACKAGE, ringfence, ringfenceHere } from '../terminal.ts';

const PAGES = 2048;
const PATIENCE_SECONDS = 30;
const { PTE_U, PTE_W } = memlayout;

const booted = (Kernel = JosKernel, variant: memlayout.Variant = 'mit', pages = PAGES): Session => {
  const session = new Session(() => new Kernel({ variant, pages }), PATIENCE_SECONDS);
  session.boot();
  return session;
};
/** A session, booted, of a kernel whose page_alloc does `instead` from then on. It may compute for a second. */
const bootedUntil = (instead: (kernel: JosKernel) => never): Session => {
  let isBooted = false;
  class Changing extends JosKernel {
    override pageAlloc(flags: number) {
      return isBooted ? instead(this) : super.pageAlloc(flags);
    }
  }
  const session = new Session(() => new Changing({ pages: PAGES }), 1);
  session.boot();
  isBooted = true;
  return session;
};
const say = (session: Session, ...lines: readonly string[]): string[] =>
  lines.flatMap((line) => [...(JOS_COMMANDS.obey(session, line) ?? ['left'])]);
const hex = (value: number): string => `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
/** The page that is handed out next, in decimal. */
const head = ({ kernel }: Session): string => String(kernel.view.freeList()[0]);
/** Of what `map` says, the ranges that stand before the drawing; and how many pages they have. */
const listed = (lines: readonly string[]): readonly string[] => lines.slice(0, lines.indexOf(''));
const mappedPages = (session: Session): number =>
  listed(say(session, 'map'))
    .map((line) =>
      line
        .split(' ')[0]
        .split('-')
        .map((address) => Number.parseInt(address, 16)),
    )
    .reduce((sum, [start, end]) => sum + (end - start) / memlayout.PGSIZE, 0);

const LOOKING = [
  'help',
  'help walk',
  'kerninfo',
  'backtrace',
  'map',
  'showmappings 0xf0000000 0xf0002000',
  'showmappings 0 0xffffffff',
  'walk 0xef000000',
  'walk 0x3000',
  'tlb',
  'dumpvm 0xeffffff0 0xf0000020',
  'dumpphys 0 0x20',
  'page 1',
  'why 0x3ff000',
  'free',
  'grade',
];

describe('Looking', () => {
  test('changes no word of the machine, however badly a kernel left its memory', () => {
    const crashed = JOS_BUGS.filter(({ real }) => real.mit === TRIPLE_FAULT);
    expect(crashed.length).toBeGreaterThan(4);
    for (const { Kernel, pages } of [{ Kernel: JosKernel, pages: PAGES }, ...crashed.slice(0, 5)]) {
      const session = booted(Kernel, 'mit', pages);
      const before = session.machine.memory.words.slice();
      const counters = session.machine.counters.slice();
      for (const line of LOOKING) expect(say(session, line).length).toBeGreaterThan(0);
      expect(Buffer.compare(Buffer.from(before.buffer), Buffer.from(session.machine.memory.bytes))).toBe(0);
      expect(session.machine.counters).toEqual(counters);
    }
  });

  test('the map is what QEMU says of the real kernels', () => {
    const ranges = (variant: memlayout.Variant, pages: number): string[] =>
      listed(say(booted(JosKernel, variant, pages), 'map')).map((line) => line.split('   ')[0]);
    expect(ranges('mit', 32768)).toEqual([
      'ef000000-ef040000 ur-',
      'ef7bc000-ef7be000 ur-',
      'ef7bf000-ef800000 ur-',
      'efff8000-100000000 -rw',
    ]);
    expect(ranges('sjtu', 32768)).toEqual([
      'ef000000-ef021000 ur-',
      'ef7bc000-ef7bf000 ur-',
      'ef7c0000-ef800000 -r-',
      'efbf8000-efc00000 -rw',
      'f0000000-100000000 -rw',
    ]);
  });

  test('the map shows page descriptors that programs may write', () => {
    expect(say(booted(descriptorsWritable.Kernel), 'map')[0]).toBe('ef000000-ef004000 urw   pages[] R-/R-');
  });

  test('the layout is drawn from above, each region with what is wanted and what is mapped there', () => {
    const session = booted();
    say(session, `insert ${head(session)} 0xeebfd000 W|U`);
    const drawn = say(session, 'map').slice(listed(say(session, 'map')).length + 1);
    expect(drawn[0]).toMatch(/^ +\+-+\+ 100000000$/);
    expect(drawn.at(-1)).toMatch(/^ +0 -> \+-+\+ 00000000$/);
    const regions = session.kernel.view.layout();
    const borders = drawn.filter((line) => line.includes('+-')).map((line) => Number.parseInt(line.split('+ ')[1], 16));
    expect(borders).toEqual([2 ** 32, ...regions.map(({ start }) => start).toReversed()]);
    const found = drawn.filter((line) => line.includes('|')).map((line) => line.split('|')[2].trim());
    const bytes = found.map((text) =>
      [...text.matchAll(/([\d,]+) pages?/g)].map(([, count]) => Number(count.replace(/,/g, ''))),
    );
    expect(bytes.flat().reduce((sum, count) => sum + count)).toBe(mappedPages(session));
    expect(found.filter((text) => text.startsWith('RW/RW   RW/RW'))).toEqual(['RW/RW   RW/RW 1 page']);
    expect(found.filter((text) => text.startsWith('--/--')).every((text) => text.endsWith('not mapped'))).toBe(true);
  });

  test('the layout has all of memory, each address in one region, for either course', () => {
    for (const variant of ['mit', 'sjtu'] as const) {
      const regions = booted(JosKernel, variant).kernel.view.layout();
      expect(regions.map(({ start }) => start)).toEqual([0, ...regions.slice(0, -1).map(({ end }) => end)]);
      expect(regions.at(-1)?.end).toBe(2 ** 32);
      const guards = regions.filter(({ name }) => name === 'guard').map(({ start, end }) => [start, end]);
      const top = memlayout.kstacktop(variant);
      expect(guards).toEqual([
        [0xeebfe000, 0xeebff000],
        [top - memlayout.PTSIZE, top - memlayout.KSTKSIZE],
      ]);
    }
  });

  test('what is mapped in a guard, or may be written that should not, is pointed out; what a program maps where nothing else is, is not', () => {
    const pointed = (session: Session): string[] => say(session, 'map').filter((line) => line.includes('<-'));
    const session = booted();
    say(session, `insert ${head(session)} 0x3000 W|U`);
    expect(pointed(session)).toEqual([]);
    say(session, `insert ${head(session)} 0xeebfe000 U`);
    expect(pointed(session)).toEqual([
      expect.stringContaining('| guard               |   --/--   R-/R- 1 page   <- more'),
    ]);
    expect(pointed(booted(descriptorsWritable.Kernel))).toEqual([
      expect.stringMatching(/pages\[\] .*RW\/RW 4 pages {3}<-/),
    ]);
  });

  test('mappings are shown one by one, both ends included', () => {
    expect(say(booted(), 'showmappings 0x3000 0x5000')).toEqual([
      '0x00003000 not mapped',
      '0x00004000 not mapped',
      '0x00005000 not mapped',
    ]);
    expect(say(booted(), 'showmappings 0xf0001abc')).toEqual(['0xf0001000 -> 0x00001000  PTE_P PTE_W PTE_A PTE_D']);
  });

  test('more than 32 mappings are folded, and those in large pages say so', () => {
    expect(say(booted(), 'showmappings 0xef800000 0xffffffff')).toEqual([
      '0xef800000-0xefff7fff not mapped, 2,040 pages',
      '0xefff8000-0xefffffff -> 0x0010f000-0x00116fff  PTE_P PTE_W, 8 pages',
      '0xf0000000-0xffffffff -> 0x00000000-0x0fffffff  PTE_P PTE_W, 65,536 pages',
    ]);
    expect(say(booted(JosKernel, 'sjtu'), 'showmappings 0xf0000000 0xffffffff')).toEqual([
      '0xf0000000-0xffffffff -> 0x00000000-0x0fffffff  PTE_P PTE_W PTE_PS (a page of 4 MiB), 65,536 pages',
    ]);
  });

  test('a walk shows each entry, and the error code of every access that is refused', () => {
    const lines = say(booted(), 'walk 0xef000000');
    expect(lines[0]).toMatch(
      /^directory entry 956 \(0x3bc\) at 0x0011aef0: 0x003fd0.. to 0x003fd000, PTE_P PTE_W PTE_U/,
    );
    expect(lines[1]).toMatch(/^table {5}entry 0 \(0x0\) at 0x003fd000: 0x0011b0.. to 0x0011b000, PTE_P PTE_U/);
    expect(lines.slice(2)).toEqual([
      'together PTE_P PTE_U: physical address 0x0011b000, in page 283 (0x0011b000)',
      "kernel's read: goes through",
      "kernel's write: page fault, error code 3 (protection)",
      "program's read: goes through",
      "program's write: page fault, error code 7 (protection)",
      'TLB: a miss',
    ]);
    expect(say(booted(), 'walk 0').join('\n')).toMatch(
      /read: .* 0 \(.*\n.* 2 \(.*\n.* 4 \(.*\n.* 6 \(not present\)\nTLB: a miss$/,
    );
    expect(say(booted(), 'walk 0xff000000')).toContain("kernel's read: machine check: no memory answers");
    expect(say(booted(JosKernel, 'sjtu'), 'walk 0xf0400000')).toHaveLength(7);
  });

  test('a dump goes across the ends of pages, in whole rows', () => {
    const session = booted();
    const vector = '53 ff 00 f0';
    const row = [vector, vector, vector, vector].join(' ');
    expect(say(session, 'dumpvm 0xf0000004 0xf0000010')).toEqual([`f0000000: ${row}`, `f0000010: ${row}`]);
    expect(say(session, 'dumpphys 0')).toEqual([`00000000: ${row}`]);
    say(session, `insert ${head(session)} 0x3000 W`, 'store 0x3ffc 0x12345678');
    const none = Array.from({ length: 16 }, () => '--').join(' ');
    const [last, beyond] = say(session, 'dumpvm 0x3fff 0x4000');
    expect(last).toMatch(/^00003ff0: .* 78 56 34 12$/);
    expect(beyond).toBe(`00004000: ${none}`);
    expect(say(session, 'dumpphys 0x7ffff8 0x800000')[1]).toBe(`00800000: ${none}`);
  });

  test('a page is described by its descriptor, its uses and its mappings; why adds how its count came to be', () => {
    const session = booted();
    const table = say(session, 'why 0x3ff000');
    expect(table.slice(0, 5)).toEqual([
      'page 1023 (0x003ff000): count 1, not on the free list',
      'descriptor at 0xf011cff8',
      'it is a page table',
      'mapped at 0xef7c0000',
      'mapped at 0xf03ff000',
    ]);
    expect(table.at(-1)).toMatch(
      /^cycle [\d,]+: count 0 -> 1 in pgdirWalk < bootMapRegion < mapPhysicalMemory < memInit$/,
    );
    expect(say(session, 'page 1023')).toEqual(table.slice(0, 5));
    expect(say(session, 'page 5')).toContain('page 5 (0x00005000): count 0, on the free list');
    expect(say(session, 'page 0xa0000')).toContain('never handed out: the hole for devices');
    session.kernel.setPpRef(session.kernel.pa2page(0x3ff000), 2);
    expect(say(session, 'page 1023')).toContain('the count is wrong: 1 refer to it');
  });

  test('the free list is the one that the kernel has', () => {
    const session = booted();
    const free = session.kernel.view.freeList();
    const [length, ...pages] = say(session, 'free');
    expect(length).toBe(`${free.length.toLocaleString('en-US')} pages are free; the first 10:`);
    expect(pages).toEqual(free.slice(0, 10).map((page) => `page ${page} (${hex(page * 4096)})`));
    expect(say(session, 'kerninfo').at(-1)).toBe(`${free.length.toLocaleString('en-US')} pages are free`);
    expect(say(session, 'kerninfo')).toContain('kern_pgdir    0xf011a000 (virt)  0x0011a000 (phys)');
  });

  test('a free list in a circle is recognized', () => {
    const session = booted(freesWithoutAsking.Kernel);
    const page = head(session);
    say(session, 'alloc', `free ${page}`, `free ${page}`);
    expect(say(session, 'free').at(-1)).toMatch(/^the list runs in a circle, back to 0xf011/);
  });
});

describe('Doing', () => {
  test('pages are taken, mapped, unmapped and given back by the kernel itself', () => {
    const session = booted();
    const { kernel } = session;
    const page = head(session);
    const name = `page ${page} (${hex(Number(page) * 4096)})`;
    expect(say(session, 'alloc zero')).toEqual([`${name}: count 0, not on the free list`]);
    expect(say(session, `insert ${page} 0x3000 W|U`)).toEqual([
      'page_insert returned 0',
      `0x00003000 -> ${hex(Number(page) * 4096)}  PTE_P PTE_W PTE_U`,
      `${name}: count 1, not on the free list`,
    ]);
    expect(kernel.view.mappings(kernel.view.kernelRoot)).toMatchObject([
      { va: 0x3000, permissions: 1 | PTE_W | PTE_U },
    ]);
    expect(say(session, 'store 0x3000 5', 'load 0x3000')[1]).toBe('0x00003000: 0x00000005');
    expect(say(session, 'remove 0x3000')).toEqual(['0x00003000 not mapped', `${name}: count 0, on the free list`]);
    say(session, 'alloc');
    expect(say(session, `free ${page}`)).toEqual([`${name}: count 0, on the free list`]);
    expect(head(session)).toBe(page);
  });

  test('rights change with setperm, and with them what the TLB says, once it is told', () => {
    const session = booted();
    say(session, `insert ${head(session)} 0x3000 W`);
    expect(say(session, 'setperm 0x3000 U 1')).toEqual(['0x3000: PTE_P PTE_W -> PTE_P PTE_W PTE_U']);
    say(session, 'store 0x3000 1');
    expect(say(session, 'setperm 0x3000 PTE_W off')[1]).toMatch(/^the TLB still holds 0x00003000 .* STALE/);
    expect(say(session, 'tlb').filter((line) => line.includes('STALE'))).toHaveLength(1);
    expect(say(session, 'store 0x3000 2')).toEqual(['0x00003000: 0x00000002 stored']);
    expect(say(session, 'invlpg 0x3000')[0]).toMatch(/^the TLB forgot 0x00003000/);
    expect(say(session, 'invlpg 0x3000')[0]).toBe('the TLB held nothing of 0x00003000');
    expect(say(session, 'store 0x3000 3')[0]).toMatch(
      /^the kernel stopped: triple fault after a page fault at 0x00003000, error code 3/,
    );
  });

  test('a flag that the directory denies is said to be without effect', () => {
    expect(say(booted(), 'setperm 0xef7c0000 W 1')[1]).toMatch(/^the directory's entry denies PTE_W/);
  });

  test('a kernel that tells the TLB nothing shows it', () => {
    const forgetful = booted(samePageWithoutFlush.Kernel);
    const page = head(forgetful);
    say(forgetful, 'alloc', `insert ${page} 0x3000 W`, 'store 0x3000 1', `insert ${page} 0x3000`);
    expect(say(forgetful, 'tlb').join('\n')).toMatch(/0x00003000 .* STALE/);
    // This one does not get through its boot, so that it does nothing more.
    expect(say(booted(invalidatesNothing.Kernel), 'invlpg 0x3000')).toEqual([
      'the kernel has stopped, and does nothing any more: look around, or reboot',
    ]);
  });

  test('a panic ends what the kernel does, and looking goes on until a reboot', () => {
    const session = booted();
    expect(say(session, 'free 1023').at(-1)).toMatch(/^the kernel stopped: kernel panic .* page_free: /);
    expect(say(session, 'backtrace')).toContain('in pageFree');
    expect(say(session, 'alloc')).toEqual([
      'the kernel has stopped, and does nothing any more: look around, or reboot',
    ]);
    expect(say(session, 'page 1023')[0]).toBe('page 1023 (0x003ff000): count 1, not on the free list');
    expect(say(session, 'reboot').at(-1)).toBe("Type 'help' for a list of commands.");
    expect(say(session, 'alloc')[0]).toMatch(/count 0, not on the free list$/);
  });

  test('what a kernel throws is said, and a kernel that loops is ended', () => {
    const throws = bootedUntil((kernel) => {
      throw new Error(`not written yet for ${kernel.npages} pages`);
    });
    expect(say(throws, 'alloc')[0]).toMatch(
      /^the kernel stopped: its code threw Error: not written yet for 2048 pages, at /,
    );
    const loops = bootedUntil(() => {
      for (;;);
    });
    expect(say(loops, 'alloc')).toEqual(['the kernel stopped: the kernel did not come back within 1 s: does it loop?']);
    expect(listed(say(loops, 'map'))).toHaveLength(4);
  });

  test('the checks pass once more, unless a page table is in their way', () => {
    const session = booted();
    expect(say(session, 'checks')).toEqual([
      'check_page_free_list() succeeded!',
      'check_page_installed_pgdir() succeeded!',
    ]);
    expect(say(session, 'grade').at(-1)).toBe('Score: 70/70');
    expect(say(booted(JosKernel, 'sjtu'), 'checks', 'grade').at(-1)).toBe('Score: 80/80');
    say(session, `insert ${head(session)} 0x3000 W`);
    expect(() => say(session, 'checks')).toThrow(/there is one already/);
  });
});

/** At `sign`, types `keys`. */
const types = (sign: string, keys: string): Answer => [sign, (keyboard) => keyboard.write(keys)];

describe.skipIf(!hasPseudoTerminal)('The prompt on a terminal', () => {
  test('completes names, takes back a line at Ctrl-C, repeats one at the up arrow, answers nonsense and leaves at Ctrl-D', async () => {
    const out = await onTerminal(
      'jos --memory 8M',
      types('K> ', 'half a line\x03kerni'),
      types('kerni', '\t'),
      types('nfo ', '\rnonsense\rshowmappings 0xa0000\r\x1b[A\r'),
      types('K> showmappings', '\x04'),
    );
    expect(out).toMatch(/K> [\s\S]*kern_pgdir {4}0xf011a000[\s\S]*there is no command nonsense;/);
    expect(out.match(/0x000a0000 not mapped/g)).toHaveLength(2);
    expect(out).toMatch(/code 0\r?\n[\s\S]*\sicanon[\s\S]*\secho\s/);
  });

  test('a kernel that crashed is looked at, and the exit code says that it did; with --plain there is no prompt', async () => {
    const out = await onTerminal('jos --memory 8M', types('K> ', 'store 0 1\rmap\rquit\r'));
    expect(out).toMatch(
      /the kernel stopped: triple fault after a page fault at 0x00000000[\s\S]*ef000000-[\s\S]*code 1/,
    );
    expect(await onTerminal('jos --memory 8M --plain')).not.toContain('K> ');
  });
});

describe('The command line', () => {
  const run = (words: readonly string[], folder?: string) => ringfenceHere(['jos', '--memory', '8M', ...words], folder);

  test('commands of -c are obeyed in order, after the boot', async () => {
    const { code, out, errors } = await run(['-c', 'showmappings 0xf0000000 0xf0001000', '--command', 'help free']);
    expect([code, errors]).toEqual([0, '']);
    expect(out).toMatch(
      /Type 'help' for a list of commands\.\nK> showmappings 0xf0000000 0xf0001000\n0xf0000000 -> .*\n0xf0001000 -> .*\nK> help free\nfree \[PAGE\] .*\n$/,
    );
  });

  test('what cannot be obeyed is one line on stderr each, and the others are obeyed', async () => {
    const cases: readonly (readonly [string, string])[] = [
      ['fre', 'there is no command fre; help lists those there are'],
      ['walk 0xg', '0xg: expected a virtual address of 32 bits, as 0xf0000000'],
      ['walk 0x100000000', '0x100000000: expected a virtual address of 32 bits, as 0xf0000000'],
      ['page -1', '-1: expected a page: its number in decimal, as 1023, or its physical address in hex, as 0x3ff000'],
      ['free 9999', '9999: the last page is 2047, at 0x007ff000'],
      ['dumpvm 0 0xffffff', 'a dump is of 64 KiB at most: give a shorter range'],
      ['showmappings 5 4', '5 4: the range ends before it begins'],
      ['setperm', 'setperm: expected setperm VA FLAGS 0|1'],
      ['setperm 0xf0000000 Q 1', 'Q: expected flags out of P W U PWT PCD A D PS G, joined as W|U'],
      ['setperm 0 U 1', '0: nothing is mapped there'],
      ['setperm 0xf0000000 U maybe', 'maybe: expected 1 or on to set the flags, 0 or off to clear them'],
      ['map all', 'map: expected nothing after it'],
      ['alloc one', 'one: expected zero, or nothing'],
      ['constructor', 'there is no command constructor; help lists those there are'],
    ];
    const { code, out, errors } = await run([
      ...cases.flatMap(([line]) => ['-c', line]),
      '-c',
      'backtrace',
      '-c',
      'quit',
      '-c',
      'map',
    ]);
    expect(code).toBe(2);
    expect(errors).toBe(cases.map(([, says]) => `ringfence: ${says}\n`).join(''));
    expect(out).toMatch(/K> backtrace\nthe kernel executes nothing: .*\nK> quit\n$/);
  });

  test('lines of a pipe are obeyed as they come; what cannot be obeyed makes the exit code 2, and the others are obeyed', async () => {
    const words = ['jos', '--memory', '8M'];
    const piped = ringfence(words, PACKAGE, {}, 'walk 0xf0000000\nnonsense\n\nfree\nquit\nkerninfo\n');
    const asked = ['walk 0xf0000000', 'free'].flatMap((line) => ['-c', line]);
    const { out } = await ringfenceHere([...words, ...asked]);
    expect([piped.code, piped.errors]).toEqual([2, expect.stringContaining('ringfence: there is no command nonsense')]);
    expect(piped.out.replace('K> nonsense\n', '').replace('K> quit\n', '')).toBe(out);
  });

  test("a kernel of the user's that stops has its say, and is looked at", async () => {
    const folder = folderWith({
      'mine.ts':
        "import { JosKernel } from 'ringfence/kernel';\nexport default class Mine extends JosKernel { override tlbInvalidate() {} }\n",
    });
    const { code, out, errors } = await run(['--kernel', './mine.ts', '-c', 'backtrace', '-c', 'tlb'], folder);
    expect(code).toBe(1);
    expect(errors).toMatch(/\(assertion I6 of docs\/jos\.md\)\n/);
    expect(out).toMatch(/K> backtrace\nstopped: .*0x02020202U\nin checkPageInstalledPgdir\nin memInit\n/);
    expect(out).toMatch(/0x00001000 -> 0x[0-9a-f]{8} .* STALE/);
  });

  test("an error in a user's kernel is the user's, and it says where", () => {
    const folder = folderWith({
      'mine.ts':
        "import { JosKernel } from 'ringfence/kernel';\nexport default class Mine extends JosKernel {\n  override pageInit(): void {\n    throw new Error('not written yet');\n  }\n}\n",
    });
    const { code, errors } = ringfence(['jos', '--memory', '8M', '--kernel', './mine.ts', '-c', 'map'], folder);
    expect(code).toBe(1);
    expect(errors).toMatch(
      /^ringfence: the kernel stopped: its code threw Error: not written yet, at .*pageInit .*mine\.ts:4:11\)?\n$/,
    );
  });

  test('the sessions in docs/jos.md are what happens', async () => {
    const [, monitor] =
      /^## The monitor\n([\s\S]*?)\n## /m.exec(readFileSync(join(PACKAGE, 'docs/jos.md'), 'utf8')) ?? [];
    const [kernel, ...sessions] = [...monitor.matchAll(/^```(?:ts)?\n([\s\S]*?)^```$/gm)].map(([, text]) => text);
    const folder = folderWith({ 'mine.ts': kernel });
    expect(sessions).toHaveLength(2);
    for (const [i, words] of [['--kernel', './mine.ts'], []].entries()) {
      const session = sessions[i].slice(sessions[i].indexOf('K> '));
      const commands = [...session.matchAll(/^K> (.*)$/gm)].flatMap(([, line]) => ['-c', line]);
      expect(commands.length).toBeGreaterThan(6);
      expect((await run([...words, ...commands], folder)).out).toContain(`for a list of commands.\n${session}`);
    }
  });

  test('help lists every command', () => {
    const lines = say(booted(), 'help').join('\n');
    for (const name of JOS_COMMANDS.names)
      expect(lines).toMatch(new RegExp(`^${name}\\b|\\b${name}\\b.*: leave$`, 'm'));
  });
});
