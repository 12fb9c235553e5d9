/** `ringfence run --kernel jos`, as a user runs it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { counter } from '../../../hardware/hardware.ts';
import { JosLab4 } from '../../../kernel/kernel.ts';
import { HELP } from '../../../monitor/help-texts.ts';
import { freePageCount } from '../../../monitor/jos/prompt/free-list.ts';
import { DEFAULT_EVENTS, parseEnd } from '../../../monitor/run/end-of-run.ts';
import { endingOf } from '../../../monitor/run/ending.ts';
import { run } from '../../../monitor/run/run.ts';
import { josLab4 } from '../../../presentation/kernels/jos/lab4.ts';
import { jos } from '../../../userland/userland.ts';
import { folderWith, type Outcome, PACKAGE, ringfence, ringfenceHere } from '../terminal.ts';
import { logOf } from './log-reader.ts';

const JOS = ['--kernel', 'jos', '--memory', '8M'];
const runJos = (words: string, folder?: string): Promise<Outcome> =>
  ringfenceHere(['run', ...JOS, ...words.split(' ')], folder);
const grouped = (value: number): string => Math.round(value).toLocaleString('en-US');

/** A kernel that ran the programs of `names` to their end in this process, and its console. */
const runHere = (names: readonly string[], programs = names.map((name) => jos.JOS_PROGRAMS[name])) => {
  const kernel = new JosLab4({ programs, timer: { mode: 'cycles', period: 100_000 }, pages: 2048 });
  let shown = '';
  let runs = 0;
  kernel.machine.listen((event) => {
    if (event.type === 'log') shown += `${event.text}\n`;
    else if (event.type === 'output') shown += event.text;
    else if (event.type === 'return') runs += 1;
  });
  kernel.boot();
  kernel.machine.run(Number.POSITIVE_INFINITY);
  return { kernel, shown, runs };
};

describe('A run', () => {
  const names = ['pingpong', 'forktree'];
  const { code, out, errors } = ringfence(['run', ...JOS, ...names]);
  const { kernel, shown, runs } = runHere(names);
  const count = (field: number): string => grouped(kernel.machine.counters[field]);

  test('shows what kernel and programs write to the console, as they write it, and says how it ended', () => {
    expect([code, errors]).toEqual([0, '']);
    expect(out.startsWith(`${shown}\n   Nothing can run any more.\n\n`)).toBe(true);
  });

  test('sums up what the machine counted, and the pages that were free before and after', () => {
    expect(out).toContain(
      ` environments, ${grouped(runs)} runs, ${count(counter.SYSTEM_CALLS)} system calls, ` +
        `${count(counter.FAULTS)} faults, ${count(counter.INTERRUPTS)} timer interrupts\n   ${count(counter.CYCLES)} cycles, `,
    );
    const free = grouped(freePageCount(kernel));
    expect(out).toContain(`pages free: ${free} before the programs, ${free} after\n`);
    const made = shown.match(/ new env /g) ?? [];
    expect(out).toContain(`\n   ${made.length} environments, `);
  });

  test('has a row for each place of the table, and the rows add up', () => {
    const rows = [...out.matchAll(/^ {3}[0-9a-f]{8} +\w+ +free +([\d,]+) +([\d,]+) +([\d,]+) +([\d,]+) +([\d,]+)$/gm)];
    const sums = [1, 2, 3, 4, 5].map((column) =>
      rows.reduce((total, row) => total + Number(row[column].replaceAll(',', '')), 0),
    );
    const [lives, all, calls, user, inKernel] = sums;
    expect([lives, all, grouped(calls)]).toEqual([
      (shown.match(/ new env /g) ?? []).length,
      runs,
      count(counter.SYSTEM_CALLS),
    ]);
    const [, boot] = /([\d,]+) of them to boot/.exec(out) ?? [];
    const total = user + inKernel + Number(boot?.replaceAll(',', ''));
    expect(Math.abs(total - kernel.machine.counters[counter.CYCLES])).toBeLessThan(rows.length * 2 + 200);
  });

  test('tells the same in its event log, byte for byte each time', () => {
    const words = [...names, ...JOS, '--events', 'log,output'];
    const log = logOf(words);
    const told = log.events.map(({ type, text }) => (type === 'log' ? `${text}\n` : String(text))).join('');
    expect([log.code, log.errors, told]).toEqual([0, '', shown]);
    expect(log.header).toEqual({
      ...{ type: 'header', format: 'ringfence-events', version: 1, programs: names },
      ...{ timer: { mode: 'cycles', period: 100_000 }, pages: 2048, events: ['output', 'log'] },
      ...{ system: 'jos', variant: 'mit', schema: 'ringfence/run/1' },
    });
    const { counters } = kernel.machine;
    expect(log.end).toMatchObject({
      ...{ reason: 'idle', freePages: freePageCount(kernel), event: counters[counter.EVENTS] },
      ...{ systemCalls: counters[counter.SYSTEM_CALLS], faults: counters[counter.FAULTS] },
    });
    expect(logOf(words).text).toBe(log.text);
  });
});

test("SJTU's kernel runs programs, too, with the timer that is asked for", async () => {
  const { code, out } = await runJos('spin --variant sjtu --timer cycles:20000');
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/large page installed!\n[\s\S]*\[00001000\] destroying 00001001/),
  ]);
});

describe('The end is told:', () => {
  test('events that were asked for', async () => {
    const { code, out } = await runJos('primes --until 50');
    expect(code).toBe(0);
    expect(out).toMatch(/\n {3}Stopped after 50 events \(system calls and ticks\)\.\n/);
  });

  test('the limit that nobody asked for, and how to be rid of it', () => {
    const system = josLab4(JosLab4).make({ memory: '8M' }, [jos.JOS_PROGRAMS.primes]);
    system.kernel.boot();
    system.kernel.machine.run(Number.POSITIVE_INFINITY, DEFAULT_EVENTS);
    const outcome = { stuck: null, broken: null, thrown: null, isQuiet: false };
    expect(endingOf(system, parseEnd(undefined), outcome)).toBe(
      'Stopped after 100,000 events (system calls and ticks), the limit of a run without --until; --until idle has none.',
    );
  });

  test('a program that spins where no tick comes', async () => {
    const { code, out } = await runJos('spin --timer off');
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('Stopped after 1,000,000 operations without a system call or tick: a program spins'),
    ]);
  });

  test('environments that wait for ever', async () => {
    const folder = folderWith({
      'waits.ts': "import { ipcRecv } from 'ringfence/jos';\nexport function* main() { yield* ipcRecv(); }\n",
    });
    const { code, out } = await runJos('./waits.ts ./waits.ts', folder);
    expect([code, out]).toEqual([0, expect.stringContaining('more; 2 environments wait for ever.\n')]);
  });
});

describe('A program of the user', () => {
  test('runs as the README has it', async () => {
    const readme = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
    const [, program] = /```ts\n(\/\/ my-jos-program\.ts\n[\s\S]*?)```/.exec(readme) ?? [];
    const { code, out, errors } = await runJos(
      './my-jos-program.ts',
      folderWith({ 'my-jos-program.ts': String(program) }),
    );
    expect([code, errors]).toEqual([0, '']);
    expect(out).toContain('\n42 from 1000\n');
  });

  test('may be a default export, with data of its own', async () => {
    const text = `import { cprintf, defineJosProgram, exit, load8 } from 'ringfence/jos';
const main = function* () { const byte = yield load8(0x801000); yield* cprintf('found ' + byte); yield exit(); };
export default defineJosProgram({ name: 'declared', entries: { main }, data: new Uint8Array([7]) });`;
    const { code, out } = await runJos('./mine.js', folderWith({ 'mine.js': text }));
    expect([code, out]).toEqual([0, expect.stringMatching(/\nfound 7\[00001000\] exiting gracefully\n/)]);
  });

  test('in error ends with 1 and names its environment and the line; the others go on', () => {
    const text =
      "import { sysYield } from 'ringfence/jos';\nexport function* main() {\n  yield sysYield();\n  null.x;\n}\n";
    const { code, out, errors } = ringfence(['run', ...JOS, './mine.js', 'dumbfork'], folderWith({ 'mine.js': text }));
    expect([code, out]).toEqual([1, expect.stringContaining('\n19: I am the child!\n')]);
    expect(errors).toMatch(
      /program mine \(environment 00001000\), entry main, operation 2: it threw TypeError[^\n]*\n\s+at main \(.*mine\.js:4:8\)/,
    );
  });

  test('that panics leaves everything at a breakpoint, which ends with 1', async () => {
    const folder = folderWith({
      'mine.ts': "import { panic } from 'ringfence/jos';\nexport function* main() { yield* panic('all is lost'); }\n",
    });
    const { code, out, errors } = await runJos('./mine.ts', folder);
    expect([code, errors]).toEqual([1, 'ringfence: environment 00001000 is at a breakpoint: nothing runs on\n']);
    expect(out).toMatch(/\n\[00001000\] user panic: all is lost\n[\s\S]*Environment 00001000 is at a breakpoint/);
    expect(logOf(['./mine.ts', ...JOS, '--events', 'log'], folder).end).toMatchObject({
      ...{ reason: 'idle', message: 'environment 00001000 is at a breakpoint' },
    });
  });
});

describe("A kernel of one's own", () => {
  const mine = (method: string): string =>
    `import { JosLab4 } from 'ringfence/kernel';\nexport default class Mine extends JosLab4 { override ${method} }\n`;
  const folder = folderWith({
    'panics.ts': mine("sysExofork() { return this.panic('no children'); }"),
    'throws.ts': mine('sysExofork(env) { return env.nothing.there; }'),
    'early.ts': mine("pageInit() { this.panic('too early'); }"),
  });
  const wordsFor = (name: string): string[] => ['run', 'pingpong', '--kernel', name, '--memory', '8M'];

  test('that panics ends with 1, after what it printed, and says where', async () => {
    const { code, out, errors } = await ringfenceHere(wordsFor('./panics.ts'), folder);
    expect(code).toBe(1);
    expect(errors).toMatch(
      /^ringfence: the kernel stopped: kernel panic at kern\/pmap\.c: no children\n {2}at cycle [\d,]+, in sys_exofork for environment 00001000\n {2}#0 {2}sysExofork\n/,
    );
    expect(out).toMatch(/\[00000000\] new env 00001000\nkernel panic [^\n]*\n\n {3}The kernel stopped\.\n/);
  });

  test('that stops before there is any environment shows none', async () => {
    const { code, out } = await ringfenceHere(wordsFor('./early.ts'), folder);
    expect(code).toBe(1);
    expect(out).toMatch(
      /\nkernel panic [^\n]*too early\n\n {3}The kernel stopped\.\n\n {3}[\d,]+ cycles\n\n {3}To this moment: /,
    );
  });

  test('whose TypeScript throws ends with 1 and says where', () => {
    const { code, errors } = ringfence(wordsFor('./throws.ts'), folder);
    expect(code).toBe(1);
    expect(errors).toMatch(
      /the kernel stopped: its code threw TypeError: .*, at Mine\.sysExofork \(.*throws\.ts:2:\d+\)\n$/,
    );
  });
});

describe('The same options as for WeensyOS', () => {
  const mine = (method: string): string =>
    `import { JosLab4 } from 'ringfence/kernel';\nexport default class Mine extends JosLab4 { override ${method} }\n`;
  const folder = folderWith({
    'uncounted.ts': mine(
      'envSetupVm(env) { const result = super.envSetupVm(env); this.setPpRef(this.pa2page(this.paddr(env.pgdir)), 2); return result; }',
    ),
    'keeps.ts': mine('sysPageUnmap() { return 0; }'),
  });

  test('--check stops at the first state that an invariant forbids, and the report leads to why', async () => {
    const words = ['run', 'pingpong', '--kernel', './uncounted.ts', '--memory', '8M'];
    const { code, out, errors } = await ringfenceHere(words, folder);
    expect([code, errors]).toEqual([1, expect.stringMatching(/the kernel broke an invariant: exact reference count/)]);
    expect(out).toMatch(/the root of environment 00001000; found a count of 2/);
    const [, again] = /To see it again: ringfence (.*)\n/.exec(out) ?? [];
    expect((await ringfenceHere(String(again).split(' '), folder)).errors).toBe(errors);
    const [, question] = /To learn more: +ringfence (why .* page .*)\n/.exec(out) ?? [];
    expect((await ringfenceHere(String(question).split(' '), folder)).out).toMatch(
      /refcount 2\n.*\n.*the root of environment 00001000, /,
    );
    expect((await ringfenceHere([...words, '--check', 'off'], folder)).code).toBe(0);
  });

  test('--check holds what programs get against the model of their calls', async () => {
    const { code, out, errors } = await ringfenceHere(
      ['run', 'pingpong', '--kernel', './keeps.ts', '--memory', '8M'],
      folder,
    );
    expect([code, errors]).toEqual([
      1,
      expect.stringMatching(
        /the kernel went wrong: environment 0000100\d has page .* at 0x7ff000, where nothing was right/,
      ),
    ]);
    expect(out).toContain('The kernel went wrong');
    expect(await runJos('sendpage --check every-trap')).toMatchObject({ code: 0, errors: '' });
  });

  test('--show and --picture draw environments, their page tables and the console', async () => {
    const { code, out } = await ringfenceHere(
      ['run', ...JOS, 'pingpong', '--until', '60', '--show', '1001', '--picture', 'a.svg'],
      folder,
    );
    expect(code).toBe(0);
    expect(out).toMatch(/\n {3}2 ENVIRONMENTS\n.* 1 00001000 running .*\n.*>2 00001001 not runnable /);
    expect(out).toMatch(
      /PAGE TABLES OF 00001001 pingpong: ROOT AT 0x3b6000[\s\S]*00800000 ur- COW at 0x3ba000[\s\S]*urw at .*, user stack\n/,
    );
    const picture = readFileSync(join(folder, 'a.svg'), 'utf8');
    expect(picture).toContain('<title>The screen of JOS: ');
    expect([...picture.matchAll(/>(.)<\/text>/g)].map(([, letter]) => letter).join('')).toMatch(
      /PHYSICALMEMORY.*2ENVIRONMENTS.*PAGETABLESOF00001001.*CONSOLE/,
    );
    expect(await runJos('pingpong --until 60 --show 7')).toMatchObject({
      code: 2,
      errors: 'ringfence: --show 7: there is no such process at the end; there are 00001000, 00001001\n',
    });
  });

  test('--record-allocations has each page that page_alloc gave and page_free took', async () => {
    let free = 0;
    class Counting extends JosLab4 {
      override pageInit(): void {
        super.pageInit();
        free = this.view.freePages();
      }
    }
    const kernel = new Counting({
      programs: [jos.JOS_PROGRAMS.pingpong],
      timer: { mode: 'cycles', period: 100_000 },
      pages: 2048,
    });
    kernel.boot();
    kernel.machine.run(Number.POSITIVE_INFINITY);
    const { out } = await ringfenceHere(['run', ...JOS, 'pingpong', '--record-allocations', 'a.rep'], folder);
    const [, taken, freed] = /a\.rep: (\d+) pages taken, (\d+) freed/.exec(out) ?? [];
    expect(Number(taken)).toBeGreaterThan(30);
    expect(Number(taken) - Number(freed)).toBe(free - kernel.view.freePages());
  });

  test('lab 2 boots, is judged once it has, and waits', async () => {
    const { code, out } = await ringfenceHere(
      ['run', ...JOS, '--lab', '2', '--check', 'end', '--picture', 'b.svg'],
      folder,
    );
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        /Welcome to the JOS kernel monitor!\n[\s\S]*The kernel has booted, and waits at its prompt/,
      ),
    ]);
    expect(readFileSync(join(folder, 'b.svg'), 'utf8')).toContain('page tables of the kernel');
  });
});

describe('What makes no sense is refused, with what would', () => {
  const folder = folderWith({
    'weensy.ts': "import { exit } from 'ringfence/userland';\nexport function* main() { yield exit(); }\n",
    'jos.ts': "import { exit } from 'ringfence/jos';\nexport function* main() { yield exit(); }\n",
    'linked.ts':
      "import { defineProgram } from 'ringfence/userland';\nimport { exit } from 'ringfence/jos';\n" +
      "export default defineProgram({ name: 'linked', entries: { *main() { yield exit(); } } });\n",
    'lab2.ts': "import { JosKernel } from 'ringfence/kernel';\nexport default class Mine extends JosKernel {}\n",
  });
  const at = (name: string): string => join(folder, name);
  const cases: readonly (readonly [words: string, says: RegExp])[] = [
    ['--kernel jos', /which program\? There are dumbfork, .* spin, and files by path/],
    ['--kernel jos exit', /no program of JOS is named exit: there are dumbfork, .*; exit is a program of WeensyOS/],
    ['--kernel jos nothing', /no program of JOS is named nothing: .* as \.\/nothing\.ts$/],
    ['pingpong', /pingpong is a program of JOS, which needs --kernel jos/],
    ['fork --variant mit', /--variant mit: JOS has variants: give --kernel jos, too/],
    ['--kernel jos spin --variant xv6', /--variant xv6: expected mit or sjtu/],
    ['--kernel jos spin --memory 2M', /memory is 4 MiB to 1 GiB/],
    ['--kernel jos spin --timer cycles:1', /a timer by cycles needs a period from 2000/],
    ['--kernel jos spin --until never', /--until never: expected a number of events .*, saturated or idle/],
    [
      'spin --kernel jos2',
      /--kernel jos2: expected jos, a seeded bug as weensyos-35, or the path of a file with a kernel, as \.\/jos2\.ts/,
    ],
    ['--kernel jos spin --lab 3', /--lab 3: expected 2 or 4/],
    ['--kernel jos spin --lab 2', /lab 2 of JOS runs no programs, and spin would be one: leave it out, or run lab 4/],
    ['--kernel jos --lab 2 --until 3', /--until: lab 2 of JOS runs no programs, and has no system calls or ticks/],
    ['fork --lab 4', /--lab 4: JOS has labs: give --kernel jos, too/],
    [`--lab 4 --kernel ${at('lab2.ts')}`, /--lab 4: .* extends JosKernel, which is lab 2: extend JosLab4/],
    ...['order first-fit', 'processes 3', 'viewer', 'seed 4', 'allocator buddy'].map(
      (option) =>
        [
          `--kernel jos spin --${option}`,
          new RegExp(`^--${option.split(' ')[0]}: it is for WeensyOS alone, and this is JOS: `),
        ] as const,
    ),
    [`--kernel jos ${at('weensy.ts')}`, /it imports from ringfence\/userland, the library of WeensyOS/],
    [`--kernel jos ${at('linked.ts')}`, /linked at 0x100000, .*: defineJosProgram links it at 0x800000/],
    [at('jos.ts'), /it imports from ringfence\/jos: programs of JOS run by ringfence run --kernel jos/],
    [`spin --kernel ${at('lab2.ts')}`, /lab 2 of JOS runs no programs, and spin would be one/],
  ];
  test.each(cases)('run %s', async (words, says) => {
    await expect(run(words.split(' '))).rejects.toThrow(says);
  });
});

test('the help names every program of JOS', () => {
  for (const name of Object.keys(jos.JOS_PROGRAMS)) expect(HELP.run).toContain(name);
});
