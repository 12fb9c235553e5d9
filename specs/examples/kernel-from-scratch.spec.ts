/** The kernel from scratch among the examples: checked as its author checks it, and what is said when one of its methods is wrong. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, PACKAGE, ringfenceHere } from '../monitor/terminal.ts';

const EXAMPLE = join(PACKAGE, 'examples/kernel-from-scratch');
const files = readdirSync(EXAMPLE).filter((name) => /^[\w-]+\.ts$/.test(name));
const textOf = (name: string): string => readFileSync(join(EXAMPLE, name), 'utf8');

test('the kernel has under 100 lines, and extends none of those that come with Ringfence', () => {
  expect(textOf('tiny.ts').trimEnd().split('\n').length).toBeLessThan(100);
  for (const name of files) expect(textOf(name)).not.toMatch(/WeensyKernel|JosKernel|JosLab4/);
});

test('it imports what anybody can, and tells its observers nothing', () => {
  const imports = files.flatMap((name) => [...textOf(name).matchAll(/from '([^']+)'/g)].map(([, from]) => from));
  const others = imports.filter((from) => !files.includes(from.replace('./', '')));
  expect([...new Set(others)].toSorted()).toEqual(['ringfence/hardware', 'ringfence/kernel', 'ringfence/specs']);
  for (const name of files) expect(textOf(name)).not.toMatch(/\.tell\(|\.listen\(|\.follow\(/);
});

test('check finds nothing wrong with it, reaches most goals, and names the calls that no model judges', async () => {
  const { code, out } = await ringfenceHere(['check', '--kernel', './tiny.ts', '--operations', '3000'], EXAMPLE);
  expect(out).toMatch(/[\d,]+ operations of \d+ random scenarios: every one did what it must, and no invariant broke/);
  const [, reached, goals] = /(\d+) of (\d+) goals were reached/.exec(out) ?? [];
  expect(Number(reached)).toBeGreaterThan(Number(goals) / 2);
  expect(out).toContain('not compared with a model: getpid, yield, exit, page_alloc, give\n');
  expect(code).toBe(0);
});

/** A file with the kernel in which some methods are these. */
const kernelWith = (methods: string): string => `
  import { PAGE_SIZE, pa, type Pa, type Va, va } from 'ringfence/hardware';
  import { PTE_PWU, type Vmiter } from 'ringfence/kernel';
  import * as abi from '${EXAMPLE}/abi.ts';
  import Tiny from '${EXAMPLE}/tiny.ts';
  export default class Broken extends Tiny {${methods}}`;

const FOLDER = folderWith({
  'leaves.ts': kernelWith('override unmap(): void {}'),
  'overfeeds.ts': kernelWith(`
    override give(giver: number, pid: number, at: Va): number {
      const result = super.give(giver, pid, at);
      if (result !== abi.FULL.value || !this.vmiter(giver, at).present) return result;
      this.vmiter(pid, at).map(this.vmiter(giver, at).pa, PTE_PWU);
      this.unmap(this.vmiter(giver, at));
      return abi.DONE.value;
    }`),
  'keeps.ts': kernelWith(`
    override release(pid: number): void {
      const root = this.rootOf(pid);
      this.machine.entry.loadRoot(abi.ROOT);
      this.supervisor.store32(abi.slotOf(pid), 0);
      for (const it of this.mapped(root, abi.START, abi.END)) this.kfree(it.pa);
      this.kfree(root);
    }`),
});

/** The lines of the report that docs/your-own-kernel.md shows of the first. */
const documentedReport = (): string[] => {
  const document = readFileSync(join(PACKAGE, 'docs/your-own-kernel.md'), 'utf8');
  const [, report = ''] = /^```\n( {3}The kernel broke.*?)^```$/ms.exec(document) ?? [];
  return report.split('\n').flatMap((line) => line.trim() || []);
};

/** What check says of the kernel in a file of the folder; `seed` is one under which it is soon found. */
const saidOf = async (name: string, seed = '1'): Promise<string> => {
  const words = ['check', '--kernel', `./${name}.ts`, '--operations', '100000', '--seed', seed];
  return (await ringfenceHere(words, FOLDER)).out;
};

test('a give that leaves the page with the giver, too: what the count should be, and who did not count', async () => {
  const out = await saidOf('leaves');
  expect(out).toContain('The kernel broke an invariant: exact reference count.');
  const shown = documentedReport().filter((line) => line !== '…');
  expect([shown.length > 5, shown.filter((line) => !out.includes(line))]).toEqual([true, []]);
  const [, command] = /To see it again: ringfence (.*)\n/.exec(out) ?? [];
  expect((await ringfenceHere(command.split(' '), FOLDER)).out).toBe(out);
  expect(out).toMatch(/expected 2: (0x\w+) of process 1, \1 of process 2; found a count of 1\n/);
  expect(out).toMatch(/give of process \d at cycle [\d,]+ mapped the page, and did not count that reference/);
  expect(out).toMatch(/taken by page_alloc of process (\d), count 1\n.*mapped at 0x\w+ by page_alloc of process \1/);
  expect(out).toMatch(
    /main\(\) {\n +yield systemCall\(4, (0x\w+)\); \/\/ page_alloc\n +yield systemCall\(5, [12], \1\); \/\/ give\n +for/,
  );
});

test("a give that does not look at the receiver's share: the kernel's own invariant", async () => {
  const out = await saidOf('overfeeds', '7');
  expect(out).toContain('The kernel broke an invariant: no process has more than its share.');
  expect(out).toMatch(/process \d: expected at most 3; found 4\n +after give of process/);
  expect(out.match(/yield systemCall\(4, /g)).toHaveLength(4);
});

test('an exit that keeps its tables: who let go of them, and did not drop them', async () => {
  const out = await saidOf('keeps');
  expect(out).toContain('The kernel broke an invariant: nothing leaks.');
  expect(out).toMatch(/expected free: nobody refers to it; found a count of 1\n/);
  expect(out).toMatch(/of process \d at cycle [\d,]+ unlinked the page, and did not drop its reference/);
  expect(out).toMatch(/linked as L\d table by setup\n.*unlinked as L\d table by .* of process \d\n/);
});
