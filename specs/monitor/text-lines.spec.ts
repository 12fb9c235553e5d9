import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesIn } from '../../monitor/command-line/text-lines.ts';
import { readTraceFile } from '../../monitor/fuzz/trace-file.ts';
import { folderWith, PACKAGE, ringfenceHere } from './terminal.ts';

const FOLDER = folderWith({});
const path = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(join(FOLDER, name), bytes);
  return join(FOLDER, name);
};
/** A text as other systems write it. */
const utf16 = (text: string, swapped: boolean): Buffer => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return swapped ? bytes.swap16() : bytes;
};

test('the lines of a file are those of its text, in any of these encodings, with either end of line', () => {
  const text = fc.array(
    fc.string({ unit: 'grapheme' }).filter((line) => !/[\r\n\ufeff]/.test(line)),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(text, fc.constantFrom('\n', '\r\n'), (lines, end) => {
      const whole = lines.join(end);
      const files = [Buffer.from(whole), Buffer.from(`\ufeff${whole}`), utf16(whole, false), utf16(whole, true)];
      for (const file of files) expect([...linesIn(path('any.txt', file), 'utf8')]).toEqual(lines);
    }),
    { numRuns: 12 },
  );
});

test('no line and no character is lost where one piece ends and the next begins', () => {
  const line = `${'ä€𝄞'.repeat(9)}x`;
  const lines = Array.from({ length: 14_000 }, (_, i) => `${i} ${line}`);
  expect([...linesIn(path('long.txt', lines.join('\n')), 'utf8')]).toEqual(lines);
});

test('bytes are characters where a recording is read, and a text without lines is refused', () => {
  expect([...linesIn(path('bytes', Buffer.from([65, 233, 128, 10, 66])), 'latin1')]).toEqual(['A\u00e9\u0080', 'B']);
  const endless = path('endless', Buffer.alloc((1 << 24) + 2, 'x'));
  expect(() => [...linesIn(endless, 'utf8')]).toThrow(
    /endless: line 1 has more than 16777216 characters: is this a text\?/,
  );
});

test('a trace in each format, and a recording, may come from another system', async () => {
  const traces = [
    '9\n1\n2\n1\na 0 5\nf 0\n',
    'Alloc(5),\nFree(0),\n',
    ' x-1 [0] 1.0: mm_page_alloc: page=1 pfn=5 order=0*/\n x-1 [0] 1.1: mm_page_free_direct: page=1 pfn=5 order=0*/\n',
  ];
  for (const text of traces) {
    const { kinds } = readTraceFile(path('plain', text)).trace;
    expect(kinds.length).toBe(2);
    const strange = text.replaceAll('\n', '\r\n');
    for (const bytes of [strange, `\ufeff${strange}`, utf16(strange, false)])
      expect(readTraceFile(path('strange', bytes)).trace.kinds).toEqual(kinds);
  }
  const recorded = brotliDecompressSync(
    readFileSync(join(PACKAGE, 'specs/weensyos/recordings/recorded/E7.trace.txt.br')),
  );
  const strange = recorded.toString('latin1').replaceAll('\n', '\r\n');
  for (const bytes of [`\ufeff${strange}`, utf16(strange, true)]) {
    path('e7.txt', bytes);
    const compared = await ringfenceHere(['compare', 'e7.txt', '--programs', 'exit', '--events', '20'], FOLDER);
    expect(compared).toMatchObject({ code: 0, errors: '' });
  }
});

test('the script of docs/traces.md makes a trace of what heaptrack recorded', () => {
  const page = readFileSync(join(PACKAGE, 'docs/traces.md'), 'utf8');
  const [, script] = /zstd -dc \S+ \| (awk '[^']*')/.exec(page) ?? [];
  const input = 'v 10400 3\nX ls\nI 1000 9\ns 2 ls\nt 1 0\na 10 1\n+ 0\na ff 1\n+ 1\n+ 0\n- 0\nc 1f\n- 1\n- 0\n';
  const { stdout, stderr } = spawnSync('sh', ['-c', script], { input });
  expect(stderr.toString()).toBe('');
  expect(stdout.toString()).toBe('3\n6\na 0 16\na 1 255\na 2 16\nf 2\nf 1\nf 0\n');
  expect(readTraceFile(path('prog.rep', stdout)).trace.blocks).toBe(3);
});

test('a file of heaptrack, DHAT or jemalloc is named, with what to do', () => {
  for (const [name, text, says] of [
    [
      'heaptrack.ls.1',
      'v 10400 3\nX ls\n',
      /line 1: this is a recording of heaptrack; the script in docs\/traces\.md makes/,
    ],
    ['dhat.out.7', '{"dhatFileVersion":2,"mode":"heap"}\n', /this is a file of DHAT, which has sums .* perf or ftrace/],
    ['dhat.out.8', '\ufeff{\r\n  "dhatFileVersion":2}\r\n', /this is a file of DHAT/],
    ['jeprof.1.heap', 'heap_v2/524288\n  t*: 1: 2 [0: 0]\n', /this is a profile of jemalloc, .* perf or ftrace/],
    ['stats.txt', '___ Begin jemalloc statistics ___\n', /jemalloc/],
    ['heaptrack.ls.1.zst', '(\xb5/\xfd\x04', /binary file; .*; it is named as recordings of heaptrack are/],
  ] as const)
    expect(() => readTraceFile(path(name, text))).toThrow(says);
});
