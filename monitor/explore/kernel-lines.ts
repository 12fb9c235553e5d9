/** What `explore` prints of a real kernel: how much was seen, whether that is all, and the shortest run to what is wrong, as a program. */
import type { ExploredStates, KernelCovered, KernelWalks, LongestWay, Retold, Wrong } from '../../specs/specs.ts';
import { inThousands } from '../../specs/thousands.ts';
import { quoted } from '../command-line/shell.ts';
import { momentLine } from '../moments/given-moments.ts';
import type { AskedKernel } from './asked-kernel.ts';
import { counted } from './lines.ts';

/** What there is beside figures. */
interface Found {
  readonly run: Retold | null;
  readonly program: readonly string[] | null;
  /** The moment at which it is wrong, as text, and where in the user's own code that is; null where it is not known. */
  readonly moment: string | null;
  readonly place: string | null;
  /** Where what `--save` asks for was saved. */
  readonly file: string | null;
  readonly isInterrupted: boolean;
  readonly covered: ShownCoverage | null;
  /** The longest way of a program without a jump, where programs were given. */
  readonly longest: LongestWay | null;
}

/** Random walks, what they met, and the steps that they never took to the nearest state that they missed. */
export interface ShownCoverage {
  readonly walks: KernelWalks;
  readonly covered: KernelCovered;
  readonly missed: readonly string[] | null;
}

export const kernelLines = (asked: AskedKernel, explored: ExploredStates, found: Found): string[] => {
  const { states, edges, depth, frontier } = explored;
  const waiting = frontier === 0 ? '' : `, ${inThousands(frontier)} of them not gone on from`;
  return [
    asked.title,
    '',
    `   ${counted(states, 'state')} modulo names of pages${waiting}; ${counted(edges, 'transition')}; depth ${depth}.`,
    `   ${endText(asked, explored, found.isInterrupted)}`,
    ...longestLines(explored, found.longest),
    ...(explored.broken === null ? [] : brokenLines(asked, explored.broken.wrong, found)),
    ...(found.covered === null ? [] : coveredLines(found.covered)),
    `   ${oddsText(states)}`,
  ];
};

const endText = ({ judged }: AskedKernel, { end }: ExploredStates, isInterrupted: boolean): string => {
  const all = `all that is judged holds (${judged.join(', ')})`;
  if (end === 'complete')
    return `Complete: no other state can be reached. In every state, and after every transition, ${all}.`;
  if (end === 'broken') return 'Something is wrong, and nothing in any state that is nearer.';
  const limit = isInterrupted ? 'it was interrupted' : `it stopped at --${end}`;
  return `Not complete: ${limit}. As far as it came, ${all}; of other states nothing is known.`;
};

/** So many operations without a jump may well be a loop. */
const LONG = 20;

/** Why there may be no end, of programs that come to no place twice. */
const longestLines = ({ end }: ExploredStates, longest: LongestWay | null): string[] => {
  if (end === 'complete' || end === 'broken' || longest === null || longest.operations < LONG) return [];
  const { name, operations } = longest;
  return [
    `   ${name} did ${inThousands(operations)} operations without a jump, and was in a new place after each: if it loops, end a turn with \`return jump(…)\`,`,
    '   which brings it back to where it was: then there is an end.',
  ];
};

const brokenLines = (asked: AskedKernel, { name, sentence, place, expected, found }: Wrong, more: Found): string[] => {
  const { run, program, moment, file } = more;
  if (run === null) return [];
  return [
    '',
    `   ${name}: ${sentence}`,
    `   ${place === '' ? '' : `${place}: `}expected ${expected}; found ${found}`,
    ...(more.place === null ? [] : [`   ${more.place}`]),
    '',
    ...(run.steps.length === 0 ? ['   It is so when the boot is over.'] : runLines(run)),
    ...(program === null ? [] : programLines(asked, program, file)),
    ...(moment === null ? [] : ['', ...momentLines(asked, moment, file)]),
    '',
  ];
};

const runLines = ({ first, steps }: Retold): string[] => {
  const names = steps.map(({ actor, text }) => `${actor === 0 ? '' : `process ${actor}: `}${text}`);
  const width = Math.max(...names.map((name) => name.length));
  return [
    `   The shortest run that shows it, of ${counted(steps.length, 'transition')}:`,
    `     ${''.padEnd(width + 4)}  ${first}`,
    ...steps.map(({ state }, i) => `     ${`${i + 1}.`.padEnd(4)}${names[i].padEnd(width)}  ${state}`),
  ];
};

/** How to come to where it is wrong: by the moment, and by a file in which that is kept. */
const momentLines = ({ isGiven }: AskedKernel, moment: string, file: string | null): string[] => [
  `   ${momentLine(moment)}`,
  ...(isGiven && file !== null
    ? [`   To see it again: ringfence run ${file}; step by step: ringfence step ${file}`]
    : []),
];

const programLines = ({ words, kernel }: AskedKernel, program: readonly string[], file: string | null): string[] => {
  const with_ = kernel === undefined ? '' : ` --kernel ${quoted(kernel)}`;
  const again =
    file === null
      ? `To have it in a file: ringfence explore ${words.map(quoted).join(' ')} --save found.ts`
      : `To see it again: ringfence run ${file}${with_} --check every-trap; step by step: ringfence step ${file}${with_}`;
  return ['', '   The program that does it:', ...program.map((line) => `     ${line}`.trimEnd()), '', `   ${again}`];
};

const coveredLines = ({ walks: { walks, steps, seed }, covered, missed }: ShownCoverage): string[] => [
  `   ${counted(walks, 'random walk')} of at most ${counted(steps, 'transition')}, seed ${seed}, met ${inThousands(covered.states)} of ${counted(covered.ofStates, 'state')}, and took ${inThousands(covered.edges)} of ${counted(covered.ofEdges, 'transition')}.`,
  ...(missed === null
    ? []
    : [`   The nearest state that they missed, of ${counted(missed.length, 'transition')}: ${missed.join('; ')}`]),
];

/** How likely it is that two states were taken for one: of n states there are n^2/2 pairs. */
const oddsText = (states: number): string => {
  const log = Math.floor(Math.log10(2 ** 129 / Math.max(1, states) ** 2));
  return `States are told apart by hashes of 128 bits: the odds that one was left out for that are below 1 in 10^${log}.`;
};
