/** What came of a comparison, in words, and the exit code. */
import type { Difference } from '../../specs/specs.ts';
import { document, type Of, object, oneOf, orNull, text, whole } from '../json/shape.ts';

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

const DIFFERENCE = object(
  {
    line: whole('The number of the line, from 1.', 1),
    sentence: text('What parted, in a sentence.'),
    expected: orNull(text(), 'The line of the recording or model; null if it has ended.'),
    found: orNull(text(), 'The line of what was compared with it; null if it has ended.'),
    asks: orNull(text(), 'What the handout asks of the kernel there, and leaves open; null where that is not known.'),
  },
  'The first line that differs; null if none does.',
);

export const COMPARE = document('compare', 'What ringfence compare --json writes: one object.', {
  outcome: oneOf(['equal', 'different']),
  recording: orNull(text(), 'The file of the recording; null if it is compared with the model.'),
  compared: text('What is compared with that: model, or the path of a kernel.'),
  lines: whole('Lines of the recording, or of the model.', 0),
  events: orNull(whole(), 'Events of a recording that counts them.'),
  difference: orNull(DIFFERENCE),
});

/** Prints what came of it; returns 0 if all lines are equal, and 1 if one differs. */
export const report = (comparison: Comparison, json: boolean): number => {
  const { difference } = comparison;
  process.stdout.write(json ? `${JSON.stringify(toldOf(comparison))}\n` : textOf(comparison));
  return difference === null ? 0 : 1;
};

const toldOf = (comparison: Comparison): Of<typeof COMPARE> => {
  const { difference, lines, events = null, place, recorded, compared } = comparison;
  return {
    ...{ schema: COMPARE.id, outcome: difference === null ? 'equal' : 'different' },
    ...{ recording: recorded === 'recording' ? place : null, compared, lines, events },
    difference: difference && {
      ...{ line: difference.line, sentence: sentenceOf(comparison, difference) },
      ...{ expected: difference.recorded ?? null, found: difference.model ?? null, asks: difference.asks },
    },
  };
};

const textOf = (comparison: Comparison): string => {
  const { difference, lines, events, place, recorded, compared } = comparison;
  const isFile = recorded === 'recording';
  if (difference === null) {
    const what = compared === 'model' ? 'the model' : compared;
    const of = isFile ? '' : ' of the model';
    const passed = events === undefined ? '' : `, ${events} events`;
    return `${isFile ? `${place}: ` : ''}${what} equals all ${lines} lines${of}${passed}.\n`;
  }
  const { line, recorded: one = '(nothing)', model: other = '(nothing)', asks } = difference;
  const width = Math.max(9, compared.length + 1);
  return [
    `${isFile ? `${place}:` : place}${line}: ${sentenceOf(comparison, difference)}`,
    `  ${(isFile ? 'recorded' : recorded).padEnd(width)} ${one}`,
    `  ${compared.padEnd(width)} ${other}`,
    ...(asks === null ? [] : [`The handout asks: ${asks}.`]),
    '',
  ].join('\n');
};

/** A sentence speaks of a recording and of a model, whatever they are here. */
const sentenceOf = ({ recorded, compared }: Comparison, { sentence }: Difference): string => {
  const own =
    compared === 'model'
      ? []
      : [
          ['The model', compared],
          ['the model', compared],
        ];
  const names = [
    ['The recording', `The ${recorded}`],
    ['the recording', `the ${recorded}`],
  ];
  return [...own, ...names].reduce((text, [from, to]) => text.replaceAll(from, to), sentence);
};
