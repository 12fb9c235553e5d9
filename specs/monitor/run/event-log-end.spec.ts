/** How event logs end, whatever the program, the kernel or the reader does. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, PACKAGE } from '../terminal.ts';
import { logOf } from './log-reader.ts';

describe('The end says why', () => {
  const folder = folderWith({
    'panics.js': `import { userPanic } from 'ringfence/userland';
export function* main() { console.log('printed'); yield* userPanic('gr\\u00fcn "und" rot'); }`,
    'stuck.js': 'export function* main() { for (;;); }',
    'odd.js': `import { fill, store8 } from 'ringfence/userland';
export function* main() { yield store8(0xb8000, NaN); yield fill(0xb8000, -Infinity, 1); yield store8(0xb8000, 1e300); }`,
    'broken.ts': `import { WeensyKernel } from 'ringfence/kernel';
export default class Forgetful extends WeensyKernel { override share(): void {} }`,
    'loops.ts': `import { WeensyKernel } from 'ringfence/kernel';
export default class extends WeensyKernel { override fork(): number { for (;;); } }`,
  });

  const odd = logOf(['./odd.js'], folder);

  test('no page is free, or nothing can run', () => {
    expect(logOf(['--events', 'idle']).end).toMatchObject({ reason: 'saturated', freePages: 0 });
    expect(odd.end).toMatchObject({ reason: 'idle' });
  });

  test('the kernel panicked; what programs print is not in the log, and letters beyond ASCII survive', () => {
    const { end, code, errors, text, events } = logOf(['./panics.js'], folder);
    const message = 'USER PANIC: gr\xfcn "und" rot';
    expect([code, end.reason, end.message]).toEqual([1, 'panicked', message]);
    expect(errors).toBe(`printed\nringfence: the kernel stopped: ${message}\n`);
    expect(text).toMatch(/^[\n -~]+$/);
    expect(events).toContainEqual(expect.objectContaining({ type: 'log', text: message }));
  });

  test('a program is stuck', () => {
    const { end, code, errors } = logOf(['./stuck.js', '--patience', '1'], folder);
    expect([code, end.reason]).toEqual([1, 'program stuck']);
    expect(errors).toMatch(/ringfence: [^\n]+\n {4}at main \(stuck\.js:1:\d+\)\n$/);
    expect(errors).toContain(`ringfence: ${end.message}\n`);
  });

  test('the kernel loops', () => {
    const { end, code, header } = logOf(['fork', '--kernel', './loops.ts', '--patience', '1'], folder);
    expect([code, end.reason, header.kernel]).toEqual([1, 'error', 'default']);
    expect(end.message).toMatch(/the kernel did not come back within 1 s/);
  });

  test('an invariant broke: the line before says which, and the log has everything up to that moment', () => {
    const { header, events, end, code, errors } = logOf(['fork', '--kernel', './broken.ts'], folder);
    expect([code, header.kernel, header.check]).toEqual([1, 'Forgetful', 'every-trap']);
    expect(errors).toMatch(/the kernel broke an invariant: exact reference count/);
    expect(events.at(-1)).toEqual({
      ...{ type: 'invariant broken', name: 'exact reference count', sentence: expect.any(String), page: 5 },
      ...{ expected: '2: 0x100000 of process 1, 0x100000 of process 2', found: 'a count of 1' },
      ...{ during: 'fork of process 1', cycle: 26146, event: 2 },
      causes: [expect.stringMatching(/^fork of process 1 at cycle .* did not count that reference/)],
      history: expect.arrayContaining([expect.stringMatching(/taken by setup/)]),
    });
    expect(events.at(-2)).toEqual({ cycle: 26146, event: 2, type: 'return', slot: 1, result: 2 });
    expect(end).toMatchObject({ reason: 'invariant broken', cycle: 26146, event: 2 });
  });

  test('numbers that JSON does not have are texts', () => {
    const operations = odd.events.filter(({ type }) => type === 'operation');
    const operands = operations.map((line) => line.operands);
    expect(operands).toEqual([
      [0xb8000, 'NaN'],
      [0xb8000, '-Infinity', 1],
      [0xb8000, 1e300],
    ]);
  });
});

describe('A reader', () => {
  const run = (...words: readonly string[]) =>
    spawn(process.execPath, [join(PACKAGE, 'dist/monitor/ringfence.js'), 'run', ...words, '--json']);
  const closed = (child: ReturnType<typeof run>): Promise<number | null> =>
    new Promise((resolve) => child.on('close', resolve));

  test('may go away: the run ends quietly', async () => {
    const child = run('fork', '--until', '1000000');
    let errors = '';
    child.stderr.on('data', (data: Buffer) => (errors += data));
    child.stdout.once('data', () => child.stdout.destroy());
    expect([await closed(child), errors]).toEqual([0, '']);
  });

  test('may be slower than the patience with programs', async () => {
    const child = run('fork', '--until', '3000', '--patience', '1');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    let text = '';
    child.stdout.on('data', (data: Buffer) => (text += data));
    expect(await closed(child)).toBe(0);
    expect(text).toMatch(/"reason":"until reached".*\n$/);
  });
});
