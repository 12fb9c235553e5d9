/** `record` and `compare` for kernels of every kind: what is recorded is found equal, and the first thing that a changed kernel does otherwise is named. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { explainFields } from '../judge/recordings/fields.ts';
import { folderWith, type Outcome, PACKAGE, ringfence, ringfenceHere } from './terminal.ts';

const kernel = (base: string, method: string): string =>
  `import { ${base} } from 'ringfence/kernel';\nexport default class Mine extends ${base} { override ${method} }\n`;
const TINY = join(PACKAGE, 'examples/kernel-from-scratch/tiny.ts');
const folder = folderWith({
  'lab2.ts': kernel('JosKernel', 'pageInsert(p, pp, at, perm) { return super.pageInsert(p, pp, at, perm & 3); }'),
  'lab2-throws.ts': kernel('JosKernel', 'pageAlloc(flags) { return flags.nothing.there; }'),
  'same.ts': kernel('JosKernel', 'pageDecref(pp) { super.pageDecref(pp); }'),
  'lab4.ts': kernel('JosLab4', 'sysPageUnmap() { return 0; }'),
  'weensy.ts': kernel('WeensyKernel', 'share() {}'),
  'calls.ts':
    "import { systemCall } from 'ringfence/userland';\nexport function* main() { yield systemCall(4, 0x103000); yield systemCall(3); }\n",
  'less.ts':
    `import Tiny from ${JSON.stringify(TINY)};\n` +
    'export default class Less extends Tiny { override pageAlloc(pid, at) { return pid === 1 ? -5 : super.pageAlloc(pid, at); } }\n',
});
const here = (line: string): Promise<Outcome> => ringfenceHere(line.split(' '), folder);
/** Records in a process of its own, for the recording goes to standard output as it is, and keeps it. */
const recordTo = (file: string, line: string): Outcome => {
  const outcome = ringfence(['record', ...line.split(' ')], folder);
  writeFileSync(join(folder, file), outcome.out);
  return outcome;
};

describe('Lab 2 of JOS', () => {
  test('the recordings of the real kernels are equal to the model, and say themselves how they were booted', async () => {
    for (const name of ['mit-meminit', 'sjtu-meminit']) {
      const packed = readFileSync(join(PACKAGE, `specs/jos/recordings/recorded/${name}.txt.br`));
      writeFileSync(join(folder, `${name}.txt`), brotliDecompressSync(packed));
      const { code, out } = await here(`compare ${name}.txt`);
      expect([code, out]).toEqual([0, expect.stringMatching(/: the model equals all \d+ lines\.\n$/)]);
    }
  });

  test("a student's function is shown at the first call that parts from the reference, whichever of the two is the recording", async () => {
    const says = /page_insert pa=003fd000 va=00001000 perm=6: pte is/;
    const mine = recordTo('mine.txt', 'jos --meminit --kernel ./lab2.ts --memory 8M');
    expect([mine.code, mine.errors]).toEqual([1, expect.stringContaining('the kernel stopped: kernel panic')]);
    const compared = await here('compare mine.txt');
    expect([compared.code, compared.out]).toEqual([
      1,
      expect.stringMatching(/^mine\.txt:37: .* 003fd003 in the recording and 003fd007 in the model\.\n/),
    ]);
    const direct = await here('compare --kernel ./lab2.ts --memory 8M');
    expect([direct.code, direct.out]).toEqual([1, expect.stringMatching(says)]);
    expect(direct.out).toMatch(
      / 003fd007 in the model and 003fd003 in \.\/lab2\.ts\.\n {2}model +T .*\n {2}\.\/lab2\.ts +T /,
    );
  });

  test('one that does the same is equal, in its boot and in random operations', async () => {
    const { code, out } = await here('compare --kernel ./same.ts --memory 8M');
    expect([code, out]).toEqual([0, expect.stringMatching(/^\.\/same\.ts equals all 4\d{3} lines of the model\.\n$/)]);
  });

  test('random operations are compared with their seed and number', async () => {
    recordTo('random.txt', 'jos --operations 60 --seed 5 --memory 8M');
    expect((await here('compare random.txt --seed 5 --memory 8M')).code).toBe(0);
    expect(await here('compare random.txt --seed 6 --memory 8M')).toMatchObject({
      code: 1,
      out: expect.stringContaining(':1: '),
    });
  });

  test('what its code throws is its mistake, with the line', () => {
    const { code, errors } = recordTo('thrown.txt', 'jos --meminit --kernel ./lab2-throws.ts');
    expect([code, errors]).toEqual([
      1,
      expect.stringMatching(/the kernel threw TypeError: .*\n {4}at .*lab2-throws\.ts:2:\d+/),
    ]);
  });
});

describe('Kernels that run programs', () => {
  test('JOS with environments: a recording names its programs; a call that does nothing is shown by the page that it leaves', async () => {
    expect(recordTo('jos.txt', 'jos --programs pingpong,faultread --memory 8M --variant sjtu')).toMatchObject({
      code: 0,
      errors: '',
    });
    expect(await here('compare jos.txt')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/equals all \d+ lines/),
    });
    const { code, out } = await here('compare jos.txt --kernel ./lab4.ts');
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(
        /Event \d+, sys_page_unmap envid=0 va=7ff000 of 0000100[01]: .* dropped by .* in the recording and missing in \.\/lab4\.ts/,
      ),
    ]);
    expect(await here('compare --kernel ./lab4.ts --programs pingpong --memory 8M')).toMatchObject({ code: 1 });
  });

  test("WeensyOS: a kernel of one's own beside a recording, and beside the model", async () => {
    recordTo('weensy.txt', 'weensyos --programs fork --events 50');
    const says =
      /At event 1, fork of process 1, change 5 is =005 \(page shared\) in the \w+ and \+00f \(page taken\) in \.\/weensy\.ts/;
    for (const line of [
      'compare weensy.txt --programs fork --kernel ./weensy.ts',
      'compare --programs fork --kernel ./weensy.ts',
    ])
      expect(await here(line)).toMatchObject({ code: 1, out: expect.stringMatching(says) });
    expect(recordTo('mine.trace.txt', 'weensyos --programs fork --kernel ./weensy.ts --events 5').out).toMatch(
      /\n1 1 F 0 2 1 /,
    );
  });

  test('a kernel from scratch: what it did is equal when it does it again, and what a changed one does otherwise is named', async () => {
    const { out } = recordTo('tiny.txt', `--kernel ${TINY} --programs ./calls.ts`);
    expect(out).toMatch(
      /^K Tiny programs=calls pages=256 free=240\nP 1 state=runnable\n0 1 page_alloc va=103000 result=0 next=1 free=239 \+010\n/,
    );
    expect((await here(`compare tiny.txt --kernel ${TINY} --programs ./calls.ts`)).code).toBe(0);
    const changed = await here('compare tiny.txt --kernel ./less.ts --programs ./calls.ts');
    expect([changed.code, changed.out]).toEqual([
      1,
      expect.stringContaining('Event 0, page_alloc va=103000 of 1: result is 0 in the recording and -5 in ./less.ts.'),
    ]);
  });

  test('what cannot be recorded or compared is refused, with what would be right', async () => {
    recordTo('tiny.txt', `--kernel ${TINY} --programs ./calls.ts`);
    const cases: readonly (readonly [string, RegExp])[] = [
      ['record jos --lab 2 --programs spin', /--programs: lab 2 of JOS runs no programs/],
      ['record jos --programs spin --meminit', /--meminit: it is for lab 2 of JOS/],
      ['record jos --programs exit', /no program of JOS is named exit/],
      ['record jos weensyos', /record jos: expected options alone, not weensyos/],
      ['record weensyos --programs exit --seed 3', /--seed: programs of WeensyOS draw from --program-seed/],
      [
        'record weensyos --programs exit --kernel ./lab4.ts',
        /record weensyos: \.\/lab4\.ts is JOS: leave weensyos out/,
      ],
      [`record --kernel ${TINY}`, /--programs is missing: those to run, with commas between them, as \.\/program\.ts/],
      [
        `compare --kernel ${TINY} --programs ./calls.ts`,
        /Tiny extends no model: give the recording to compare it with/,
      ],
      ['compare --kernel jos --programs spin', /JOS is the model itself: give the recording/],
      ['compare tiny.txt', /tiny\.txt: it is no recording of .*: say with --kernel which kernel was recorded/],
    ];
    for (const [line, says] of cases)
      expect(await here(line)).toMatchObject({ code: 2, out: '', errors: expect.stringMatching(says) });
  });
});

test('what parts two lines is told by the name of the field, by the function, or by the page', () => {
  const told = (one: string | undefined, other: string | undefined): string => explainFields(one, other);
  expect(told('T page_alloc flags=0 -> pa=1', 'T page_alloc flags=0 -> pa=2')).toBe(
    'page_alloc flags=0: the result is 1 in the recording and 2 in the model.',
  );
  expect(told('T page_alloc flags=0 -> pa=1', 'T page_free pa=1')).toBe(
    'The recording goes on with page_alloc, and the model with page_free.',
  );
  expect(told('7 2 tick result=- next=1', '7 2 tick result=- next=1 +3b7')).toBe(
    'Event 7, tick of 2: the next change of a page is missing in the recording and page 3b7 taken in the model.',
  );
  expect(told('check_page() succeeded!', 'kernel panic')).toMatch(
    /^The recording says: check_page.*; the model says: kernel panic\.$/,
  );
  expect(told(undefined, 'T x')).toBe('The recording ends here and the model goes on.');
  expect(told('T x', undefined)).toBe('The model stops here and the recording goes on.');
});
