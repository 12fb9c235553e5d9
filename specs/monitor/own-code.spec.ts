/** What people bring may fail in any way: whose fault that is, and where it is, is told in one paragraph. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, type Outcome, PACKAGE, ringfence, ringfenceHere } from './terminal.ts';

/** A kernel of WeensyOS with `method` in its third line. */
const kernelWith = (method: string): string => `import { WeensyKernel } from 'ringfence/kernel';
export default class Mine extends WeensyKernel {
  ${method}
}
`;
const labWith = (method: string): string => kernelWith(method).replaceAll('WeensyKernel', 'JosKernel');
const programWith = (
  code: string,
): string => `import { exit, fork, getpid, schedYield, store8 } from 'ringfence/userland';
let n = 0;
export function* main() {
  ${code}
}
`;
const runHere = (text: string, ...words: readonly string[]): Promise<Outcome> =>
  ringfenceHere([...words, '--kernel', './mine.ts'], folderWith({ 'mine.ts': text }));
const FORK = ['run', 'fork', '--until', '20'];

describe('A kernel ends a run with 1, and its own line is named', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      'that throws',
      'fork() { return undefined.x; }',
      /its code threw TypeError: .*(?:\n {4}|, )at Mine\.fork \(mine\.ts:3:\d+\)/,
    ],
    [
      'that has the machine throw',
      'fork() { return this.ptable[99].pid; }',
      /threw TypeError.*(?:\n {4}|, )at Mine\.fork \(mine\.ts:3/,
    ],
    [
      'that throws in what it calls',
      'fork() { return this.deep(); }\n  deep() { return undefined.x; }',
      /threw TypeError.*(?:\n {4}|, )at Mine\.deep \(mine\.ts:4/,
    ],
    [
      'that throws nothing',
      'fork() { throw undefined; }',
      /the kernel's fork threw undefined(?:\n {4}|, )at fork \(mine\.ts:3:3\)/,
    ],
    [
      'that throws a symbol',
      "fork() { throw Symbol('s'); }",
      /the kernel's fork threw Symbol\(s\)(?:\n {4}|, )at fork \(mine\.ts:3:3\)/,
    ],
    [
      'that throws what throws when it is looked at',
      'fork() { throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } }); }',
      /the kernel's fork threw an object that throws when it is looked at(?:\n {4}|, )at fork \(mine\.ts:3:3\)/,
    ],
    [
      'that throws an error with a message that throws',
      "fork() { throw Object.defineProperty(new Error(), 'message', { get() { throw 1; } }); }",
      /the kernel's fork threw an error that throws when it is looked at(?:\n {4}|, )at fork \(mine\.ts:3:3\)/,
    ],
    [
      'that throws a frozen error',
      "fork() { throw Object.freeze(new Error('cold')); }",
      /threw Error: cold(?:\n {4}|, )at Mine\.fork \(mine\.ts:3/,
    ],
    [
      'that calls itself for ever',
      'fork(p) { return this.fork(p); }',
      /threw RangeError: .*(?:\n {4}|, )at Mine\.fork \(mine\.ts:3/,
    ],
    [
      'with a method that waits',
      'async fork() { return 2; }',
      /the kernel's fork returned a promise: .*(?:\n {4}|, )at fork \(mine\.ts:3:3\)/,
    ],
    [
      'that waits and fails',
      "async schedule() { throw new Error('late'); }",
      /the kernel's schedule returned a promise: .*(?:\n {4}|, )at schedule \(mine\.ts:3/,
    ],
    [
      'that returns a BigInt',
      'fork() { return 2n; }',
      /the kernel's fork returned 2n(?:\n {4}|, )at fork \(mine\.ts:3:3\)/,
    ],
    [
      'that returns NaN',
      'kalloc() { return NaN; }',
      /the kernel's kalloc returned NaN(?:\n {4}|, )at kalloc \(mine\.ts:3:3\)/,
    ],
    [
      'whose constructor throws',
      'constructor(p) { super(p); throw new RangeError("no"); }',
      /threw RangeError: no(?:\n {4}|, )at new Mine \(mine\.ts:3/,
    ],
    [
      'whose constructor returns something else',
      'constructor(p) { return { p }; }',
      /constructor returned an object in place of the kernel(?:\n {4}|, )at new Mine \(mine\.ts/,
    ],
    [
      'that copies from where no memory is',
      'copyPage(to, from) { this.supervisor.copyPage(this.kalloc(), 0x7ffff000); return true; }',
      /copyPage, called by copyMapping, reached for 0x7ffff000[\s\S]*\n {4}at Mine\.copyPage \(mine\.ts:3/,
    ],
    ['that schedules nobody at boot', 'schedule() {}', /nobody was scheduled when the boot was over/],
    [
      'that schedules nobody after a trap',
      'syscallYield() { return Number.MIN_SAFE_INTEGER; }',
      /nobody was scheduled after a trap of process 1/,
    ],
  ];
  for (const [title, method, says] of cases) {
    test(title, async () => {
      const { code, errors } = await runHere(kernelWith(method), ...FORK);
      expect(errors).toMatch(says);
      expect([code, errors.match(/ringfence: /g)?.length]).toEqual([1, 1]);
    });
  }
});

test('a kernel that throws is told of with its line by every command, and as a log', async () => {
  const text = kernelWith('fork() { throw null; }');
  for (const words of [
    ['check', '--operations', '100'],
    ['why', 'fork', 'pid', '1', '--at', '9'],
    ['walk', 'fork', '0x100000', '--at', '9'],
  ]) {
    const { code, out, errors } = await runHere(text, ...words);
    expect([code, out + errors]).toEqual([
      1,
      expect.stringMatching(/kernel's fork threw null\n +at fork \(mine\.ts:3:3\)/),
    ]);
  }
});

test('code that stands at the side of the kernel may be anything: a mistake while it loads ends with 1, a file that is no kernel with 2', async () => {
  const thrown = await runHere('const x = 1;\nnull.y;\nexport default x;', ...FORK);
  expect([thrown.code, thrown.errors]).toEqual([
    1,
    expect.stringMatching(/mine\.ts: loading it threw TypeError.*\n {4}at mine\.ts:2:6\n$/),
  ]);
  const odd = await runHere('throw Symbol();', ...FORK);
  expect([odd.code, odd.errors]).toEqual([1, 'ringfence: ./mine.ts: loading it threw Symbol()\n']);
  expect((await runHere('export default class {}', ...FORK)).code).toBe(2);
  const memory = await runHere(kernelWith('constructor(p) { super(p); }'), 'run', 'fork', '--memory', '4K');
  expect([memory.code, memory.errors]).toEqual([2, expect.not.stringContaining('mine.ts')]);
});

test('what a panic left half done is not judged', async () => {
  const { code, out, errors } = await runHere(
    kernelWith("copyPage(...given) { if (super.copyPage(...given)) this.panic('half'); }"),
    ...FORK,
  );
  expect([code, errors]).toEqual([
    1,
    expect.stringMatching(
      /^ringfence: the kernel stopped: PANIC: half\n[\s\S]*\n {4}at Mine\.copyPage \(mine\.ts:3:\d+\)\n\n {2}Where it came from, step by step back:\n {4}PANIC: half: Mine\.copyPage \(mine\.ts:3:\d+\)\n {8}ringfence why fork --kernel \.\/mine\.ts pid 1 --at 2\n/,
    ),
  ]);
  expect(out).not.toContain('broke an invariant');
});

test('a grade is printed with what was earned before a loop, a throw or a promise', async () => {
  const graded = (method: string, ...words: readonly string[]): Promise<Outcome> =>
    runHere(labWith(method), 'jos', '--memory', '4M', '--grade', ...words);
  const loops = await graded('mapPages() { for (;;); }', '--patience', '2');
  expect([loops.code, loops.out]).toEqual([1, expect.stringMatching(/\nScore: 40\/70\n$/)]);
  expect(loops.errors).toMatch(/^ringfence: the kernel stopped: the kernel did not come back within 2 s/);
  const throws = await graded('mapPages() { throw 1n; }');
  expect([throws.code, throws.out]).toEqual([1, expect.stringMatching(/\nScore: 40\/70\n$/)]);
  expect(throws.errors).toMatch(/the kernel's mapPages threw 1n, at mapPages \(mine\.ts:3:3\)\n$/);
  const waits = await graded('async memInit() { await null; throw new Error(); }');
  expect([waits.code, waits.errors]).toEqual([
    1,
    expect.stringMatching(/memInit returned a promise.*, at memInit \(mine\.ts:3:\d+\)\n$/),
  ]);
});

describe('A program is stopped', () => {
  const outside =
    /it did not repeat itself: here it asks for store8\(0xb8000, 0x\w+, 0x0\), but for store8\(0xb8000, 0x\w+, 0x0\) if its file is imported anew[^\n]*\n {4}at main \(mine\.ts:4/;
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      'that counts outside of its generator',
      'const child = yield fork(); n += 1; yield schedYield(); yield store8(0xb8000, n); yield exit();',
      outside,
    ],
    [
      'that leaves something on the host',
      'globalThis.left = (globalThis.left ?? 0) + 1; yield store8(0xb8000, globalThis.left); yield exit();',
      outside,
    ],
    ['that draws from the host', 'yield store8(0xb8000, Math.floor(Math.random() * 2 ** 30)); yield exit();', outside],
    [
      'that reads the clock',
      'yield store8(0xb8000, Math.floor(Date.now() / 3_600_000) % 2 ** 30); yield exit();',
      outside,
    ],
    [
      'that yields what cannot be looked at',
      'yield new Proxy({}, { get() { throw 1; } });',
      /it yielded an object that throws when it is looked at.*\n {4}at main \(mine\.ts:4:3\)/,
    ],
    ['that returns a BigInt', 'yield getpid(); return 2n;', /it returned 2n: .*\n {4}at main \(mine\.ts:3:\d+\)/],
    ['that throws nothing', 'yield getpid(); throw undefined;', /operation 2: it threw undefined/],
  ];
  for (const [title, code, says] of cases) {
    test(title, async () => {
      const outcome = await ringfenceHere(
        ['run', './mine.ts', '--until', '50'],
        folderWith({ 'mine.ts': programWith(code) }),
      );
      expect([outcome.code, outcome.errors]).toEqual([1, expect.stringMatching(says)]);
    });
  }

  test('but not one that keeps to the rules, has constants and tables of its own, prints, and forks', async () => {
    const text = `const table = new Map();
${programWith("const square = table.get(7) ?? table.set(7, 49).get(7); process.stdout.write('once\\n'); const child = yield fork(); yield store8(0xb8000, square + child); yield exit();")}`;
    const { code, out, errors } = await ringfenceHere(
      ['run', './mine.ts', './mine.ts', '--until', '50'],
      folderWith({ 'mine.ts': text }),
    );
    // Replayed for the child, it prints once more.
    expect([code, errors, out.match(/^once$/gm)?.length]).toEqual([0, '', 4]);
  });
});

describe('In a process of its own', () => {
  test('a kernel that ends the process, or fails later, is told of', () => {
    const folder = folderWith({
      'ends.ts': labWith('pageInit() { process.exit(0); }'),
      'later.ts': labWith("goOn() { super.goOn(); Promise.reject(new Error('late')); }"),
    });
    expect(ringfence(['jos', '--memory', '8M', '--kernel', './ends.ts'], folder)).toEqual({
      code: 1,
      out: '',
      errors: expect.stringMatching(
        /^ringfence: the kernel ended the process, by process\.exit\(0\)\n {4}at Mine\.pageInit \(ends\.ts:3:\d+\)\n$/,
      ),
    });
    const later = ringfence(['jos', '--memory', '8M', '--kernel', './later.ts'], folder);
    expect([later.code, later.out, later.errors]).toEqual([
      1,
      expect.stringContaining('check_page() succeeded!'),
      expect.stringMatching(
        /failed later, when nobody waited for it: Error: late\n {4}at Mine\.goOn \(later\.ts:3:\d+\)\n$/,
      ),
    ]);
  });

  test('a loop is told with the method that it is in, and not what that calls', () => {
    const text = kernelWith('fork(p) { for (;;) this.turn(p); }\n  turn(p) { return Math.sqrt(p.pid); }');
    const { code, errors } = ringfence(
      [...FORK, '--patience', '2', '--kernel', './mine.ts'],
      folderWith({ 'mine.ts': text }),
    );
    expect([code, errors]).toEqual([
      1,
      expect.stringMatching(/did not come back within 2 s.*(?:\n {4}|, )at fork \(mine\.ts:3:\d+\)\n$/),
    ]);
  });

  test('what never loads, or fills memory, is ended, and told with the line', () => {
    const folder = folderWith({
      'never.ts': 'await new Promise(() => {});\nexport function* main() {}',
      'fills.ts': 'const all = [];\nfor (;;) all.push(new Uint8Array(1 << 22).fill(1));',
    });
    const never = ringfence(['run', './never.ts'], folder);
    expect([never.code, never.errors]).toEqual([
      1,
      'ringfence: the program ./never.ts waits for something that never comes, as a promise that nobody keeps\n',
    ]);
    const fills = ringfence(['run', './fills.ts'], folder);
    expect([fills.code, fills.errors]).toEqual([
      1,
      expect.stringMatching(
        /^ringfence: the program \.\/fills\.ts filled the host's memory: it may use 512 MB\n {4}at fills\.ts:2:\d+\n$/,
      ),
    ]);
  });

  test('under a debugger nothing is late, and the process that is debugged is the one that runs the code', () => {
    const text = `import { exit } from 'ringfence/userland';
import { url } from 'node:inspector';
export function* main() { const end = Date.now() + 1500; while (Date.now() < end); console.log(url()); yield exit(); }`;
    const command = join(PACKAGE, 'dist/monitor/ringfence.js');
    const words = ['--inspect=127.0.0.1:0', command, 'run', './slow.ts', '--patience', '1', '--until', '5'];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: folderWith({ 'slow.ts': text }) });
    const [, listening] = /Debugger listening on (ws:\S+)/.exec(stderr.toString()) ?? [];
    expect([status, stdout.toString()]).toEqual([0, expect.stringContaining(`${listening}\n`)]);
  });
});
