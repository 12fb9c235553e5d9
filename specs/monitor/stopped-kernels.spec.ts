/** Kernels that stop, each for another reason: the trace of each ends at the line that is wrong, which is marked in its file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { choicesOf } from '../../hardware/hardware.ts';
import type { Program } from '../../hardware/operation.ts';
import { JosKernel, WeensyKernel, type WeensyParameters } from '../../kernel/kernel.ts';
import { loadKernelClass } from '../../monitor/command-line/bundle.ts';
import { placeIn } from '../../monitor/limits/own-code.ts';
import { exit, fork, pageAlloc, schedYield, store32 } from '../../userland/userland.ts';
import { programOf } from '../kernel/weensyos/booted.ts';
import { type Again, type Link, originOf } from '../specs.ts';
import { PACKAGE } from './terminal.ts';

const FOLDER = join(PACKAGE, 'specs/monitor/stopped-kernels');
const fileOf = (name: string): string => join(FOLDER, `${name}.ts`);
const PAGE = 4096;

const weensyOS = async (
  name: string,
  main: () => Program,
  parameters: Partial<WeensyParameters> = {},
): Promise<Again> => {
  const Kernel = await loadKernelClass(fileOf(name), WeensyKernel);
  const programs = [programOf(main)];
  return (prepare) => {
    const kernel = new Kernel({ programs, ...parameters });
    prepare(kernel);
    kernel.boot();
    kernel.machine.run(2000);
  };
};

const jos = async (name: string): Promise<Again> => {
  const Kernel = await loadKernelClass(fileOf(name), JosKernel);
  return (prepare) => {
    const kernel = new Kernel({ pages: 1100 });
    prepare(kernel);
    kernel.boot();
  };
};

/** The story in lines, without paths. */
const told = (links: readonly Link[]): string[] => links.map(({ what, own }) => [what, ...own].join(' < '));

/** The line that is marked. */
const wrongLine = (name: string): number => {
  const lines = readFileSync(fileOf(name), 'utf8').split('\n');
  return lines.findIndex((line) => line.endsWith('// wrong')) + 1;
};

/** The lines of the kernel's file that were at work, innermost first. */
const linesOf = ({ places }: Link): (number | undefined)[] => places.map((place) => placeIn(`    at ${place}`)?.line);

function* forks(): Program {
  yield fork();
  yield schedYield();
  yield exit();
}
/** So many pages that a count of eight bits comes to an end. */
function* allocates(): Program {
  for (let page = 0; page < 262; page++) yield pageAlloc(0x200000 + (page % 250) * PAGE);
  yield exit();
}
/** Writes through a page that it was given twice, from the first entry of whatever lies there now. */
function* writes(): Program {
  yield pageAlloc(0x120000);
  yield pageAlloc(0x120000);
  yield fork();
  for (let entry = 0; entry < 40; entry++) yield store32(0x120000 + entry * 4, 0x7777);
  for (;;) yield schedYield();
}

/** Each with its run, and how its story goes: what the links say, and the kernel's own methods that were at work. */
const STOPS: readonly (readonly [name: string, run: () => Promise<Again>, story: readonly RegExp[]])[] = [
  [
    'root-unchecked',
    () => weensyOS('root-unchecked', forks, { oracle: choicesOf(['allocation'], [...new Array(8).fill(0), 1]) }),
    [
      /^a page fault at 0x0, a read where no page is < fork$/,
      /^kallocPagetable had no free page and gave 0 to fork < fork$/,
    ],
  ],
  [
    'table-freed-early',
    () => weensyOS('table-freed-early', forks),
    [
      /may contain uninitialized memory! < freeAddressSpace$/,
      /held 0xdeaddead/,
      /was filled with 0xdeaddead < kfree < freeAddressSpace$/,
    ],
  ],
  [
    'count-wrapped',
    () => weensyOS('count-wrapped', allocates),
    [
      /refcount > 0' failed$/,
      /^physpages\[\d+\].refcount held 0$/,
      /went from 255 to 0: it has no more bits < pageAlloc$/,
    ],
  ],
  [
    'stack-into-guard',
    () => weensyOS('stack-into-guard', forks),
    [/^a page fault at 0x7ed40, a write where no page is, in the guard beside the kernel stack < fork$/],
  ],
  [
    'wrong-cr3',
    () => weensyOS('wrong-cr3', forks),
    [
      /^kernel text at 0x\w+ cannot be fetched, after loading CR3 < systemCall$/,
      /^ptable\[3\].pagetable held 0, as since the boot < systemCall$/,
    ],
  ],
  [
    'freed-page-as-table',
    () => weensyOS('freed-page-as-table', writes),
    [
      /exception_entry\)' failed$/,
      /^mapsItself gave false/,
      /^entry 0x0 of the root table of process 2 held 0x7777/,
      /^process 1 stored it into/,
      /had become 0 before: the page was given back < replacePage$/,
    ],
  ],
  [
    'breakpoints-executed',
    () => weensyOS('breakpoints-executed', forks),
    [
      /^process 2 executed 0xcc at 0x10000\w, where its text should be: exception 3$/,
      /was filled with 0xcccccccc < sharePage$/,
    ],
  ],
  [
    'null-entry',
    () => jos('null-entry'),
    [
      /^a page fault at 0x0, a write without the right to it < pageInsert$/,
      /^pgdirWalk had no free page and gave 0 to pageInsert/,
    ],
  ],
  ['text-overwritten', () => jos('text-overwritten'), [/overwritten/, /nextfree/, /< bootAlloc$/]],
  [
    'list-in-circle',
    () => jos('list-in-circle'),
    [/assertion failed/, /page_free_list held/, /was stored into \w+.* < pageFree < pageRemove$/],
  ],
];

test('the story in docs/properties.md is that of a freed page that became a table', async () => {
  const document = readFileSync(join(PACKAGE, 'docs/properties.md'), 'utf8');
  const [, block = ''] = /Where it came from, step by step back:\n([\s\S]*?)```/.exec(document) ?? [];
  const shown = block.split('\n').filter((line) => line !== '');
  const links = originOf(await weensyOS('freed-page-as-table', writes));
  expect(shown.map((line, i) => line.trim().slice(0, links[i].what.length))).toEqual(links.map(({ what }) => what));
});

test('a kernel that does not stop has no story, and looking changes nothing', async () => {
  const again: Again = (prepare) => {
    const kernel = new WeensyKernel({ programs: [programOf(forks)] });
    prepare(kernel);
    kernel.boot();
    kernel.machine.run(500);
    seen.push(`${kernel.machine.fingerprint()} ${kernel.machine.counters.join()}`);
  };
  const seen: string[] = [];
  expect(originOf(again)).toEqual([]);
  again(() => {});
  expect(seen[0]).toBe(seen[1]);
});

test.each(STOPS)('of %s the trace ends at the line that is wrong', async (name, run, story) => {
  const links = originOf(await run());
  const lines = told(links);
  expect(lines[0]).toMatch(story[0]);
  for (const part of story) expect(lines).toContainEqual(expect.stringMatching(part));
  expect(linesOf(links.at(-1) as Link)).toContain(wrongLine(name));
});
