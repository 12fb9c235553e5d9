/** Random sequences of the lab's functions, as plain data that fast-check makes and shrinks; and the exercise, which comes first. */
import fc from 'fast-check';
import { type JosParameters, memlayout } from '../../../kernel/kernel.ts';
import { withoutOne } from '../../judge/campaign/shortening.ts';
import type { ModelledCaller } from './model.ts';

const { ALLOC_ZERO, PTE_U, PTE_W } = memlayout;
const NAMES = ['a', 'b', 'c', 'd', 'e'];
const ADDRESSES = [0, 0x1000, 0x3ff000, 0x400000, 0x401000, 0x10000000, 0x7ffff000, 0x80000000, 0xeebfd000, 0xeebff000];
const MOST_STEPS = 30;

/** A call of one of the lab's functions, or a load or store. What it has no use for means nothing. */
export interface RandomStep {
  /** What it does: the name of a deed. */
  readonly does: string;
  /** A page, by the name under which it was taken. */
  readonly name: string;
  readonly address: number;
  /** Flags, permissions, or what is stored. */
  readonly word: number;
  /** Whether no page is free meanwhile. */
  readonly starved: boolean;
}

/** How a kernel is booted otherwise: where its image ends, and how many pages there are. */
export type Boot = Pick<JosParameters, 'end' | 'pages'>;

/** What is tried: random steps, or the exercise, whose steps are fixed, or the boot alone. */
export interface Lab2Scenario {
  readonly steps: readonly RandomStep[] | 'exercise' | 'boot';
  /** Another boot than that of the kernel on trial. */
  readonly boot?: Boot;
}

/** The scenario that is tried first: the calls that the assignment prescribes. */
export const EXERCISE: Lab2Scenario = { steps: 'exercise' };

/** Images that end with a page, just behind one and just before, and descriptors that fill their pages, and do not. */
const BOOTS: readonly Boot[] = [
  { end: 0xf0118000, pages: 1024 },
  { end: 0xf0118001, pages: 1025 },
  { end: 0xf0118fff, pages: 1535 },
  { end: 0xf0152800, pages: 1537 },
];
export const OTHER_BOOTS: readonly Lab2Scenario[] = BOOTS.map((boot) => ({ steps: 'boot', boot }));

/** How such a boot is asked for. */
export const bootText = ({ end, pages }: Boot): string =>
  `booted with an image that ends at 0x${end.toString(16)}, and ${pages} pages: ringfence jos --end 0x${end.toString(16)} --memory ${pages * 4}K`;

interface Deed {
  /** How often it comes among the others. */
  readonly weight: number;
  readonly words?: readonly number[];
  /** Does it; nothing, where it names a page that nobody has. */
  take(caller: ModelledCaller, step: RandomStep): void;
  /** The same as C that a student of the lab knows. */
  code(step: RandomStep): string;
}

const DEEDS: Readonly<Record<string, Deed>> = {
  take: {
    weight: 4,
    words: [0, ALLOC_ZERO],
    take: (caller, { name, word }) => caller.has(name) || caller.take(name, word),
    code: ({ name, word }) => `${name} = page_alloc(${word === 0 ? '0' : 'ALLOC_ZERO'})`,
  },
  give: {
    weight: 2,
    take: (caller, { name }) => caller.give(name),
    code: ({ name }) => `page_free(${name})`,
  },
  insert: {
    weight: 6,
    words: [0, PTE_W, PTE_U, PTE_W | PTE_U],
    take: (caller, { name, address, word }) => caller.has(name) && caller.insert(name, address, word),
    code: ({ name, address, word }) => `page_insert(kern_pgdir, ${name}, ${pointer(address)}, ${rightsText(word)})`,
  },
  remove: {
    weight: 3,
    take: (caller, { address }) => caller.remove(address),
    code: ({ address }) => `page_remove(kern_pgdir, ${pointer(address)})`,
  },
  'look up': {
    weight: 1,
    take: (caller, { address }) => caller.lookUp(address),
    code: ({ address }) => `page_lookup(kern_pgdir, ${pointer(address)}, 0)`,
  },
  walk: {
    weight: 2,
    words: [0, 1],
    take: (caller, { address, word }) => caller.walk(address, word === 1),
    code: ({ address, word }) => `pgdir_walk(kern_pgdir, ${pointer(address)}, ${word})`,
  },
  store: {
    weight: 4,
    words: [1, 2, 0x12345678],
    take: (caller, { address, word }) => caller.store(address, word),
    code: ({ address, word }) => `*(uint32_t *) 0x${address.toString(16)} = ${word}`,
  },
  load: {
    weight: 3,
    take: (caller, { address }) => caller.load(address),
    code: ({ address }) => `*(uint32_t *) 0x${address.toString(16)}`,
  },
};

const pointer = (address: number): string => `(void *) 0x${address.toString(16)}`;
const rightsText = (perm: number): string =>
  [...(perm & PTE_W ? ['PTE_W'] : []), ...(perm & PTE_U ? ['PTE_U'] : [])].join(' | ') || '0';

const step: fc.Arbitrary<RandomStep> = fc.oneof(
  ...Object.entries(DEEDS).map(([does, { weight, words = [0] }]) => ({
    weight,
    arbitrary: fc.record({
      does: fc.constant(does),
      name: fc.constantFrom(...NAMES),
      address: fc.constantFrom(...ADDRESSES),
      word: fc.constantFrom(...words),
      starved: fc.nat(9).map((draw) => draw === 9),
    }),
  })),
);

/** Random sequences of calls of the lab's functions, after a boot, for fast-check to make and shrink. */
export const lab2Scenario: fc.Arbitrary<Lab2Scenario> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: MOST_STEPS, size: 'max' }),
});

/** A scenario that was kept as plain data. Throws a RangeError if it is none. */
export const decodeSequence = (data: unknown): Lab2Scenario => {
  const { steps, boot } = data as Lab2Scenario;
  const isKnown =
    steps === 'exercise' ||
    steps === 'boot' ||
    (Array.isArray(steps) && steps.every(({ does }) => Object.hasOwn(DEEDS, does)));
  if (!isKnown) throw new RangeError('it has no steps, or some that are none of lab 2');
  return { steps, ...(boot !== undefined && { boot }) };
};

/** Scenarios with a step less. */
export function* simplerSequences({ steps }: Lab2Scenario): Generator<Lab2Scenario> {
  if (typeof steps !== 'string') for (const fewer of withoutOne(steps)) yield { steps: fewer };
}

/** Does `step` with `caller`. */
export const takeStep = (caller: ModelledCaller, step: RandomStep): void => {
  const take = (): void => DEEDS[step.does].take(caller, step);
  if (step.starved) caller.withNothingFree(take);
  else take();
};

/** `page_free(a);` */
export const stepLine = (step: RandomStep): string =>
  `${DEEDS[step.does].code(step)};${step.starved ? '  // while no page is free' : ''}`;
