/** `ringfence record`: runs a kernel and writes what happens in the format of the recordings of the real one. */
import type { WeensyParameters } from '../../kernel/kernel.ts';
import { finalLines, recordTrace } from '../../specs/specs.ts';
import {
  BOOT_OPTIONS,
  bootParameters,
  makeKernel,
  parseWords,
  textOf,
  type Values,
  wholeOf,
  writeOutput,
} from '../command-line/options.ts';
import { BufferedOutput } from '../command-line/output.ts';
import { checkSeed, namedPrograms, PROGRAM_NAMES } from '../command-line/programs.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { recordJos } from './jos.ts';

/** What `record` and `compare` take to say which kernel and programs. */
export const RECORDING_OPTIONS = {
  ...BOOT_OPTIONS,
  programs: { type: 'string' },
  'program-seed': { type: 'string' },
  events: { type: 'string' },
} as const;

const DEFAULT_EVENTS = 20_000;

/** Parameters of the kernel that is recorded, or compared with a recording. */
export const recordedParameters = (values: Values): Partial<WeensyParameters> => {
  const name = textOf(values, 'programs');
  if (name === undefined) throw new UsageError(`--programs is missing: one of ${PROGRAM_NAMES.join(', ')}`);
  const seed = wholeOf(values, 'program-seed', 0, 2 ** 32 - 1);
  const programs = namedPrograms(name, seed);
  checkSeed(name, seed);
  return { ...bootParameters(values), programs };
};

export const record = (words: readonly string[]): number =>
  words[0] === 'jos' ? recordJos(words.slice(1)) : recordWeensyos(words);

const recordWeensyos = (words: readonly string[]): number => {
  const { values, positionals } = parseWords('record', words, {
    ...RECORDING_OPTIONS,
    log: { type: 'string' },
    final: { type: 'string' },
  });
  const [system, ...rest] = positionals;
  if (system !== 'weensyos' || rest.length > 0) {
    const given = ['record', ...positionals].join(' ');
    throw new UsageError(
      `${given}: expected the system to record, weensyos or jos, as in ringfence record weensyos --programs exit`,
    );
  }
  const events = wholeOf(values, 'events', 1) ?? DEFAULT_EVENTS;
  const log = wholeOf(values, 'log', 0) ?? events;
  const final = textOf(values, 'final');
  const kernel = makeKernel(recordedParameters(values));
  // A file that cannot be written is better known before a long run than after it.
  if (final !== undefined) writeOutput('final', final, '');
  const output = new BufferedOutput();
  recordTrace(kernel, { events, log }, (line) => output.line(line));
  output.flush();
  if (final !== undefined) writeOutput('final', final, `${finalLines(kernel).join('\n')}\n`);
  return 0;
};
