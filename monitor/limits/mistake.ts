/** Whose fault something is that went wrong: the user's own code, which ends a command with exit code 1, or Ringfence. */
import { isGeneratorObject } from 'node:util/types';
import { asError, describeThrown, stackOf } from '../../hardware/thrown.ts';
import { packageFile } from '../command-line/package.ts';
import { frameOfGenerator } from './generator-frame.ts';
import { innermost, type Place, placeIn, placeOfMethod, placeText, suspect } from './own-code.ts';

/** Code that people brought did what it must not. Its stack is the one line of theirs that says where, if it is known. */
export class Mistake extends Error {
  readonly place: Place | null;

  /** `problem` is a sentence that says who did what. */
  constructor(problem: string, place: Place | null) {
    super(problem);
    this.name = 'Mistake';
    this.place = place;
    this.stack = place === null ? `Mistake: ${problem}` : `Mistake: ${problem}\n    ${placeText(place)}`;
  }

  /** All there is to say, in one paragraph. */
  get paragraph(): string {
    return this.place === null ? this.message : `${this.message}\n    ${placeText(this.place)}`;
  }
}

/** The mistake behind what was thrown, whatever that is; null if it is one of Ringfence. */
export const mistakeOf = (thrown: unknown): Mistake | null => {
  const error = asError(thrown);
  if (error instanceof Mistake) return error;
  const place = placeIn(stackOf(thrown));
  if (place !== null) return new Mistake(`the ${place.kind} threw ${describeThrown(thrown)}`, place);
  const code = suspect();
  if (code === undefined) return null;
  if (error !== thrown) return new Mistake(`the ${code.kind} ${code.path} threw ${describeThrown(thrown)}`, null);
  // Programs reach the machine by operations alone, and it must stand any of them.
  if (code.kind === 'program' || code.kind === 'library' || !isOfTheMachine(error)) return null;
  return new Mistake(
    `Ringfence could not go on with what the ${code.kind} ${code.path} left: ${describeThrown(error)}`,
    null,
  );
};

/** What was thrown, as an error that can be looked at: itself, or the mistake of whoever threw something else. */
export const readable = (thrown: unknown): Error => {
  const error = asError(thrown);
  return error === thrown ? error : (mistakeOf(thrown) ?? error);
};

/** Where in code that people brought the cause of an error is: something thrown, a generator where it stands, or a function. */
export const placeOfCause = (cause: unknown): Place | null => {
  if (typeof cause === 'function') return placeOfMethod(cause, cause.name);
  return isGeneratorObject(cause) ? innermost([frameOfGenerator(cause)]) : (mistakeOf(cause)?.place ?? null);
};

/** What a kernel's code did that threw `thrown`, and where, in a clause: `its code threw TypeError: …, at fork (mine.ts:7:28)`. */
export const deedOf = (thrown: unknown): string => {
  const mistake = mistakeOf(thrown);
  const [, outside] = /^\s+(at .*)/m.exec(stackOf(thrown)) ?? [];
  const at = mistake?.place == null ? outside : placeText(mistake.place);
  const deed = mistake !== null && mistake === thrown ? mistake.message : `its code threw ${describeThrown(thrown)}`;
  return at === undefined ? deed : `${deed}, ${at}`;
};

const MODEL = ['hardware', 'kernel', 'userland'].map((room) => packageFile(`dist/${room}/`));

/** Whether `error` comes from the model, which has none of its own: somebody gave it what it cannot use. */
const isOfTheMachine = (error: Error): boolean => {
  const [top = ''] = /^\s+at .*$/m.exec(stackOf(error)) ?? [];
  return MODEL.some((folder) => top.includes(folder));
};
