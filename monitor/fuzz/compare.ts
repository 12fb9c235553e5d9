/** `ringfence fuzz --compare`: several allocators on the same inputs, as a table, as JSON, and as charts. */
import { extname } from 'node:path';
import { ALLOCATORS, type AllocatorClass } from '../../kernel/kernel.ts';
import { comesBack, type Measures, misfit, type Played, play } from '../../specs/specs.ts';
import { textOf, type Values, wholeOf, writeOutput } from '../options.ts';
import { ProgressLine } from '../progress.ts';
import { UsageError } from '../usage.ts';
import { reportReady, runLimited } from '../watchdog.ts';
import { type Chosen, chosenAllocator } from './chosen.ts';
import { inputsOf, isTraceFile, type NamedInput } from './inputs.ts';
import { comparisonChart, PLOTS, type Plot } from './picture.ts';
import { indented } from './report.ts';
import { DEFAULT_FOLDER, save } from './saved.ts';
import { foundIn } from './search.ts';
import { shortestFound } from './shortest.ts';
import { tableLines } from './table.ts';

const OPTIONS: readonly string[] = [
  ...['compare', 'trace', 'bytes-per-page', 'pages', 'seed', 'runs', 'sizes'],
  ...['chart', 'plot', 'json', 'failures', 'patience'],
];
const DEFAULT_PATIENCE_SECONDS = 10;
const SECONDS_AN_OPERATION = 0.01;

/** What one allocator came to on one input. */
export interface Entry {
  readonly allocator: string;
  readonly outcome: 'survived' | 'broken' | 'does not fit';
  /** The rule that was broken, or why it does not fit. */
  readonly why: string | null;
  /** Until a rule was broken; null if it was not tried, or did not come back. */
  readonly measures: Measures | null;
  /** Where the shortest sequence was saved that breaks the rule. */
  readonly saved: string | null;
  /** By the host's clock, all that is checked and measured included. */
  readonly operationsASecond: number | null;
}

interface Limits {
  /** Seconds that a call may compute without touching memory. */
  readonly patience: number;
  /** Where sequences are saved that break a rule. */
  readonly folder: string;
}

export interface Comparison {
  readonly input: NamedInput;
  readonly entries: readonly Entry[];
}

/** Compares the allocators that `words` name, or all; returns 1 if one of them breaks a rule, else 0. Throws a UsageError. */
export const compareAllocators = async (values: Values, words: readonly string[]): Promise<number> => {
  checkOptions(values);
  const plot = plotOf(values);
  const { files, names } = sorted(values, words);
  const all: Chosen[] = [];
  for (const name of names) all.push(await chosenAllocator(name));
  const inputs = inputsOf(values, files);
  reportReady();
  const patience = wholeOf(values, 'patience', 1, 3600) ?? DEFAULT_PATIENCE_SECONDS;
  const folder = textOf(values, 'failures') ?? DEFAULT_FOLDER;
  const comparisons = compared(inputs, all, { patience, folder });
  const charts = drawCharts(textOf(values, 'chart'), plot, comparisons);
  if (values.json === true) process.stdout.write(`${JSON.stringify(comparisons.map(plainOf))}\n`);
  else process.stdout.write(indented([...comparisons.flatMap(tableLines), ...charts]));
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

const compared = (inputs: readonly NamedInput[], all: readonly Chosen[], limits: Limits): readonly Comparison[] => {
  const progress = new ProgressLine();
  const entryOn = (input: NamedInput, chosen: Chosen): Entry => {
    progress.tell(() => `${chosen.name} on ${input.name}`);
    return entryOf(chosen, input, limits);
  };
  const comparisons = inputs.map((input) => ({ input, entries: all.map((chosen) => entryOn(input, chosen)) }));
  progress.done();
  return comparisons;
};

const entryOf = (chosen: Chosen, input: NamedInput, { patience, folder }: Limits): Entry => {
  const { given: allocator, Allocator } = chosen;
  const nothing = { allocator, why: null, measures: null, saved: null, operationsASecond: null };
  const why = misfit(Allocator, input);
  if (why !== null) return { ...nothing, outcome: 'does not fit', why };
  const played = playLimited(Allocator, input, patience);
  if (played === null) return { ...nothing, outcome: 'broken', why: comesBack.name };
  const { broken, measures, seconds } = played;
  const entry = { ...nothing, measures, operationsASecond: measures.operations / seconds };
  if (broken === null) return { ...entry, outcome: 'survived' };
  const saved = save(folder, chosen, shortestFound(Allocator, foundIn(-1, broken), patience));
  return { ...entry, outcome: 'broken', why: broken.error.rule.name, saved };
};

/** What `Allocator` did, and how long it took; null if a call did not come back. */
const playLimited = (
  Allocator: AllocatorClass,
  { pages, operations, sequencesFor }: NamedInput,
  patience: number,
): (Played & { readonly seconds: number }) | null => {
  const sequences = sequencesFor(Allocator);
  let done: (Played & { readonly seconds: number }) | null = null;
  runLimited(patience + operations * SECONDS_AN_OPERATION, () => {
    const begun = performance.now();
    const played = play(Allocator, { pages, holes: [] }, sequences);
    done = { ...played, seconds: (performance.now() - begun) / 1000 };
  });
  return done;
};

/** As it is written as JSON: without the operations themselves. */
const plainOf = ({ input, entries }: Comparison): object => {
  const { name, pages, operations, notes } = input;
  return { input: name, pages, operations, notes, allocators: entries };
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

/** `chart-ls.svg` for `chart.svg` and `ls`. */
const withName = (file: string, name: string): string => {
  const extension = extname(file);
  return `${file.slice(0, file.length - extension.length)}-${name}${extension}`;
};
