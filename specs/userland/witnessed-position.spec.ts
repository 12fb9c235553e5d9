/** A program with a witness is stopped at the first operation that its file, imported anew, does not ask for. */
import { expect, test } from 'vitest';
import type { Program } from '../../hardware/operation.ts';
import { witnessedProgram } from '../../userland/program.ts';
import { defineProgram, getpid, jump, schedYield, store8, store32 } from '../../userland/userland.ts';
import { BSS, ran } from '../kernel/weensyos/booted.ts';

type Entries = Readonly<Record<string, () => Program>>;

function* away(): Program {
  for (;;) yield schedYield();
}
const entriesOf = (main: () => Program): Entries => ({ main, away, home: away });

/** What is said of a program whose witness, from the second process of it on, is `witness`. */
const complaint = (main: () => Program, witness: () => Program): string | undefined => {
  const options = { name: 'watched', bssSize: 4096 };
  const program = defineProgram({ ...options, entries: entriesOf(main) });
  const watched = witnessedProgram(program, () => defineProgram({ ...options, entries: entriesOf(witness) }));
  return ran([watched], {}, 12).machine.execution.programErrors[0]?.message;
};

function* main(): Program {
  yield getpid();
  yield store32(BSS, 7);
  return jump(away);
}

test('one that repeats itself goes on', () => expect(complaint(main, main)).toBeUndefined());

const DEVIATIONS: readonly (readonly [what: string, witness: () => Program])[] = [
  [
    'makes another call',
    function* () {
      yield schedYield();
      yield store32(BSS, 7);
      return jump(away);
    },
  ],
  [
    'makes an operation of another kind with the same operands',
    function* () {
      yield getpid();
      yield store8(BSS, 7);
      return jump(away);
    },
  ],
  [
    'stores another value',
    function* () {
      yield getpid();
      yield store32(BSS, 8);
      return jump(away);
    },
  ],
  [
    'stores elsewhere',
    function* () {
      yield getpid();
      yield store32(BSS + 4, 7);
      return jump(away);
    },
  ],
  [
    'throws',
    function* () {
      yield getpid();
      throw new Error('no');
    },
  ],
  [
    'goes on where it should jump',
    function* () {
      yield getpid();
      yield store32(BSS, 7);
      for (;;) yield schedYield();
    },
  ],
];
test.each(DEVIATIONS)('one whose witness %s is stopped', (_what, witness) => {
  expect(complaint(main, witness)).toMatch(/it did not repeat itself: here it asks for .*, but (fails|for )/);
});
