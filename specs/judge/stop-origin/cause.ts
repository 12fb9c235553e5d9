/** Which value that the kernel loaded, or that one of its methods returned, made something what it is: the one that makes it another if it is another. */
import { PAGE_SIZE, pa } from '../../../hardware/hardware.ts';
import type { Deed } from './action.ts';
import type { Experiment, Stretch } from './experiment.ts';

/** What of a deed is to be explained: its address, its value, or that it was done at all. */
export type Aspect = 'address' | 'value' | 'course';

/** Values that are tried, at most: those that look alike first. */
const MOST_ALIKE = 6;
const MOST_OTHERS = 4;
/** Values before a decision that are tried, at most: what a condition looks at last decides. */
const MOST_DECIDING = 3;
/** How much memory there is: bounds that addresses are held to, and no mistake of anybody. */
const MEASURES: ReadonlySet<string> = new Set(['npages', 'npages_basemem']);
/** Where JOS sees physical memory. */
const KERNEL_BASES: readonly number[] = [0, 0xf0000000];

/** The nearest value on which `aspect` of the last deed of `stretch` hangs; null if there is none. */
export const causeOf = (experiment: Experiment, stretch: Stretch, aspect: Aspect): Deed | null => {
  const { last } = stretch;
  const isAnswer = typeof last.value === 'boolean';
  const given = givenIn(stretch).filter(({ number }) => !isAnswer || number > (last.frame?.begun ?? 0));
  if (aspect === 'course') return deciderOf(experiment, last, given);
  const target = aspect === 'address' ? last.address : Number(last.value);
  const alike = given
    .filter(({ value }) => isAlike(Number(value), target))
    .toSorted((one, other) => Number(other.value === target) - Number(one.value === target));
  const others = given.filter((deed) => !alike.includes(deed));
  let otherwise: Deed | null = null;
  for (const deed of [...alike.slice(0, MOST_ALIKE), ...others.slice(0, MOST_OTHERS)]) {
    const effect = strongest(experiment, alterations(deed), { deed, last, aspect });
    if (effect === 'direct') return deed;
    if (alike.includes(deed) && last.kind === 'return' && effect === 'course') otherwise ??= deed;
  }
  return otherwise ?? (isAnswer ? (given.find(({ kind }) => kind === 'load') ?? null) : null);
};

/** What decided that `last` was done: one of those `given` latest without which it is not; else what was looked at last before. */
const deciderOf = (experiment: Experiment, last: Deed, given: readonly Deed[]): Deed | null => {
  const isDecisive = (deed: Deed): boolean =>
    decisions(deed).some((by) => !experiment.isOver && experiment.altered(deed, by, last) === null);
  return given.slice(0, MOST_DECIDING).find(isDecisive) ?? given[0] ?? null;
};

/** The nearest answer of a method of somebody's own without which the last deed of `stretch` is not done; null if there is none. */
export const ownDecision = (experiment: Experiment, { deeds, last }: Stretch): Deed | null => {
  const own = deeds.filter(
    ({ kind, frame, value, number }) =>
      kind === 'return' && frame?.isOwn === true && value !== undefined && number < last.number,
  );
  const isDecisive = (deed: Deed): boolean =>
    decisions(deed).some((by) => !experiment.isOver && experiment.altered(deed, by, last) === null);
  return own.toReversed().slice(0, MOST_DECIDING).find(isDecisive) ?? null;
};

/** A value that is altered, and the deed that is looked at then. */
interface Try {
  readonly deed: Deed;
  readonly by: number;
  readonly last: Deed;
  readonly aspect: 'address' | 'value';
}

type Effect = 'direct' | 'course' | 'none';

/** The strongest effect that one of `alterations` has, as far as there is time. */
const strongest = (experiment: Experiment, alterations: readonly number[], tried: Omit<Try, 'by'>): Effect => {
  let found: Effect = 'none';
  for (const by of alterations) {
    if (experiment.isOver) return found;
    const effect = effectOf(experiment, { ...tried, by });
    if (effect === 'direct') return effect;
    if (effect === 'course') found = effect;
  }
  return found;
};

/** Whether `aspect` follows the value: twice as much makes twice the difference; or only what is done becomes otherwise; or nothing. */
const effectOf = (experiment: Experiment, { deed, by, last, aspect }: Try): Effect => {
  const once = experiment.altered(deed, by, last);
  if (once === null) return 'course';
  if (typeof last[aspect] === 'boolean') return once[aspect] === last[aspect] ? 'none' : 'direct';
  const difference = Number(once[aspect]) - Number(last[aspect]);
  if (difference === 0 || Number.isNaN(difference)) return 'none';
  // What is taken away from it may be where an array begins.
  if (Math.sign(difference) !== Math.sign(by)) return 'course';
  const twice = experiment.altered(deed, 2 * by, last);
  return twice !== null && Number(twice[aspect]) - Number(last[aspect]) === 2 * difference ? 'direct' : 'course';
};

/**
 * What was loaded and returned before the last deed, latest first; of methods that returned a number that alone, for what they loaded stands
 * behind it.
 */
const givenIn = ({ deeds, last, kernel: { view } }: Stretch): Deed[] => {
  const found: Deed[] = [];
  let behind = Number.POSITIVE_INFINITY;
  for (const deed of deeds.toReversed()) {
    if (deed === last || deed.number >= behind || deed.value === undefined) continue;
    if (deed.kind !== 'load' && deed.kind !== 'return') continue;
    if (!MEASURES.has(view.nameOfWord?.(pa(Math.max(0, deed.place))) ?? '')) found.push(deed);
    if (deed.kind === 'return') behind = deed.frame?.begun ?? behind;
  }
  return found;
};

/** By how much a value is changed for a try: a record further, which goes on with most things; of an entry a page; of a number one. */
const alterations = ({ name, value }: Deed): readonly number[] => {
  const number = Number(value);
  if (typeof value === 'boolean' || name === 'load8' || name === 'load16') return [1];
  if (number !== 0 && Math.abs(number) < PAGE_SIZE) return [1];
  return number % RECORD === 0 ? [RECORD, PAGE_SIZE, -PAGE_SIZE] : [PAGE_SIZE, -PAGE_SIZE];
};

/** The same to turn a condition: one more or less, a bit of an entry more or less, none, and what stands for failure. */
const decisions = ({ value }: Deed): readonly number[] => {
  if (typeof value === 'boolean') return [1];
  const number = Number(value);
  return [1, -1, 2, 4, -2, -4, PAGE_SIZE, -number, -number - 1].filter(
    (by, i, all) => by !== 0 && all.indexOf(by) === i,
  );
};

const RECORD = 8;

/** Whether `target` looks like `value`, an address or entry, or an address near it. */
const isAlike = (value: number, target: number): boolean =>
  KERNEL_BASES.some((base) => {
    const distance = target - base - value;
    return (distance >= 0 && distance < PAGE_SIZE) || pageOf(target - base) === pageOf(value);
  });

const pageOf = (value: number): number => Math.floor(value / PAGE_SIZE);
