/**
 * The process that runs what people bring, about itself: what goes wrong there behind the back of every command (later, in the background, by
 * ending the process, by never loading) is said, in one paragraph, with the place in their code.
 */
import { describeValue, stackOf } from '../../hardware/thrown.ts';
import { isChild, sayLast } from './last-words.ts';
import { startLookout } from './lookout.ts';
import { Mistake } from './mistake.ts';
import { placeIn, suspect } from './own-code.ts';

export const MEMORY_MEGABYTES = 512;
/** A child that came to its own end says so: its exit code is that of the command and this. */
export const ENDED = 64;

const MISTAKE = 1;
/** Time for what was begun and not awaited, when the command is done: if it fails within that, that is said. */
const GRACE_MILLISECONDS = 1000;
/** V8 tells ten calls: too few to come from the depths of the machine to the user's method. */
const STACK_CALLS = 50;

/**
 * Obeys, and ends the process with the exit code that comes of it. `explain` says what went wrong that is no mistake of the user's, and
 * returns the exit code.
 */
export const obeyWatched = (obey: () => Promise<number>, explain: (error: unknown) => number): void => {
  Error.stackTraceLimit = STACK_CALLS;
  process.setSourceMapsEnabled(true);
  if (isChild()) startLookout(MEMORY_MEGABYTES);
  const leave = guardEnds();
  const fail = (error: unknown): void => leave(blamed(error, explain));
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  let result: number | null = null;
  process.on('beforeExit', () => leave(result ?? neverDone()));
  void obey().then((code) => {
    result = code;
    // Nothing may keep the process from ending: this timer is heard of only if something does.
    setTimeout(() => leave(code), GRACE_MILLISECONDS).unref();
  });
};

/** Says what failed in the background. Returns the exit code. */
const blamed = (thrown: unknown, explain: (error: unknown) => number): number => {
  const mistake = failedLater(thrown);
  if (mistake === null) return explain(thrown);
  say(mistake);
  return MISTAKE;
};

/** What to say of `thrown`, which nobody waited for; null if it is none of the user's code. */
export const failedLater = (thrown: unknown): Mistake | null => {
  const code = suspect();
  const place = placeIn(stackOf(thrown));
  const isOwn = place !== null || (code !== undefined && stackOf(thrown) === '');
  if (!isOwn) return null;
  const whose = place?.kind ?? `${code?.kind} ${code?.path}`;
  const problem = `something that the ${whose} had begun failed later, when nobody waited for it: ${describeValue(thrown)}`;
  return new Mistake(problem, place);
};

const say = ({ paragraph }: Mistake): void => sayLast(paragraph);

/** Nothing is left to do, and the command has not come to its end. */
const neverDone = (): number => {
  const code = suspect();
  const what = code === undefined ? 'the command' : `the ${code.kind} ${code.path}`;
  say(new Mistake(`${what} waits for something that never comes, as a promise that nobody keeps`, null));
  return MISTAKE;
};

/** The ways for code to end its process. */
const ENDS = ['exit', 'reallyExit', 'abort', 'kill'] as const;
type End = (...given: unknown[]) => unknown;

const host = process as unknown as Record<(typeof ENDS)[number], End>;

/** Refuses to let the user's code end the process: that is said instead. Returns what ends it for Ringfence, with an exit code. */
const guardEnds = (): ((code: number) => void) => {
  const { exit, reallyExit } = host;
  const leave = (code: number): void => {
    // The first calls the second.
    host.reallyExit = reallyExit;
    exit.call(process, isChild() ? code + ENDED : code);
  };
  refuseEnds(say, leave);
  return leave;
};

/** Where the user's code would end this process or thread, tells `refused` of it and leaves; whoever else would exit leaves too. */
export const refuseEnds = (refused: (mistake: Mistake) => void, leave: (code: number) => void): void => {
  for (const name of ENDS) {
    const end = host[name].bind(process);
    host[name] = (...given) => {
      const place = name === 'kill' && given[0] !== process.pid ? null : placeIn(stackOf(new Error()));
      if (place === null) return name === 'exit' ? leave(Number(given[0] ?? process.exitCode ?? 0)) : end(...given);
      const how = `process.${name}(${given.map(describeValue).join(', ')})`;
      refused(new Mistake(`the ${place.kind} ended the process, by ${how}`, place));
      return leave(MISTAKE);
    };
  }
};
