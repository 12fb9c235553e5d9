/** Random sequences of the lab's functions, as plain data that fast-check makes and shrinks; and the exercise, which comes first. */
import fc from 'fast-check';
import { memlayout } from '../../../kernel/kernel.ts';
import { withoutOne } from '../../judge/shortening.ts';
import type { ModelledHands } from './modelled-hands.ts';

const { ALLOC_ZERO, PTE_U, PTE_W } = memlayout;
const NAMES = ['a', 'b', 'c', 'd', 'e'];
const ADDRESSES = [0, 0x1000, 0x3ff000, 0x400000, 0x401000, 0x10000000, 0x7ffff000, 0x80000000, 0xeebfd000, 0xeebff000];
const MOST_STEPS = 30;

/** A call of the lab's functions, with pages by the names under which they were taken; some while no page is free. */
export type RandomStep =
  | { readonly does: 'take'; readonly name: string; readonly flags: number; readonly starved: boolean }
  | { readonly does: 'give'; readonly name: string }
  | {
      readonly does: 'insert';
      readonly name: string;
      readonly address: number;
      readonly perm: number;
      readonly starved: boolean;
    }
  | { readonly does: 'remove' | 'look up' | 'load'; readonly address: number }
  | { readonly does: 'walk'; readonly address: number; readonly create: boolean; readonly starved: boolean }
  | { readonly does: 'store'; readonly address: number; readonly word: number };

/** What is tried: random steps, or the exercise, whose steps are fixed. */
export interface Lab2Scenario {
  readonly steps: readonly RandomStep[] | 'exercise';
}

export const EXERCISE: Lab2Scenario = { steps: 'exercise' };

const name = fc.constantFrom(...NAMES);
const address = fc.constantFrom(...ADDRESSES);
const starved = fc.nat(9).map((draw) => draw === 9);
const does = <Name extends RandomStep['does'], Rest>(
  weight: number,
  what: Name,
  rest: { [Key in keyof Rest]: fc.Arbitrary<Rest[Key]> },
) => ({ weight, arbitrary: fc.record({ does: fc.constant(what), ...rest }) as unknown as fc.Arbitrary<RandomStep> });

const step: fc.Arbitrary<RandomStep> = fc.oneof(
  does(4, 'take', { name, flags: fc.constantFrom(0, ALLOC_ZERO), starved }),
  does(2, 'give', { name }),
  does(6, 'insert', { name, address, perm: fc.constantFrom(0, PTE_W, PTE_U, PTE_W | PTE_U), starved }),
  does(3, 'remove', { address }),
  does(1, 'look up', { address }),
  does(2, 'walk', { address, create: fc.boolean(), starved }),
  does(4, 'store', { address, word: fc.nat() }),
  does(3, 'load', { address }),
);

export const lab2Scenario: fc.Arbitrary<Lab2Scenario> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: MOST_STEPS, size: 'max' }),
});

/** Scenarios with a step less. */
export function* simplerSequences({ steps }: Lab2Scenario): Generator<Lab2Scenario> {
  if (steps !== 'exercise') for (const fewer of withoutOne(steps)) yield { steps: fewer };
}

/** Does `step` with `hands`; nothing, where it names a page that nobody has. */
export const takeStep = (hands: ModelledHands, step: RandomStep): void => {
  if ('starved' in step && step.starved) hands.withNothingFree(() => takePlain(hands, step));
  else takePlain(hands, step);
};

const takePlain = (hands: ModelledHands, step: RandomStep): void => {
  switch (step.does) {
    case 'take':
      return hands.has(step.name) ? undefined : hands.take(step.name, step.flags);
    case 'give':
      return hands.give(step.name);
    case 'insert':
      return hands.has(step.name) ? hands.insert(step.name, step.address, step.perm) : undefined;
    case 'remove':
      return hands.remove(step.address);
    case 'look up':
      return hands.lookUp(step.address);
    case 'walk':
      return hands.walk(step.address, step.create);
    case 'store':
      return hands.store(step.address, step.word);
    case 'load':
      return hands.load(step.address);
  }
};

const hex = (value: number): string => `0x${value.toString(16)}`;

/** `step` as C that a student of the lab knows. */
export const stepLine = (step: RandomStep): string =>
  'starved' in step && step.starved ? `${codeOf(step)}  // while no page is free` : codeOf(step);

const codeOf = (step: RandomStep): string => {
  switch (step.does) {
    case 'take':
      return `${step.name} = page_alloc(${step.flags & ALLOC_ZERO ? 'ALLOC_ZERO' : '0'});`;
    case 'give':
      return `page_free(${step.name});`;
    case 'insert':
      return `page_insert(kern_pgdir, ${step.name}, (void *) ${hex(step.address)}, ${permText(step.perm)});`;
    case 'remove':
      return `page_remove(kern_pgdir, (void *) ${hex(step.address)});`;
    case 'look up':
      return `page_lookup(kern_pgdir, (void *) ${hex(step.address)}, 0);`;
    case 'walk':
      return `pgdir_walk(kern_pgdir, (void *) ${hex(step.address)}, ${step.create ? 1 : 0});`;
    case 'store':
      return `*(uint32_t *) ${hex(step.address)} = ${step.word};`;
    case 'load':
      return `*(uint32_t *) ${hex(step.address)};`;
  }
};

const permText = (perm: number): string =>
  [...(perm & PTE_W ? ['PTE_W'] : []), ...(perm & PTE_U ? ['PTE_U'] : [])].join(' | ') || '0';
