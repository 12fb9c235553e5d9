/** Kernels by commands and options: no hole but where a kernel has no such thing, which the documents, the help and the refusal say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import Tiny from '../../examples/kernel-from-scratch/tiny.ts';
import { JosKernel, JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { COMPARE_OPTIONS } from '../../monitor/compare/compare.ts';
import { EXPORT_OPTIONS } from '../../monitor/export/export.ts';
import { HELP } from '../../monitor/help-texts.ts';
import { BESIDE_OPTIONS } from '../../monitor/judge/named-dumps.ts';
import { fromScratch } from '../../monitor/kernels/from-scratch.ts';
import { PAGE_OPTIONS } from '../../monitor/page/page.ts';
import { formOf, RECORD_OPTIONS } from '../../monitor/record/record.ts';
import { RUN_OPTIONS } from '../../monitor/run/run.ts';
import { STEP_OPTIONS } from '../../monitor/step/step.ts';
import { WALK_OPTIONS } from '../../monitor/walk/walk.ts';
import { WHY_OPTIONS } from '../../monitor/why/why.ts';
import { josLab2 } from '../../presentation/kernels/jos/lab2.ts';
import { josLab4 } from '../../presentation/kernels/jos/lab4.ts';
import type { Kind } from '../../presentation/kernels/kind.ts';
import { weensyOS } from '../../presentation/kernels/weensyos.ts';
import type { OwnKernelClass } from '../judge/kernel-from-scratch.ts';
import { folderWith, PACKAGE, ringfenceHere } from './terminal.ts';

const TINY = join(PACKAGE, 'examples/kernel-from-scratch/tiny.ts');
const own = (base: string): string =>
  `import { ${base} } from 'ringfence/kernel';\nexport default class Mine extends ${base} {}\n`;
const folder = folderWith({
  'weensy.ts': own('WeensyKernel'),
  'lab4.ts': own('JosLab4'),
  'lab2.ts': own('JosKernel'),
  'p.ts':
    "import { systemCall } from 'ringfence/userland';\nexport function* main() { for (let i = 0; i < 9; i++) yield systemCall(2); yield systemCall(3); }\n",
});

type Command = 'run' | 'export' | 'why' | 'walk' | 'step' | 'record' | 'compare' | 'page';
/** What goes with dumps of real kernels, which no kernel here has. */
const OF_DUMPS = Object.keys(BESIDE_OPTIONS);
const besides = (options: object): string[] => Object.keys(options).filter((name) => !OF_DUMPS.includes(name));

/** The options of each command, but for help. */
const OPTIONS: Readonly<Record<Command, readonly string[]>> = {
  run: Object.keys(RUN_OPTIONS),
  export: Object.keys(EXPORT_OPTIONS),
  why: besides(WHY_OPTIONS),
  walk: besides(WALK_OPTIONS),
  step: besides(STEP_OPTIONS),
  record: Object.keys(RECORD_OPTIONS),
  compare: Object.keys(COMPARE_OPTIONS),
  page: besides(PAGE_OPTIONS),
};

interface Column {
  readonly kind: Kind;
  /** How it is asked for in a line below, which is refused if an option is added that it lacks. */
  readonly asked: Readonly<Record<Exclude<Command, 'compare'>, string>>;
  /** Command lines that are obeyed, and among them use each option that it has. */
  readonly lines: readonly string[];
}

const askedFor = (system: string, more: string, at = ' --at 1'): Column['asked'] => ({
  run: `run ${more}`,
  export: `export ${more} --cast a.cast`,
  why: `why ${more} page 0x5000${at}`,
  walk: `walk ${more} 0x1000${at}`,
  step: `step ${more} --command where`,
  page: `page ${more} --save a.html`,
  record: `record ${system}`,
});

const COLUMNS: readonly Column[] = [
  {
    kind: weensyOS(WeensyKernel),
    asked: askedFor('weensyos', 'fork'),
    lines: [
      'run exit --order cursor:3 --timer cycles:9000 --memory 1M --processes 9 --allocatable 60 --viewer --seed 2 --until 200 --show 1 --check end --patience 9 --plain --picture a.svg --record-allocations a.rep',
      'run fork --kernel ./weensy.ts --allocator buddy --until 20 --dump a.bin --dumps weensy-dumps',
      'export exit --order cursor:3 --timer cycles:9000 --memory 1M --processes 9 --allocatable 60 --viewer --seed 2 --until 200 --check end --patience 9 --trace a.json --stacks a.txt --cast a.cast --size 90x30 --every 20 --show 1',
      'export fork --kernel ./weensy.ts --allocator buddy --until 20 --stacks a.txt',
      'why exit --order random --seed 2 --timer off --memory 1M --processes 9 --allocatable 60 --viewer page 0x5000 --at 20',
      'why fork --kernel ./weensy.ts --allocator bitmap read 0x100000 --pid 1 --at 20',
      'walk exit --order random --seed 2 --timer off --memory 1M --processes 9 --allocatable 60 --viewer 0x100000 --at 20 --pid 2',
      'walk fork --kernel ./weensy.ts --allocator bitmap 0x100000 --at 20',
      'step exit --order random --seed 2 --timer off --memory 1M --processes 9 --allocatable 60 --viewer --at 20 --plain --patience 9 --command where',
      'step fork --kernel ./weensy.ts --allocator bitmap --command next',
      'page exit --order random --seed 2 --timer off --memory 1M --processes 9 --allocatable 60 --viewer --at 20 --save a.html',
      'page fork --allocator bitmap --save a.html',
      'compare --kernel ./weensy.ts --programs exit --program-seed 4 --events 60 --order cursor:2 --timer every:7 --memory 1M --processes 9 --allocatable 60 --viewer --log 50',
    ],
  },
  {
    kind: josLab4(JosLab4),
    asked: askedFor('jos --programs spin', '--kernel jos spin'),
    lines: [
      'run --kernel jos --lab 4 spin --variant sjtu --end 0xf0119000 --timer every:9 --memory 4M --until 30 --show 1000 --check every-trap --patience 9 --plain --picture a.svg --record-allocations a.rep',
      'run --kernel ./lab4.ts spin --memory 4M --until 6 --dump a.bin --dumps lab4-dumps',
      'export --kernel jos --lab 4 spin --variant sjtu --end 0xf0119000 --timer every:9 --memory 4M --until 20 --check every-trap --patience 9 --trace a.json --stacks a.txt --cast a.cast --size 90x30 --every 9 --show 1000',
      'export --kernel ./lab4.ts spin --memory 8M --until 30 --trace a.json',
      'why --kernel jos --lab 4 spin --variant sjtu --end 0xf0119000 --timer every:9 --memory 8M entry 0x800000 --pid 1000 --at 9',
      'walk --kernel ./lab4.ts spin --variant mit --end 0xf0119000 --lab 4 --timer every:9 --memory 8M 0x800000 --pid 1000 --at 9',
      'step --kernel ./lab4.ts spin --variant mit --end 0xf0119000 --lab 4 --timer every:9 --memory 8M --at 9 --plain --patience 9 --command tlb',
      'page --kernel jos --lab 4 spin --variant sjtu --end 0xf0119000 --timer every:9 --memory 8M --at 9 --save a.html',
      'compare --kernel ./lab4.ts --lab 4 --programs pingpong,faultread --events 60 --variant sjtu --end 0xf0119000 --timer every:9 --memory 8M',
    ],
  },
  {
    kind: josLab2(JosKernel),
    asked: askedFor('jos --lab 2', '--kernel jos --lab 2', ''),
    lines: [
      'run --kernel jos --lab 2 --variant sjtu --end 0xf0119000 --memory 8M --check end --patience 9 --plain --picture a.svg --record-allocations a.rep',
      'run --kernel ./lab2.ts --memory 4M --dump a.bin --dumps lab2-dumps',
      'export --kernel jos --lab 2 --variant sjtu --end 0xf0119000 --memory 8M --check end --patience 9 --trace a.json --stacks a.txt --cast a.cast --size 90x30 --every 20',
      'why --kernel jos --lab 2 --variant sjtu --end 0xf0119000 --memory 8M page 0x3ff000',
      'walk --kernel ./lab2.ts --lab 2 --variant mit --end 0xf0119000 --memory 8M 0xef000000',
      'step --kernel ./lab2.ts --lab 2 --variant mit --end 0xf0119000 --memory 8M --plain --patience 9 --command registers',
      'page --kernel jos --lab 2 --variant sjtu --end 0xf0119000 --memory 8M --save a.html',
      'compare --kernel ./lab2.ts --lab 2 --variant mit --end 0xf0119000 --memory 8M --seed 3 --operations 40',
      'compare --kernel ./lab2.ts --memory 8M --meminit',
    ],
  },
  {
    kind: fromScratch(Tiny as unknown as OwnKernelClass),
    asked: askedFor(`--kernel ${TINY} --programs ./p.ts`, `--kernel ${TINY} ./p.ts`),
    lines: [
      `run --kernel ${TINY} ./p.ts ./p.ts --timer every:5 --until 8 --show 1 --check every-trap --patience 9 --plain --picture a.svg --record-allocations a.rep`,
      `export --kernel ${TINY} ./p.ts ./p.ts --timer every:5 --until 8 --check every-trap --patience 9 --trace a.json --stacks a.txt --cast a.cast --size 90x30 --every 20 --show 1`,
      `why --kernel ${TINY} ./p.ts --timer every:5 write 0x100000 --pid 1 --at 3`,
      `walk --kernel ${TINY} ./p.ts --timer every:5 0x100000 --pid 1 --at 3`,
      `step --kernel ${TINY} ./p.ts --timer every:5 --at 3 --plain --patience 9 --command map`,
    ],
  },
];

/** The options of `command` that a kernel lacks. */
const lacksOf = ({ kind }: Column, command: Command): Readonly<Record<string, string>> => {
  const form = command === 'record' || command === 'compare' ? formOf(kind).lacks : {};
  // What a seed is for depends on the form of a recording.
  const { seed, ...others } = kind.lacks;
  return { ...(command === 'record' || command === 'compare' ? others : kind.lacks), ...form };
};
const optionsIn = (line: string): string[] => [...line.matchAll(/ --([a-z-]+)/g)].map(([, name]) => name);
const here = (line: string) => ringfenceHere(line.split(' '), folder);

describe.each(COLUMNS.map((column) => [column.kind.name, column] as const))('%s', (_name, column) => {
  test('obeys every command that runs a kernel, with every option that it has', async () => {
    const used = new Map<string, Set<string>>();
    for (const line of column.lines) {
      const { code, errors } = await here(line);
      // A slow host is told of progress, too.
      expect([line, code, errors.includes('ringfence:')]).toEqual([line, 0, false]);
      const [command] = line.split(' ');
      used.set(command, new Set([...(used.get(command) ?? []), ...optionsIn(line)]));
    }
    for (const [command, options] of used) {
      const lacks = lacksOf(column, command as Command);
      const missing = OPTIONS[command as Command].filter((name) => !options.has(name) && lacks[name] === undefined);
      expect(missing.filter((name) => !OF_THEIR_OWN.includes(name))).toEqual([]);
    }
  });

  test('refuses each option that it has no such thing for, and says why', async () => {
    for (const command of ['run', 'export', 'why', 'walk', 'step', 'record', 'page'] as const) {
      if (command === 'page' && column.kind.ownName !== undefined) continue;
      for (const [name, why] of Object.entries(lacksOf(column, command))) {
        if (!OPTIONS[command].includes(name)) continue;
        const isFlag = name === 'viewer' || name === 'meminit';
        const { code, out, errors } = await here(
          `${column.asked[command]} --${name}${isFlag ? '' : ` ${VALUES[name] ?? 5}`}`,
        );
        expect([command, name, code, out]).toEqual([command, name, 2, '']);
        expect(errors).toContain(why);
      }
    }
  });
});

/** Options in specs of their own: what is written to standard output as it is, what says which kernel or run is meant, where a page is served. */
const OF_THEIR_OWN: readonly string[] = ['help', 'json', 'events', 'kernel', 'lab', 'moment', 'port'];
/** What options take that take no number. */
const VALUES: Readonly<Record<string, string>> = { lab: '2', variant: 'mit', programs: 'spin' };

test('the help says of each kernel what it has no such thing for', () => {
  const [, holes] = /refuse it with the reason:\n([\s\S]*?)\n(?! )/.exec(HELP.run) ?? [];
  const told = new Map(
    String(holes)
      .split('\n')
      .map((line) => [line.slice(2, 16).trim(), optionsIn(line)]),
  );
  const [weensy, lab4, lab2, scratch] = COLUMNS.map(({ kind }) => Object.keys(kind.lacks).toSorted());
  expect(told.get('WeensyOS')?.toSorted()).toEqual(weensy);
  expect(told.get('JOS')?.toSorted()).toEqual(lab4);
  expect([...(told.get('JOS') ?? []), ...(told.get('lab 2 of JOS') ?? [])].toSorted()).toEqual(lab2);
  expect(told.get('from scratch')?.toSorted()).toEqual(scratch);
  for (const command of ['export', 'why', 'walk', 'step', 'record', 'compare', 'page'] as const)
    expect(HELP[command]).toContain(holes);
});

/** Commands that open kernels of every kind: the page has those that come with Ringfence alone. */
const OPENS_ANY = (Object.keys(OPTIONS) as Command[]).filter((command) => command !== 'page');

/** A row for each option, and a cell for each kernel: which of the commands that have it obey it; the table of docs/commands.md. */
const table = (): string => {
  const names = [...new Set(OPENS_ANY.flatMap((command) => OPTIONS[command]))].filter((name) => name !== 'help');
  const cell = (column: Column, name: string): string => {
    const commands = OPENS_ANY.filter((command) => OPTIONS[command].includes(name));
    const obeying = commands.filter((command) => lacksOf(column, command)[name] === undefined);
    return obeying.length === commands.length ? 'yes' : obeying.length === 0 ? 'no' : obeying.join(', ');
  };
  const commandsOf = (name: string): string => {
    const commands = OPENS_ANY.filter((command) => OPTIONS[command].includes(name));
    return commands.length === OPENS_ANY.length ? 'all' : commands.join(', ');
  };
  const head = ['option', 'of', ...COLUMNS.map(({ kind }) => (kind.name === 'Tiny' ? 'from scratch' : kind.name))];
  const rows = [
    head,
    ...names.map((name) => [`\`--${name}\``, commandsOf(name), ...COLUMNS.map((column) => cell(column, name))]),
  ];
  const widths = head.map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  const line = (row: readonly string[]): string => `| ${row.map((text, i) => text.padEnd(widths[i])).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.slice(1).map(line)].join(
    '\n',
  );
};

test('docs/commands.md has the table of kernels by commands and options', () => {
  const docs = readFileSync(join(PACKAGE, 'docs/commands.md'), 'utf8');
  expect(docs).toContain(table());
});
