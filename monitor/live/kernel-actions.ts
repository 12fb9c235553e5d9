/** What a kernel did within one step, each with where in its code: a state lies only between two steps, and much happens from one to the next. */
import { type EventType, type MachineEvent, PAGE_SIZE } from '../../hardware/hardware.ts';
import { kernelFunctions, withDeepStacks } from '../../kernel/kernel.ts';
import type { Kernel } from '../../presentation/presentation.ts';
import { type Place, placeIn, placeText } from '../limits/own-code.ts';

/** One thing that the kernel did. */
export interface Deed {
  readonly what: string;
  /** The functions of the kernel that were executing, innermost first. */
  readonly functions: readonly string[];
  /** Where in code of the user's own, if there; as text. */
  readonly place: string | null;
}

const TOLD: readonly EventType[] = [
  ...(['choice', 'page', 'map', 'unmap', 'out of memory', 'flush', 'invalidate', 'log', 'setup'] as const),
];

/** Functions that only pass on what is told, or stop the kernel. */
const TELLERS = /^(?:tell\w*|log|stopKernel|kernelFault)$/;
/** Functions of Ringfence's own that are named, at most. */
const MOST_FUNCTIONS = 4;

const hex = (value: number): string => `0x${value.toString(16)}`;

/** What `kernel` does during `work`, in order; what stopped it last, if something did meanwhile. */
export const deedsWhile = ({ machine }: Kernel, work: () => void): readonly Deed[] => {
  const deeds: Deed[] = [];
  const before = machine.execution.halt;
  const end = machine.listen((event) => deeds.push(deedOf(whatOf(event), new Error().stack ?? '')), TOLD);
  try {
    withDeepStacks(work);
  } finally {
    end();
  }
  const { halt } = machine.execution;
  if (halt !== null && halt !== before) deeds.push(deedOf(halt.message, halt.stack ?? ''));
  return deeds;
};

const deedOf = (what: string, stack: string): Deed => {
  const place = placeIn(stack);
  const functions = kernelFunctions(below(stack)).filter((name) => !TELLERS.test(name));
  return { what, functions, place: place === null ? null : ownPlace(place, functions) };
};

/** A place in code of the user's own, behind the functions of Ringfence's that it called. */
const ownPlace = (place: Place, functions: readonly string[]): string => {
  const method = place.method.split('.').at(-1) ?? '';
  const inner = functions.slice(0, Math.max(0, functions.indexOf(method))).slice(0, MOST_FUNCTIONS);
  return [...inner, placeText(place).slice('at '.length)].join(' < ');
};

/** What is below those who tell of events. */
const below = (stack: string): string => {
  const lines = stack.split('\n');
  return lines.slice(lines.findLastIndex((line) => /\b(?:Listeners|Choices)\./.test(line)) + 1).join('\n');
};

const whatOf = (event: MachineEvent): string => {
  switch (event.type) {
    case 'choice':
      return `${event.question}: goes way ${event.choice} of 0 to ${event.alternatives - 1}`;
    case 'page':
      return `page ${hex(event.page * PAGE_SIZE)}: count ${event.before} → ${event.count}`;
    case 'map':
      return `maps ${hex(event.va)} to ${hex(event.pa)}, under the root at ${hex(event.root)}`;
    case 'unmap':
      return `unmaps ${hex(event.va)}, which was at ${hex(event.pa)}, under the root at ${hex(event.root)}`;
    case 'out of memory':
      return 'finds no free page';
    case 'flush':
      return `loads cr3 with ${hex(event.root)}, which empties the TLB`;
    case 'invalidate':
      return `forgets ${hex(event.va)} in the TLB`;
    case 'log':
      return `prints: ${event.text}`;
    case 'setup':
      return `sets up ${event.name}`;
    default:
      return event.type;
  }
};

const PRINTS = 'prints: ';

/** Deeds as lines. Of lines that are printed in a row, as those of a backtrace, the first is told. */
export const deedLines = (deeds: readonly Deed[]): string[] =>
  deeds.flatMap((deed, i) => (deed.what.startsWith(PRINTS) && isSame(deed, deeds[i - 1]) ? [] : [lineOf(deed)]));

const isSame = (deed: Deed, before: Deed | undefined): boolean =>
  before?.what.startsWith(PRINTS) === true && before.place === deed.place;

const lineOf = ({ what, functions, place }: Deed): string => {
  const where = place ?? functions.slice(0, MOST_FUNCTIONS).join(' < ');
  return `   ${what}${where === '' ? '' : `, in ${where}`}`;
};
