/** System calls that nobody declared are found by making them. */
import { expect, test } from 'vitest';
import { abi, type Process, WeensyKernel } from '../../../kernel/kernel.ts';
import { vocabularyOf } from '../../weensyos/scenario.ts';
import { scriptOf } from './random-program.ts';
import { type Undeclared, undeclaredOf } from './undeclared.ts';

const VOCABULARY = vocabularyOf(WeensyKernel.calls);
const foundIn = (Kernel: typeof WeensyKernel): Undeclared =>
  undeclaredOf(Kernel.calls, (step) => new Kernel({ programs: [scriptOf(VOCABULARY, [step], abi.PROC_START_ADDR)] }));

/** Has two calls beside those it declares. */
class Silent extends WeensyKernel {
  override syscall(process: Process, number: number, argument: number): number {
    if (number === 9) return 7;
    if (number === 77) throw new Error('not written yet');
    return super.syscall(process, number, argument);
  }
}

/** The same, and takes every other number for nothing. */
class Lenient extends Silent {
  override syscall(process: Process, number: number, argument: number): number {
    const isOne = number === 9 || number === 77 || Lenient.calls.some((call) => call.number === number);
    return isOne ? super.syscall(process, number, argument) : -1;
  }
}

test('the true kernel panics over each, so that one of them is enough', () => {
  expect(foundIn(WeensyKernel)).toEqual({ answering: [], panicking: [expect.any(Number)] });
});

test('numbers that are treated otherwise than most are calls, whatever the others come to', () => {
  expect(foundIn(Silent).answering).toEqual([9, 77]);
  expect(foundIn(Lenient)).toEqual({ answering: [9, 77], panicking: [] });
});

test('what is declared is not asked about', () => {
  class Declared extends Silent {
    static override readonly calls = [
      ...WeensyKernel.calls,
      { name: 'seven', number: 9, arguments: [], results: [{ value: 7, when: 'always' }] as const },
    ];
  }
  expect(foundIn(Declared).answering).toEqual([77]);
});
