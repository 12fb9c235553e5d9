/** A diagnosis as it is printed: what the machine did, what that means, which mistakes lead there, how to tell them apart and to try them. */

import { harmless, wrapped } from '../../presentation/presentation.ts';
import type { Cause, Diagnosis, ExplainedMessage } from '../../specs/specs.ts';
import { momentLine } from '../moments/given-moments.ts';

/** As far as prose goes. */
const COLUMNS = 110;
/** So many mistakes are told whole; others by their names. */
const MOST_CAUSES = 3;
const MOST_NAMED = 6;

const VERDICTS: Readonly<Record<Diagnosis['verdict'], string>> = {
  kernel: 'Something is wrong with the kernel.',
  program: 'The kernel did what it must, as far as the text shows; a program did wrong, or meant to.',
  'nothing wrong': 'Nothing in it is wrong, as far as the text shows.',
  'nothing recognized': 'Nothing in it is recognized.',
};

/** The lines of `diagnosis`. */
export const diagnosisLines = (
  { verdict, messages, signs, causes, advice }: Diagnosis,
  moment: string | null = null,
): string[] => [
  ...prose(VERDICTS[verdict]),
  ...messages.flatMap(messageLines),
  ...section('Besides:', signs.map(sentence)),
  ...section('', advice.looks),
  ...causeSection(verdict, causes),
  ...section('What would show more:', advice.more),
  ...(moment === null ? [] : ['', `   ${momentLine(moment)}`]),
];

const messageLines = ({ quote, times, did, means }: ExplainedMessage): string[] => [
  '',
  ...prose(`"${quote}"${times > 1 ? `, and ${times - 1} more of the kind` : ''}`),
  ...prose(`What the machine did: ${did}`, 5),
  ...prose(`What it means: ${means}`, 5),
];

const section = (title: string, sentences: readonly string[]): string[] =>
  sentences.length === 0
    ? []
    : ['', ...(title === '' ? [] : prose(title)), ...sentences.flatMap((text) => prose(text, title === '' ? 3 : 5))];

const TITLES: Readonly<Record<string, string>> = {
  kernel: 'Mistakes that are known to lead there, the likeliest first:',
  program: 'If the program is right, as those of the course are, mistakes of a kernel that lead there:',
};

const causeSection = (verdict: Diagnosis['verdict'], causes: readonly Cause[]): string[] => {
  if (causes.length === 0)
    return verdict === 'kernel'
      ? [
          '',
          ...prose(
            'No mistake is known here that leads there. Random programs may find yours: ringfence check --kernel FILE',
          ),
        ]
      : [];
  const named = causes.slice(MOST_CAUSES, MOST_CAUSES + MOST_NAMED).map(({ title, id }) => `${title} (${id})`);
  return [
    '',
    ...prose(TITLES[verdict] ?? TITLES.kernel),
    ...causes.slice(0, MOST_CAUSES).flatMap(causeLines),
    ...(named.length === 0 ? [] : ['', ...prose(`Less likely: ${named.join('; ')}.`)]),
    '',
    ...prose(FILE),
  ];
};

const FILE =
  'FILE is your kernel: what you wrote as a class that extends WeensyKernel, JosKernel (lab 2) or JosLab4 (docs/your-own-kernel.md); ' +
  'with --library, your fork or ipc for programs of JOS (docs/environments.md). ' +
  'ringfence bugs show ID prints the code of a mistake.';

const causeLines = ({ id, title, story, because, against, tellApart, experiments }: Cause, i: number): string[] => {
  const width = Math.max(...experiments.map(({ command }) => command.length));
  return [
    '',
    ...prose(`${i + 1}. ${title} (${id})`),
    ...prose(story, 6),
    ...prose(`Because ${because.join('; ')}.`, 6),
    ...(against.length === 0 ? [] : prose(`Against it: ${against.join('; ')}.`, 6)),
    ...prose(`To tell: ${tellApart}`, 6),
    ...experiments.map(({ command, shows }) => `      ${command.padEnd(width)}   ${shows}`),
  ];
};

const sentence = (clause: string): string => `${clause[0].toUpperCase()}${clause.slice(1)}.`;

/** What others wrote is in it, which a terminal must not obey. */
const prose = (text: string, indent = 3): readonly string[] =>
  wrapped(`${' '.repeat(indent)}${harmless(text)}`, COLUMNS);
