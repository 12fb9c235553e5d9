/** What `explore` prints: how much was seen, whether that is all, and the shortest run to what does not hold. */
import type { Explored, Reached, Walked, WalksOptions } from '../../specs/specs.ts';
import { quoted } from '../command-line/shell.ts';
import type { Asked } from './asked.ts';
import { stepsOf } from './run.ts';

/** A number with commas; and what there is so often. */
export const grouped = (count: number): string => count.toLocaleString('en-US');
export const counted = (count: number, what: string): string => `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;

/** The report of an exploration. */
export const exploredLines = (
  asked: Asked,
  result: Explored,
  { isInterrupted, file }: { readonly isInterrupted: boolean; readonly file: string | undefined },
): string[] => {
  const { states, edges, depth, frontier } = result;
  const waiting = frontier === 0 ? '' : `, ${grouped(frontier)} of them not gone on from`;
  return [
    asked.title,
    '',
    `   ${counted(states, 'state')}${waiting}; ${counted(edges, 'transition')}; depth ${depth}.`,
    `   ${endText(asked, result, isInterrupted)}`,
    ...(file === undefined || isOver(result) ? [] : [`   It goes on from ${file} if it is asked once more.`]),
    ...goalLines(asked, result),
    ...brokenLines(asked, result.broken, true),
  ];
};

const isOver = ({ end }: Explored): boolean => end === 'complete' || end === 'broken';

const endText = ({ system }: Asked, { end, broken }: Explored, isInterrupted: boolean): string => {
  const names = system.invariants.map(({ name }) => name);
  const all = names.length === 0 ? 'nothing is said that must hold' : `of every state holds: ${names.join(', ')}`;
  if (end === 'complete') return `Complete: no other state can be reached. ${capital(all)}.`;
  if (end === 'broken')
    return `${capital(broken?.property.name ?? '')} does not hold, and it holds of every state that is nearer.`;
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
  const run = broken.transitions.map((transition) => system.transitionText(transition)).join('; ');
  return [
    '',
    `   ${broken.property.name} does not hold: ${broken.property.sentence}`,
    `   ${isShortest ? 'The shortest run' : 'A run'} that shows it, of ${counted(broken.transitions.length, 'transition')}:`,
    ...stepsOf(system, broken.transitions).map((line) => `     ${line}`),
    '',
    `   To see it again: ringfence explore ${words.map(quoted).join(' ')} --run ${quoted(run)}`,
  ];
};

/** The report of random walks. */
export const walkedLines = (asked: Asked, result: Walked, { seed, steps, changes }: WalksOptions): string[] => [
  asked.title,
  '',
  `   ${counted(result.walks, 'random walk')} of at most ${counted(steps, 'transition')}, with ${counted(changes, 'change')} of priority each, seed ${seed}: ${counted(result.states, 'state')}, ${counted(result.edges, 'transition')}.`,
  ...(result.isCut ? ['   They stopped at --seconds.'] : []),
  ...(result.broken === null
    ? ['   Nothing was found that does not hold, which says nothing of states that were not met.']
    : []),
  ...goalLines(asked, result),
  ...brokenLines(asked, result.broken, false),
];
