/** `ringfence fuzz --compare`: several allocators on the same inputs, as a table, as JSON, and as charts. */
import { extname } from 'node:path';
import { ALLOCATORS } from '../../kernel/kernel.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../presentation/boot/values.ts';
import { writeOutput } from '../command-line/options.ts';
import { reportReady } from '../limits/supervisor.ts';
import { type Chosen, chosenAllocator } from './allocator.ts';
import { type Comparison, compared } from './comparison.ts';
import { inputsOf, isTraceFile } from './inputs.ts';
import { DEFAULT_FOLDER } from './kept-failures.ts';
import { type Compared, FUZZ_COMPARE } from './part.ts';
import { comparisonChart, PLOTS, type Plot } from './picture.ts';
import { printReport } from './report.ts';
import { patienceOf } from './search.ts';
import { tableLines } from './table.ts';

const OPTIONS: readonly string[] = [
  ...['compare', 'trace', 'bytes-per-page', 'pages', 'seed', 'runs', 'sizes'],
  ...['chart', 'plot', 'json', 'failures', 'patience'],
];

/** Compares the allocators that `words` name, or all; returns 1 if one of them breaks a rule, else 0. Throws a UsageError. */
export const compareAllocators = async (values: Values, words: readonly string[]): Promise<number> => {
  checkOptions(values);
  const plot = plotOf(values);
  const { files, names } = sorted(values, words);
  const all: Chosen[] = [];
  for (const name of names) all.push(await chosenAllocator(name));
  const inputs = inputsOf(values, files);
  if (values.chart !== undefined) checkNames(inputs.map(({ short }) => short));
  reportReady();
  const folder = textOf(values, 'failures') ?? DEFAULT_FOLDER;
  const comparisons = compared(inputs, all, { patience: patienceOf(values), folder });
  const charts = drawCharts(textOf(values, 'chart'), plot, comparisons);
  if (values.json === true) process.stdout.write(`${JSON.stringify(comparisons.map(plainOf))}\n`);
  else printReport([...comparisons.flatMap(tableLines), ...charts]);
  return comparisons.some(({ entries }) => entries.some(({ outcome }) => outcome === 'broken')) ? 1 : 0;
};

const checkOptions = (values: Values): void => {
  const strange = Object.keys(values).find((name) => !OPTIONS.includes(name));
  if (strange === undefined) return;
  const allowed = OPTIONS.slice(1).map((name) => `--${name}`);
  throw new UsageError(`--compare: --${strange} does not go with it; these do: ${allowed.join(', ')}`);
};

const plotOf = (values: Values): Plot => {
  const plot = textOf(values, 'plot') ?? 'external';
  if (!Object.hasOwn(PLOTS, plot)) throw new UsageError(`--plot ${plot}: expected ${Object.keys(PLOTS).join(', ')}`);
  return plot as Plot;
};

/** What of `words` are further traces, as a shell makes of `--trace *.rep`, and what are allocators. */
const sorted = (
  values: Values,
  words: readonly string[],
): { readonly files: readonly string[]; readonly names: readonly string[] } => {
  const given = [values.trace ?? []].flat() as readonly string[];
  const files = [...given, ...(given.length > 0 ? words.filter(isTraceFile) : [])];
  const names = words.filter((word) => !files.includes(word));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError(`--compare: ${twice} is named twice`);
  return { files, names: names.length > 0 ? names : Object.keys(ALLOCATORS) };
};

/** As it is written as JSON: without the operations themselves. */
const plainOf = ({ input, entries }: Comparison): Compared => {
  const { name, pages, operations, notes } = input;
  return { schema: FUZZ_COMPARE.id, input: name, pages, operations, notes, allocators: entries };
};

/** Draws a chart of each input; returns what is said of that. */
const drawCharts = (file: string | undefined, plot: Plot, comparisons: readonly Comparison[]): readonly string[] => {
  if (file === undefined) return [];
  const files = comparisons.map((comparison) => {
    const path = comparisons.length === 1 ? file : withName(file, comparison.input.short);
    writeOutput('chart', path, comparisonChart(comparison, plot));
    return path;
  });
  return [`${PLOTS[plot]}, over time: ${files.join(', ')}`];
};

/** Charts of inputs are told apart by the names of their files. */
const checkNames = (names: readonly string[]): void => {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new UsageError(`--chart: two traces are named ${twice}, and their charts would be one file`);
};

/** `chart-ls.svg` for `chart.svg` and `ls`. */
const withName = (file: string, name: string): string => {
  const extension = extname(file);
  return `${file.slice(0, file.length - extension.length)}-${name}${extension}`;
};
