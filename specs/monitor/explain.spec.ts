/** `ringfence explain` as a user gives it: texts, files, standard input, and what it prints. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { measuredScreens } from '../symptoms/screens/screens.ts';
import { folderWith, PACKAGE, ringfence, ringfenceHere } from './terminal.ts';

const [SCREEN] = measuredScreens('wrong.txt').filter(({ of }) => of === 'weensyos-20');
const ROOT_UNCHECKED = `import { frame } from 'ringfence/hardware';
import { abi, P_RUNNABLE, type Process, WeensyKernel } from 'ringfence/kernel';
export default class Mine extends WeensyKernel {
  override fork(parent: Process): number {
    const child = this.findFreeSlot();
    if (child === null) return abi.E_FAILED;
    const root = this.kallocPagetable();
    if (!this.copyAddressSpace(root, parent.pagetable)) return this.undoFork(root);
    this.initProcess(child, child.slot);
    this.copyRegisters(child, parent);
    child.setRegister(frame.RAX, 0);
    child.pagetable = root;
    child.state = P_RUNNABLE;
    return child.pid;
  }
}
`;
const TABLES_FREED_EARLY = `import type { Pa } from 'ringfence/hardware';
import { WeensyKernel } from 'ringfence/kernel';
export default class Mine extends WeensyKernel {
  override undoFork(root: Pa): number {
    this.freeTables(this.current.pagetable);
    return super.undoFork(root);
  }
}
`;
const folder = folderWith({
  'screen.txt': SCREEN.text,
  'log.txt': 'PAGE TABLE ERROR: 5000: freed page mapped for user (pid 1)\n',
  'empty.txt': ' \n',
  'dump.bin': 'a\0b',
  'root-unchecked.ts': ROOT_UNCHECKED,
  'freed-early.ts': TABLES_FREED_EARLY,
});
const here = (words: readonly string[]) => ringfenceHere(words, folder);

test('a text, a file and standard input are explained alike', async () => {
  const text = await here(['explain', SCREEN.text]);
  const file = await here(['explain', 'screen.txt']);
  const piped = ringfence(['explain', '-'], folder, {}, SCREEN.text);
  expect(text).toMatchObject({ code: 0, errors: '' });
  expect([file.out, piped.out]).toEqual([text.out, text.out]);
  expect([file.code, piped.code]).toEqual([0, 0]);
  const words = await here(['explain', 'Kernel', 'page', 'fault', 'for', '0x0']);
  expect(words.out).toBe((await here(['explain', 'Kernel page fault for 0x0'])).out);
  const two = await here(['explain', 'screen.txt', 'log.txt']);
  expect(two.out).toMatch(/write address 0x0[\s\S]*freed page mapped/);
});

test('it says what the machine did, what that means, which mistakes lead there and what tries them, in this order', async () => {
  const { out } = await here(['explain', 'screen.txt']);
  const parts = [
    /^ {3}Something is wrong with the kernel\.$/m,
    /What the machine did: the kernel itself tried to write address 0x0/,
    /What it means: an address so low is a null pointer/,
    /known to lead there, the likeliest first:/,
    /1\. page_alloc does not ask whether kalloc found a page \(weensyos-20\)/,
    /Because it says "Kernel page fault on 0x0/,
    /To tell: The fault is a write/,
    /ringfence bugs hunt weensyos-20 {2}/,
    /ringfence run allocators --kernel FILE/,
  ];
  const places = parts.map((part) => out.search(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('prose is wrapped, and nothing that others wrote reaches the terminal as it is', async () => {
  const { out } = await here([
    'explain',
    'USER PANIC: \x1b[31mred\x1b[0m \x07 bell and a long line of words that go on and on, further than any terminal is wide',
  ]);
  expect([...out].filter((letter) => letter < ' ' && letter !== '\n')).toEqual([]);
  const prose = out.split('\n').filter((line) => !/^ {6}ringfence /.test(line));
  expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(110);
});

test('a text in which nothing is known is an answer, too', async () => {
  const { code, out, errors } = await here(['explain', 'my dog ate it']);
  expect([code, errors]).toEqual([0, '']);
  expect(out).toMatch(/Nothing in it is recognized\.[\s\S]*Give it the whole message/);
});

test('what cannot be read is refused with what would be right', async () => {
  const refused: readonly (readonly [words: readonly string[], why: RegExp])[] = [
    [[], /expected a text or a file, as in ringfence explain "Kernel page fault/],
    [[''], /the text is empty/],
    [['empty.txt'], /empty\.txt is empty/],
    [['dump.bin'], /dump\.bin is no text/],
    [['missing.txt'], /explain missing\.txt: there is no such file\. A message goes in quotes/],
    [['./missing'], /there is no such file/],
    [['.'], /that is a folder/],
    [['--frob', 'x'], /--frob/],
  ];
  for (const [words, why] of refused) {
    const { code, out, errors } = await here(['explain', ...words]);
    expect([words, code, out]).toEqual([words, 2, '']);
    expect(errors).toMatch(why);
  }
});

test('--json is one object that says the same', async () => {
  const { code, out } = await here(['explain', '--json', 'screen.txt']);
  const { schema, verdict, messages, causes } = JSON.parse(out);
  expect([code, schema, verdict]).toEqual([0, 'ringfence/explain/1', 'kernel']);
  expect(messages[0].quote).toBe('Kernel page fault on 0x0 (write missing page, rip=0x444fa)!');
  expect(causes[0]).toMatchObject({
    id: 'weensyos-20',
    experiments: expect.arrayContaining([expect.objectContaining({ command: 'ringfence bugs hunt weensyos-20' })]),
  });
});

/** A student's two messages in his words; a kernel with the mistake; and what its trace says. */
const REPORTED = [
  ['Kernel page fault for 0x0', 'weensyos-35', './root-unchecked.ts', /Kernel page fault on 0x0/],
  [
    'kernel allocated page mapped for user (pid 2)',
    'weensyos-48',
    './freed-early.ts',
    /no use after free[\s\S]*freed by fork/,
  ],
] as const;

describe.each(REPORTED)('"%s"', (message, id, file, traced) => {
  test(`leads to ${id} first, whose commands make it happen and trace it`, async () => {
    const { causes } = JSON.parse((await here(['explain', '--json', message])).out);
    expect(causes[0].id).toBe(id);
    const commands: string[] = causes[0].experiments.map(({ command }: { readonly command: string }) => command);
    const [hunt, run] = commands.map((command) => command.replace('FILE', file).split(' ').slice(1));
    expect(hunt).toEqual(['bugs', 'hunt', id]);
    expect((await here(['bugs', 'show', id])).code).toBe(0);
    const { code, out } = await here(run);
    expect(code).toBe(1);
    expect(out).toMatch(traced);
    const again = /^ {3}To learn more: {3}ringfence (why .*)$/m.exec(out)?.[1];
    if (again !== undefined) expect((await here(again.split(' '))).out).toMatch(/its life:[\s\S]*freed by fork/);
  });
});

test('the document shows what is printed', async () => {
  const document = readFileSync(join(PACKAGE, 'docs/explain.md'), 'utf8');
  const shown = [...document.matchAll(/^\$ ringfence explain "([^"]+)"\n([\s\S]*?)^```$/gm)];
  expect(shown.length).toBeGreaterThan(0);
  for (const [, message, printed] of shown) {
    const { out } = await here(['explain', message]);
    for (const line of printed.split('\n').filter((one) => one.trim() !== '' && one.trim() !== '…'))
      expect(out).toContain(line);
  }
});
