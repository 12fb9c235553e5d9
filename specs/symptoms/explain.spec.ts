/** Texts explained: screens of the real kernel and of ours, messages in many wordings, and whatever else somebody may paste. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consoleCells, register } from '../../hardware/hardware.ts';
import { WeensyKernel } from '../../kernel/kernel.ts';
import { allocators, exitProgram, forkProgram } from '../../userland/userland.ts';
import { WEENSY_BUGS } from '../weensyos/bugs/list.ts';
import { type Diagnosis, explain } from './explain.ts';
import { measuredScreens } from './screens/screens.ts';

const WRONG = measuredScreens('wrong.txt');
const RIGHT = measuredScreens('right.txt');
/** Of these the screens show nothing: they hurt no program that ran. */
const SILENT: readonly string[] = ['weensyos-04', 'weensyos-05', 'weensyos-21', 'weensyos-24'];
const LOUD = WRONG.filter(({ of }) => !SILENT.includes(of));

const first = (diagnosis: Diagnosis, count = 3): string[] => diagnosis.causes.slice(0, count).map(({ id }) => id);
const textOf = ({ of, text }: (typeof WRONG)[number]): string => `${of}\n${text}`;

describe('A screen of the real kernel', () => {
  test('there are twenty with a mistake, and four of them show nothing', () => {
    expect([WRONG.length, LOUD.length]).toEqual([20, 16]);
  });

  test.each(LOUD.map(({ of, text }) => [of, text]))('that shows %s has it among the first three', async (of, text) => {
    const diagnosis = await explain(text);
    expect(diagnosis.verdict).not.toBe('nothing wrong');
    expect(first(diagnosis)).toContain(of);
  });

  test('has the true mistake first, more often than not', async () => {
    const firsts = await Promise.all(LOUD.map(async ({ of, text }) => first(await explain(text), 1)[0] === of));
    expect(firsts.filter(Boolean).length).toBeGreaterThanOrEqual(14);
  });

  test('that shows nothing is not called wrong, and what would show more is said', async () => {
    for (const { of, text } of WRONG.filter(({ of }) => SILENT.includes(of))) {
      const { verdict, causes, advice } = await explain(text);
      expect([of, verdict, causes]).toEqual([of, 'nothing wrong', []]);
      expect(advice.more.join(' ')).toMatch(/ringfence check --kernel FILE/);
    }
  });

  test('of a right kernel is not called wrong, at whatever step it is', async () => {
    for (const { of, text } of RIGHT) {
      const { verdict, causes, advice } = await explain(text);
      expect([of, verdict === 'kernel']).toEqual([of, false]);
      if (verdict === 'nothing wrong') expect([of, causes]).toEqual([of, []]);
      const step = Number(/^step(\d)/.exec(of)?.[1] ?? Number.NaN);
      if (step < 7) expect(advice.looks.join(' ')).toContain(`a kernel of step ${Math.max(1, step)}:`);
    }
  });

  test('says of a program that did wrong that the kernel did right', async () => {
    const verdicts = new Map<string, string>();
    for (const { of, program, text } of RIGHT) if (of === 'misc') verdicts.set(program, (await explain(text)).verdict);
    expect(Object.fromEntries(verdicts)).toEqual({
      ...{ allexit: 'nothing wrong', full: 'nothing wrong' },
      ...{ badsys: 'program', cli: 'program', nullread: 'program', panic: 'program', textwrite: 'program' },
    });
  });
});

/** What happens to text on its way: none of it changes what the text says. */
const WAYS: Readonly<Record<string, (text: string) => string>> = {
  'with line ends of Windows': (text) => text.replaceAll('\n', '\r\n'),
  'quoted as in mail': (text) => text.replace(/^/gm, '> '),
  'with colours': (text) => text.replace(/^(.*)$/gm, '\x1b[0;37;40m$1\x1b[0m'),
  'with every letter coloured': (text) => text.replace(/[1-9A-FKLRS.]/g, '\x1b[1m$&\x1b[22m'),
  'filled to 80 columns': (text) => text.replace(/^.*$/gm, (line) => line.padEnd(80)),
  'without its titles': (text) => text.replace(/^ *(?:PHYSICAL MEMORY|VIRTUAL ADDRESS SPACE)$/gm, ''),
  'in the middle of other lines': (text) => `$ make run\nqemu-system-x86_64 …\n${text}\n$ █\n`,
  'twice, one after the other': (text) => `${text}\n${text}`,
};

test.each(Object.entries(WAYS))('a screen %s leads to the same', async (_name, changed) => {
  for (const screen of LOUD.filter(({ text }, i) => i % 3 === 0 || text.includes('PAG0x'))) {
    const [plain, other] = await Promise.all([explain(textOf(screen)), explain(changed(textOf(screen)))]);
    expect([screen.of, first(other)]).toEqual([screen.of, first(plain)]);
  }
});

test('a screen that lost its upper rows still leads to what is said below it', async () => {
  for (const screen of LOUD.filter(({ text }) => /PANIC|assertion|page fault/.test(text))) {
    const lines = screen.text.split('\n');
    for (const gone of [3, 12]) {
      const cropped = lines.slice(gone).join('\n');
      expect([screen.of, gone, first(await explain(cropped)).includes(screen.of)]).toEqual([screen.of, gone, true]);
    }
  }
});

test('the map of a process shows the lower pages, too, where the physical one is gone', async () => {
  for (const { of, text } of LOUD.filter(({ of }) => ['weensyos-01', 'weensyos-13', 'weensyos-18'].includes(of))) {
    const { verdict, causes, advice } = await explain(text.split('\n').slice(9).join('\n'));
    expect([of, verdict, causes.slice(0, 3).some(({ id }) => id === of)]).toEqual([of, 'kernel', true]);
    expect(advice.looks.join(' ')).toMatch(/as far as the picture goes/);
  }
});

describe('A kernel of ours with', () => {
  const PROGRAMS = { allocators, fork: () => [forkProgram()], exit: () => [exitProgram()] } as const;
  /** The console of WeensyOS's model with a seeded bug, after so many boundaries. */
  const screenOf = (id: string, program: keyof typeof PROGRAMS, events: number, stride: number): string => {
    const Kernel = WEENSY_BUGS.find((bug) => bug.id === id)?.Kernel ?? WeensyKernel;
    const order = stride === 0 ? ({ kind: 'first-fit' } as const) : ({ kind: 'cursor', stride } as const);
    const kernel = new Kernel({ programs: PROGRAMS[program](), order, viewer: true, pages: 256 });
    kernel.boot();
    if (kernel.machine.cpu.runState === register.RUNNING) kernel.machine.run(Number.POSITIVE_INFINITY, events);
    const cells = new Uint16Array(consoleCells(kernel.machine.memory));
    if (kernel.machine.cpu.runState !== register.PANICKED)
      kernel.viewer.draw(cells, kernel.view.processes().at(-1) ?? null);
    return cells.reduce(
      (text, cell, i) => `${text}${i % 80 === 0 ? '\n' : ''}${String.fromCharCode(cell & 0xff || 32)}`,
      '',
    );
  };

  test.each([
    ['weensyos-01', 'exit', 300, 3],
    ['weensyos-02', 'exit', 300, 0],
    ['weensyos-06', 'exit', 200, 3],
    ['weensyos-09', 'fork', 60, 0],
    ['weensyos-10', 'fork', 60, 3],
    ['weensyos-11', 'allocators', 200, 0],
    ['weensyos-12', 'exit', 200, 3],
    ['weensyos-13', 'allocators', 60, 0],
    ['weensyos-14', 'allocators', 60, 3],
    ['weensyos-20', 'exit', 900, 0],
    ['weensyos-23', 'fork', 60, 3],
    ['weensyos-25', 'fork', 300, 0],
    ['weensyos-35', 'exit', 900, 3],
    ['weensyos-41', 'allocators', 200, 0],
  ] as const)('%s has it among the first three: %s, %i events, stride %i', async (id, program, events, stride) => {
    expect(first(await explain(screenOf(id, program, events, stride)))).toContain(id);
  });

  test('no mistake is not called wrong, at any moment', async () => {
    for (const program of ['allocators', 'fork', 'exit'] as const)
      for (const events of [1, 40, 700])
        expect([program, events, (await explain(screenOf('', program, events, 3))).verdict]).toEqual([
          ...[program, events],
          'nothing wrong',
        ]);
  });
});

/** Wordings of one year and another for the same, and where each leads first. */
const WORDINGS: Readonly<Record<string, readonly string[]>> = {
  'weensyos-35': [
    'Kernel page fault for 0x0',
    'Kernel page fault on 0x0 (read missing page, rip=0x41880)!',
    'KERNEL PAGE FAULT on 0x0 (read missing page, rip=0x41880)!',
    'Kernel page fault for (nil) (read missing page)!',
    'kernel page fault at 0x18',
  ],
  'weensyos-20': [
    'Kernel page fault on 0x0 (write missing page, rip=0x444fa)!\n  #0  0x444fa  <memset>\n  #1  0x41cf4  <_Z7syscallP8regstate>',
  ],
  'weensyos-48': [
    'kernel allocated page mapped for user (pid 2)',
    'PAGE TABLE ERROR: 5f000: kernel allocated page mapped for user (pid 2)',
    'PAGE TABLE ERROR: 0x5f000: kernel allocated page mapped for user',
  ],
  'weensyos-06': [
    'PAGE TABLE ERROR: 6000: freed page mapped for user (pid 1)',
    'Unhandled exception 3 (rip=0x100321)!',
  ],
  'weensyos-09': [
    'Process 3 page fault on 0x0 (read missing page, rip=0x0)!',
    'PAGE FAULT on 0x0 (pid 3, read missing page, rip=0x0)!',
    'Process 3 page fault for (nil) (read missing page, rip=(nil))!',
  ],
  'weensyos-11': [
    'Process 2 page fault on 0xb8f9e (write protection problem, rip=0x14006b)!',
    'PAGE FAULT on 0xb8000 (pid 2, write protection problem, rip=0x14006b)!',
  ],
  'weensyos-12': [
    "kernel.cc:167: kernel assertion 'physpages[pa / PAGESIZE].refcount > 0' failed\n  #1  0x41107  <_Z5kfreePv>\n  #2  0x412de  <_Z9proc_freeP4proc>",
    'PAGE TABLE ERROR: b8000: invalid reference count',
  ],
  'weensyos-05': ['k-vmiter.cc:105: vmiter::map failed', 'PANIC: vmiter::map failed'],
  'weensyos-31': [
    "kernel.cc:300: kernel assertion 'current->state == P_RUNNABLE' failed",
    'USER PANIC: u-lib.hh:77: sys_exit should not return!',
  ],
  'weensyos-01': ["kernel.c:430: kernel assertion 'processes[pageinfo[pn].owner].p_state != P_FREE' failed"],
  'jos-25': [
    'kernel panic at kern/pmap.c:824: assertion failed: pp1->pp_link == NULL',
    'assertion failed: pp1->pp_link == NULL',
  ],
  'jos-39': ['kernel panic on CPU 0 at kern/pmap.c:902: assertion failed: check_va2pa(pgdir, KERNBASE + i) == i'],
  'jos-01': ['check_page_alloc() succeeded!\nkernel panic at kern/pmap.c:790: assertion failed: !page_alloc(0)'],
  'jos-38': [
    'Physical memory: 131072K available, base = 640K, extended = 130432K\ncheck_page_alloc() succeeded!\ncheck_page() succeeded!\nTriple fault.  Halting for inspection via QEMU monitor.',
  ],
  'env-14': ['dumbfork: OK (1.3s)\nforktree: OK\nspin: FAIL (timeout)\nprimes: OK'],
  'env-20': ['kernel panic on CPU 0 at kern/trap.c:300: kernel page fault at va 0xdeadbeef'],
  'gate for the kernel alone': [
    'TRAP frame at 0xefffffbc from CPU 0\n  trap 0x0000000d General Protection\n  err  0x00000182\n  eip  0x00800ae3',
  ],
  'lib-04': ['[00001001] user fault va eebfdfd0 ip 00800a54'],
  'no exception stack in the child': ['[00001001] user_mem_check assertion failure for va eebfffcc'],
};

test.each(Object.entries(WORDINGS))('%s is what each of its wordings leads to first', async (id, wordings) => {
  for (const text of wordings) expect([text, first(await explain(text), 1)]).toEqual([text, [id]]);
});

test('where a check of JOS fails depends on which checks succeeded before', async () => {
  const panic = 'kernel panic at kern/pmap.c:700: assertion failed: pp1->pp_ref == 1';
  const [early, late] = await Promise.all([
    explain(`check_page_alloc() succeeded!\n${panic}`),
    explain(`check_page_alloc() succeeded!\ncheck_page() succeeded!\ncheck_kern_pgdir() succeeded!\n${panic}`),
  ]);
  expect(early.causes[0].because.join()).toMatch(/P\d/);
  expect(late.causes.flatMap(({ because }) => because).join()).not.toMatch(/P\d/);
});

test('of tests that fail the first says where to look', async () => {
  const graded = (results: string): string =>
    ['Physical page allocator', 'Page management', 'Kernel page directory', 'Page management 2']
      .map((name, i) => `${name}: ${results[i] === '+' ? 'OK (0.1s)' : 'FAIL'}`)
      .join('\n');
  const letters = { '----': 'A|F', '+---': 'P', '++--': 'K', '+++-': 'I' };
  for (const [results, letter] of Object.entries(letters)) {
    const { causes, verdict } = await explain(graded(results));
    expect(verdict).toBe('kernel');
    expect([results, causes.length > 0, letter]).toEqual([results, true, letter]);
  }
  expect(await explain(graded('++++'))).toMatchObject({ verdict: 'nothing wrong', causes: [] });
});

test('a kernel that is not that far is not called wrong', async () => {
  for (const text of [
    'Unhandled system call 5 (pid=1, rip=0x100a10)!',
    'PANIC: Unexpected exception 52!',
    'kernel panic at kern/pmap.c:147: mem_init: This function is not finished',
  ])
    expect([text, (await explain(text)).verdict]).toEqual([text, 'nothing wrong']);
});

describe('Any text', () => {
  const FRAGMENTS = [
    ...WRONG.slice(0, 3).map(({ text }) => text.slice(0, 700)),
    ...Object.values(WORDINGS).flat(),
    ...[
      '0x000000 ',
      'PAG0x2C0000  ',
      'PAGE TABLE ERROR: ',
      'VIRTUAL ADDRESS SPACE FOR 99999999999',
      'assertion failed: ',
      '\x1b[38;5;m',
      '\x1b[',
      '#0  0x1  <_ZN999x>',
    ],
  ];
  const piece = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom(...FRAGMENTS));
  const soup = fc
    .array(piece, { maxLength: 6 })
    .chain((pieces) => fc.constantFrom(' ', '\n', '').map((between) => pieces.join(between)));

  test('is explained, and no mistake is named without evidence', async () => {
    await fc.assert(
      fc.asyncProperty(soup, async (text) => {
        const { verdict, causes, messages } = await explain(text);
        for (const { because, title, story, tellApart, experiments } of causes) {
          expect(because.length).toBeGreaterThan(0);
          expect([title, story, tellApart, ...because].every((words) => words.trim() !== '')).toBe(true);
          expect(experiments.length).toBeGreaterThan(0);
        }
        for (const { did, means } of messages) expect(`${did} ${means}`).not.toMatch(/undefined|NaN/);
        if (verdict === 'nothing recognized' || verdict === 'nothing wrong') expect(causes).toEqual([]);
      }),
      { seed: 1, numRuns: 80 },
    );
  });

  test('of letters that say nothing leads to nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[g-z ,;]{0,200}$/), async (text) => {
        expect(await explain(text)).toMatchObject({ verdict: 'nothing recognized', causes: [], messages: [] });
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  test('of a long line, or many lines, takes no longer than it is long', async () => {
    const long = ['PANIC: ', "assertion '", '0x', 'page fault on ', 'kernel ']
      .map((word) => word.repeat(8_000))
      .join('');
    const many = 'PAGE TABLE ERROR: 5000: freed page mapped for user (pid 1)\n'.repeat(1500);
    expect((await explain(long)).verdict).toBeDefined();
    expect((await explain(many)).messages).toMatchObject([{ times: 1500 }]);
  }, 20_000);
});
