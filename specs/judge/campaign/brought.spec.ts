/** What is brought to a trial takes its place beside what a kernel has, or instead of it. */
import { expect, test } from 'vitest';
import { type CallDescription, WeensyKernel } from '../../../kernel/kernel.ts';
import { INVARIANTS } from '../../weensyos/invariants/list.ts';
import { judgedInvariants, UnknownInvariant, withCalls } from './brought.ts';

const described = (name: string, number: number): CallDescription => ({ ...WeensyKernel.calls[0], name, number });
const namesOf = (calls: readonly CallDescription[] | undefined): string[] =>
  (calls ?? []).map(({ name, number }) => `${number} ${name}`).toSorted();

test('calls that are brought are declared by the kernel and by its view, instead of those of the same numbers', () => {
  const [first, ...others] = WeensyKernel.calls;
  const brought = [described('mine', 77), described('other', first.number)];
  const Kernel = withCalls(WeensyKernel, brought);
  const expected = namesOf([...others, ...brought]);
  expect(namesOf(Kernel.calls)).toEqual(expected);
  expect(namesOf(new Kernel({ programs: [] }).view.calls)).toEqual(expected);
  expect(Kernel.name).toBe(WeensyKernel.name);
  /** A kernel whose view knows nothing of how its class is declared. */
  class FromScratch {
    static readonly calls = [first];
    readonly view: { readonly calls: readonly CallDescription[] } = { calls: [first] };
  }
  expect(namesOf(new (withCalls(FromScratch, brought))().view.calls)).toEqual(namesOf(brought));
  expect(withCalls(WeensyKernel, [])).toBe(WeensyKernel);
  expect(namesOf(new WeensyKernel({ programs: [] }).view.calls)).toEqual(namesOf(WeensyKernel.calls));
});

test('invariants that are brought are asked first, and one that is named alone', () => {
  const [first, second] = INVARIANTS;
  const own = { ...first, name: 'mine' };
  expect(judgedInvariants(INVARIANTS, { invariants: [own] })).toEqual([own, ...INVARIANTS]);
  expect(judgedInvariants(INVARIANTS, { invariants: [own], only: 'mine' })).toEqual([own]);
  expect(judgedInvariants(INVARIANTS, { only: second.name })).toEqual([second]);
  expect(() => judgedInvariants(INVARIANTS, { only: 'none such' })).toThrow(UnknownInvariant);
  expect(() => judgedInvariants(INVARIANTS, { only: 'none such' })).toThrow(second.name);
});
