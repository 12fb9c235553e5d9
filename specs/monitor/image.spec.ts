/** `judge --image` of a kernel of JOS, as its author uses it: what it prints, what it exits with, and what becomes of the terminal. */
import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Build, build, whyNotBuilt } from '../real/jos/built.ts';
import { missingIn, stepsOf } from './documentation/page.ts';
import { type Answer, hasPseudoTerminal, onTerminal } from './pseudo-terminal.ts';
import { folderWith, PACKAGE, ringfenceHere } from './terminal.ts';

/** A folder of the lab, after make. */
const folderOf = (which: Build): string => {
  const folder = folderWith({});
  mkdirSync(join(folder, 'obj/kern'), { recursive: true });
  copyFileSync(build(which), join(folder, 'obj/kern/kernel'));
  return folder;
};

const judged = (which: Build, ...words: readonly string[]) =>
  ringfenceHere(['judge', '--image', 'obj/kern/kernel', ...words], folderOf(which));

describe.skipIf(whyNotBuilt() !== null)('judge --image of a kernel of JOS', () => {
  test('who obeys docs/real-kernels.md sees what it shows', async () => {
    const page = readFileSync(join(PACKAGE, 'docs/real-kernels.md'), 'utf8').replaceAll('sh no-run run here', 'sh');
    const sessions = stepsOf(page).filter((step) => step.kind === 'command' && step.line.endsWith('obj/kern/kernel'));
    expect(sessions).toHaveLength(1);
    const [session] = sessions;
    if (session.kind !== 'command') return;
    const { code, out } = await judged({ lab: 4, mistake: 'FREE_KEEPS_TABLES' });
    expect([code, missingIn(out, session.shown), out]).toEqual([1, undefined, out]);
  });

  test('--grade gives the points of lab 2, and what is wrong beside them', async () => {
    const right = await judged({ lab: 2 }, '--grade');
    expect([right.code, right.errors]).toEqual([0, '']);
    expect(right.out).toMatch(
      /^check_page\(\) succeeded! +20 of 20$[\s\S]*^Score: 70\/70$[\s\S]*nothing is wrong at any/m,
    );
    const wrong = await judged({ lab: 2, mistake: 'COUNTS_ONCE' }, '--grade');
    expect(wrong.code).toBe(1);
    expect(wrong.out).toMatch(
      /^Score: 20\/70$[\s\S]*^The kernel has panicked, and waits for a key\.$[\s\S]*exact reference count/m,
    );
    expect(await judged({ lab: 4 }, '--grade')).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/lab 2 is graded/),
    });
  });

  test('--json says the same, and shows no console; --until leaves it earlier', async () => {
    const { code, out } = await judged({ lab: 4, mistake: 'COUNTS_ONCE' }, '--json');
    const told = JSON.parse(out);
    expect([code, told.firstWrong, told.ending]).toEqual([1, told.dumps.length - 1, null]);
    expect(told.since.word).toMatch(/^entry 0x201 of the level-1 table of environment 00001000/);
    expect(told.since.code[0]).toMatchObject({ function: 'page_insert', file: 'pmap.c' });
    const left = await judged({ lab: 4, mistake: 'FREE_KEEPS_TABLES' }, '--until', '9');
    expect([left.code, left.out]).toEqual([0, expect.stringMatching(/^9 events: nothing is wrong at any of them\.$/m)]);
  });

  test('--dumps keeps its life, which is gone through like any other run', async () => {
    const folder = folderOf({ lab: 4, mistake: 'FREE_KEEPS_TABLES' });
    const here = (...words: string[]) => ringfenceHere(words, folder);
    const { code, out } = await here('judge', '--image', 'obj/kern/kernel', '--memory', '4M', '--dumps', 'life');
    const [, event] = /the first at which something is wrong is event (\d+)/.exec(out) ?? [];
    const [, page] = /page (0x[0-9a-f]+) \(physical/.exec(out) ?? [];
    const [, moment] = /--moment (\S+)/.exec(out) ?? [];
    expect([code, Number(event) > 10]).toEqual([1, true]);
    const why = await here('why', 'page', `${page}000`, '--moment', moment);
    expect([why.code, why.out]).toEqual([0, expect.stringMatching(/linked as L1 table by sys_\w+.* of environment/)]);
    const judgedAgain = await here('judge', 'life');
    expect([judgedAgain.code, judgedAgain.out]).toEqual([1, expect.stringContaining('nothing leaks')]);
    expect(judgedAgain.out).toContain(`is event-${event.padStart(5, '0')}.bin.gz.`);
    expect(await here('judge', '--image', 'obj/kern/kernel', '--memory', '4M', '--dumps', 'life')).toMatchObject({
      code: 2,
      errors: expect.stringContaining('there are dumps in it already'),
    });
    expect(await here('judge', 'life', '--dumps', 'other')).toMatchObject({ code: 2 });
  });

  test.each([
    [
      'FAULTS_AT_BOOT',
      /^The kernel brought on a fault that it has no handler for .*, in i386_init \(init\.c:\d+\)\.$/m,
    ],
    ['PANICS', /^The kernel has panicked, and waits for a key\.$/m],
  ])('%s is a mistake of the kernel', async (mistake, told) => {
    const { code, out } = await judged({ lab: 2, mistake });
    expect([code, out]).toEqual([1, expect.stringMatching(told)]);
  });

  test('what is no such kernel is refused, with what to do', async () => {
    const folder = folderOf({ lab: 4 });
    const kernel = readFileSync(join(folder, 'obj/kern/kernel'));
    const refused = async (change: (bytes: Buffer) => void, cut = kernel.length): Promise<string> => {
      const bytes = Buffer.from(kernel);
      change(bytes);
      writeFileSync(join(folder, 'other'), bytes);
      truncateSync(join(folder, 'other'), cut);
      const { code, out, errors } = await ringfenceHere(['judge', '--image', 'other'], folder);
      expect([code, out]).toEqual([2, '']);
      return errors.replace(/\s+/g, ' ');
    };
    expect(await refused((bytes) => bytes.write('what?', 0))).toMatch(/other: that is no ELF file, .*weensyos\.img/);
    expect(await refused((bytes) => bytes.writeUInt8(2, 4))).toMatch(/is a kernel of 64 bits, .* QEMU runs/);
    expect(await refused((bytes) => bytes.writeUInt16LE(8, 0x12))).toMatch(/is an ELF file for another processor/);
    expect(await refused((bytes) => bytes.fill(0, 0x1000, 0x1004))).toMatch(/has no multiboot header/);
    expect(await refused(() => {}, 0x1800)).toMatch(/is an ELF file that was cut off/);
    expect(await refused((bytes) => bytes.writeUInt32LE(0xf0100000, 0x34 + 12))).toMatch(
      /is to be loaded at 0xf0100000, where 8 MiB/,
    );
    const small = await ringfenceHere(['judge', '--image', 'obj/kern/kernel', '--memory', '1M'], folder);
    expect(small).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/--memory 1M: a machine for JOS has 4M to 256M/),
    });
    expect(await ringfenceHere(['judge', '--image', 'none'], folder)).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/there is no such file/),
    });
  });

  test.skipIf(!hasPseudoTerminal)('keys go to the kernel on a terminal, which is given back after Ctrl-C', async () => {
    const kernel = join(folderOf({ lab: 2 }), 'obj/kern/kernel');
    const shown = await onTerminal(
      `judge --image ${kernel}`,
      ['K> ', (keyboard) => keyboard.write('hello\r')],
      ['Unknown command of 5 letters', (keyboard) => keyboard.write('\x03')],
    );
    expect(shown).toMatch(
      /K> hello\s+Unknown command of 5 letters[\s\S]*21 events: nothing is wrong[\s\S]*The kernel waits for a key\.[\s\S]*code 0/,
    );
    expect(shown).toMatch(/(?<!-)icanon/);
    expect(shown).toMatch(/(?<!-)echo /);
  });

  const LEFT: readonly (readonly [string, string, readonly Answer[], RegExp])[] = [
    ['FORGETS_GATES', '', [], /The kernel brought on a fault[\s\S]*code 1/],
    ['TURNS_CONSOLE_OFF', '--until 20', [], /^20 events: nothing is wrong[\s\S]*code 0/m],
    [
      'NEEDS_TWO_CPUS',
      '',
      [['Physical memory', (keyboard) => keyboard.write('\x03')]],
      /The kernel was interrupted\.[\s\S]*code 0/,
    ],
  ];
  test.skipIf(!hasPseudoTerminal).each(LEFT)(
    'the terminal of a kernel that %s is given back',
    async (mistake, options, answers, told) => {
      const kernel = join(folderOf({ lab: 4, mistake }), 'obj/kern/kernel');
      const shown = await onTerminal(`judge --image ${kernel} ${options}`, ...answers);
      expect(shown).toMatch(told);
      expect(shown).toMatch(/(?<!-)icanon/);
      expect(shown).toMatch(/(?<!-)echo /);
    },
  );
});
