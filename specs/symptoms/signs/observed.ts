/** Everything that is to be seen in a text, as signs with a clause each. */
import type { Blamed, Found } from '../messages/message.ts';
import type { Reading } from '../reading/reading.ts';
import { BACKTRACE } from './backtrace.ts';
import { DETAILS } from './details.ts';
import { LEAKS } from './leaks.ts';
import { SHARING } from './sharing.ts';
import type { Sign } from './sign.ts';
import { TESTS } from './tests.ts';

export interface Observed {
  readonly name: string;
  readonly blames: Blamed;
  /** What is to be seen, as a clause: "the map shows …". */
  readonly clause: string;
  /** Whether it only says what a message says. */
  readonly isMessage: boolean;
}

/** All signs but messages and assertions, which are known by their own names. */
export const SIGNS: readonly Sign[] = [...LEAKS, ...SHARING, ...BACKTRACE, ...DETAILS, ...TESTS];

/** The signs in `reading`, each once: messages first. */
export const observe = (reading: Reading): Observed[] => {
  const told = reading.messages.map(observedOf);
  const assertions = reading.assertions.map((code) => assertionSign(code, reading));
  const seen = SIGNS.flatMap(({ name, blames, see }) => {
    const clause = see(reading);
    return clause === null ? [] : [{ name, blames, clause, isMessage: false }];
  });
  return eachOnce([...told, ...assertions, ...seen]);
};

/** The first of each name. */
export const eachOnce = (observed: readonly Observed[]): Observed[] => {
  const names = new Set<string>();
  return observed.filter(({ name }) => !names.has(name) && names.add(name) !== undefined);
};

const LONGEST_QUOTE = 100;

const observedOf = ({ name, blames, quote }: Found): Observed => ({
  ...{ name, blames, isMessage: true },
  clause: `it says "${shortened(quote)}"`,
});

/** `quote` on one line, and not too long. */
export const shortened = (quote: string): string => {
  const line = quote.trim().replace(/\s+/g, ' ');
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE - 1)}…` : line;
};

const assertionSign = (code: string, { assertions }: Reading): Observed => ({
  ...{ name: `assertion ${code}`, blames: 'kernel', isMessage: true },
  clause: assertions.length === 1 ? `the assertion that failed is ${code}` : `the assertion that failed may be ${code}`,
});
