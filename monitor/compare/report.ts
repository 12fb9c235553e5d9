/** What came of a comparison, in words, and the exit code. */
import type { Difference } from '../../specs/specs.ts';

/** What came of a comparison, and what the two sides are called. */
export interface Comparison {
  readonly difference: Difference | null;
  readonly lines: number;
  /** Of a trace, how many events it has. */
  readonly events?: number;
  /** Where the lines stand that are compared with, and what they are. */
  readonly place: string;
  readonly recorded: string;
  readonly compared: string;
}

/** Prints what came of it; returns 0 if all lines are equal, and 1 if one differs. */
export const report = ({ difference, lines, events, place, recorded, compared }: Comparison): number => {
  const isFile = recorded === 'recording';
  if (difference === null) {
    const what = compared === 'model' ? 'the model' : compared;
    const all = `${isFile ? `${place}: ` : ''}${what} equals all ${lines} lines${isFile ? '' : ' of the model'}${events === undefined ? '' : `, ${events} events`}`;
    process.stdout.write(`${all}.\n`);
    return 0;
  }
  const { line, recorded: one, model: other } = difference;
  // A sentence speaks of a recording and of a model, whatever they are here.
  const names = new Map([
    ['The recording', `The ${recorded}`],
    ['the recording', `the ${recorded}`],
  ]);
  const own =
    compared === 'model'
      ? []
      : [
          ['The model', compared],
          ['the model', compared],
        ];
  const sentence = [...own, ...names].reduce((text, [from, to]) => text.replaceAll(from, to), difference.sentence);
  const width = Math.max(9, compared.length + 1);
  process.stdout.write(
    `${isFile ? `${place}:` : place}${line}: ${sentence}\n  ${(isFile ? 'recorded' : recorded).padEnd(width)} ${one ?? '(nothing)'}\n  ${compared.padEnd(width)} ${other ?? '(nothing)'}\n`,
  );
  return 1;
};
