/** The moment of a dump as text, for whoever has judged it and loads nothing else. */
import { type Machine, PAGE_WORDS } from '../../hardware/hardware.ts';
import { hashOfWords } from '../judge/hash-of-words.ts';
import { type DumpsRun, filesOf, type Moment, SEMANTICS } from '../moments/moment.ts';
import { textOfMoment } from '../moments/moment-text.ts';

/** What a dump is known by: all words that physical addresses reach, so that it may be packed later. */
export const fingerprintOf = ({ memory: { words, ramPages } }: Machine): string =>
  hashOfWords(words.subarray(0, ramPages * PAGE_WORDS));

/** Files of `run` that go with its dumps: what they are is told with a moment of it. */
export const filesBeside = (run: DumpsRun): string[] => filesOf(run).filter((file) => !run.dumps.includes(file));

/** The moment of number `index` of the dumps of `run`, which is in the memory of `machine`. */
export const momentOfDump = (
  run: DumpsRun,
  index: number,
  machine: Machine,
  sources: NonNullable<Moment['sources']>,
): string =>
  textOfMoment({ run, event: index, step: index, sources, fingerprint: fingerprintOf(machine), semantics: SEMANTICS });
