/** What `explore` prints: how much was seen, whether that is all, and the shortest run to what does not hold. */
import {
  type Covered,
  type Explored,
  type Lasso,
  type Reached,
  runText,
  type Walked,
  type WalksOptions,
} from '../../specs/specs.ts';
import { inThousands } from '../../specs/thousands.ts';
import { quoted } from '../command-line/shell.ts';
import type { Asked } from './asked-system.ts';
import { stepsOf } from './run.ts';

/** What there is so often, with commas. */
export const counted = (count: number, what: string): string =>
  `${inThousands(count)} ${what}${count === 1 ? '' : 's'}`;

/** The report of an exploration. */
export const exploredLines = (
  asked: Asked,
  result: Explored,
  {
    isInterrupted,
    file,
    isNearest,
  }: { readonly isInterrupted: boolean; readonly file: string | undefined; readonly isNearest: boolean },
): string[] => {
  const { states, edges, depth, frontier } = result;
  const waiting = frontier === 0 ? '' : `, ${inThousands(frontier)} of them not gone on from`;
  return [
    asked.title,
    '',
    `   ${counted(states, 'state')}${waiting}; ${counted(edges, 'transition')}; depth ${depth}.`,
    `   ${endText(asked, result, { isInterrupted, isNearest })}`,
    ...(file === undefined || isOver(result) ? [] : [`   It goes on from ${file} if it is asked once more.`]),
    ...goalLines(asked, result),
    ...brokenLines(asked, result.broken, isNearest),
    ...(result.lassos ?? []).flatMap((lasso, i) => lassoLines(asked, i, lasso)),
  ];
};

const isOver = ({ end }: Explored): boolean => end === 'complete' || end === 'broken';

const endText = (
  { system }: Asked,
  { end, broken }: Explored,
  { isInterrupted, isNearest }: { readonly isInterrupted: boolean; readonly isNearest: boolean },
): string => {
  const names = system.invariants.map(({ name }) => name);
  const all = names.length === 0 ? 'nothing is said that must hold' : `of every state holds: ${names.join(', ')}`;
  if (end === 'complete') return `Complete: no other state can be reached. ${capital(all)}.`;
  if (end === 'broken')
    return `${capital(broken?.property.name ?? '')} does not hold${isNearest ? ', and it holds of every state that is nearer' : ''}.`;
  const limit = isInterrupted ? 'it was interrupted' : `it stopped at --${end}`;
  return `Not complete: ${limit}. As far as it came, ${all}; of other states nothing is known.`;
};

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

const goalLines = ({ system }: Asked, { goals }: Pick<Explored, 'goals'>): string[] =>
  (system.goals ?? []).map(({ name }, i) => {
    const reached = goals[i];
    return reached === null
      ? `   Never: ${name}.`
      : `   Sometimes: ${name}, after ${counted(reached.transitions.length, 'transition')}.`;
  });

const brokenLines = ({ system, words }: Asked, broken: Reached | null, isShortest: boolean): string[] => {
  if (broken === null) return [];
  return [
    '',
    `   ${broken.property.name} does not hold: ${broken.property.sentence}`,
    `   ${isShortest ? 'The shortest run' : 'A run'} that shows it, of ${counted(broken.transitions.length, 'transition')}:`,
    ...stepsOf(system, broken.transitions).map((line) => `     ${line}`),
    ...againLines({ system, words }, broken.transitions),
  ];
};

const againLines = ({ system, words }: Pick<Asked, 'system' | 'words'>, transitions: readonly number[]): string[] => [
  '',
  `   To see it again: ringfence explore ${words.map(quoted).join(' ')} --run ${quoted(runText(system, transitions).join('; '))}`,
];

/** What should come at last, number `index` of the system's, and a run without end on which it never comes. */
const lassoLines = ({ system, words }: Asked, index: number, lasso: Lasso | null): string[] => {
  if (lasso === null) return [`   At last: ${system.eventually?.[index].name}.`];
  const { property, stem, loop } = lasso;
  const lines = stepsOf(system, [...stem, ...loop]).map((line) => `     ${line}`);
  return [
    '',
    `   ${property.name}: it may never come, though all who can act do. ${property.sentence}`,
    `   The way there, of ${counted(stem.length, 'transition')}:`,
    ...lines.slice(0, stem.length + 1),
    ...(loop.length === 0
      ? ['   and there nobody can act.']
      : ['   and from there on, again and again:', ...lines.slice(stem.length + 1)]),
    ...againLines({ system, words }, [...stem, ...loop]),
  ];
};

/** The report of random walks. */
export const walkedLines = (
  asked: Asked,
  result: Walked,
  { seed, steps, changes, coverage }: WalksOptions,
): string[] => [
  asked.title,
  '',
  `   ${counted(result.walks, 'random walk')} of at most ${counted(steps, 'transition')}, with ${counted(changes, 'change')} of priority each, seed ${seed}: ${counted(result.states, 'state')}, ${counted(result.edges, 'transition')}.`,
  ...(result.isCut ? ['   They stopped at --seconds.'] : []),
  ...(result.broken === null
    ? ['   Nothing was found that does not hold, which says nothing of states that were not met.']
    : []),
  ...(coverage === undefined ? [] : coveredLines(asked, coverage.covered)),
  ...goalLines(asked, result),
  ...brokenLines(asked, result.broken, false),
];

/** How much of all that there is the walks have met. */
const coveredLines = ({ system }: Asked, { states, ofStates, edges, ofEdges, missed }: Covered): string[] => [
  edges === null
    ? `   They met ${inThousands(states)} of ${counted(ofStates, 'state')}, those for one that differ in names alone.`
    : `   They met ${inThousands(states)} of ${counted(ofStates, 'state')}, and took ${inThousands(edges)} of ${counted(ofEdges, 'transition')}.`,
  ...(missed === null
    ? []
    : [
        `   The nearest state that they missed, of ${counted(missed.length, 'transition')}: ${runText(system, missed).join('; ')}`,
      ]),
];
