/** What goes wrong first in a run, judged at every trap. */
import { againTo, checkerFor, type Opened, openNamed } from '../../presentation/presentation.ts';
import { errorLines, firstBad, InvariantBroken, type MomentRun, originOf } from '../../specs/specs.ts';
import type { Link, Verdict } from '../answers.ts';

/** Methods that are told of a link. */
const MOST_METHODS = 3;

type Broken = NonNullable<Verdict['broken']>;

/** The verdict on the first `events` events of `run`. */
export const verdictOn = async (run: MomentRun, events: number): Promise<Verdict> => {
  const opened = await openNamed(run);
  if (opened.kind === null) return { broken: null, events: 0, invariants: 0 };
  return run.what === 'scenario' && opened.trial !== null ? ofScenario(opened, run.scenario) : ofRun(opened, events);
};

/** A scenario is tried once more, and looked at from close by. */
const ofScenario = (opened: Opened, encoded: unknown): Verdict => {
  const { trial } = opened;
  if (trial === null) return { broken: null, events: 0, invariants: 0 };
  const bad = firstBad(trial, trial.decode(encoded));
  const invariants = trial.judged.length;
  if (bad === null) return { broken: null, events: trial.whereabouts.event, invariants };
  const { event, operations: step } = bad;
  return {
    broken: { ...told(bad.error), origin: originAt(opened, bad.error, step), event, step },
    events: event,
    invariants,
  };
};

const ofRun = (opened: Opened, events: number): Verdict => {
  const { playing, system } = opened.make((made) => void checkerFor(made, 'every-trap'));
  const invariants = system?.judging.invariants.length ?? 0;
  const error = thrownBy(() => {
    playing.begin();
    playing.advance(Number.POSITIVE_INFINITY, Math.max(0, events - playing.event));
  });
  const stopped = error ?? system?.kernel.machine.execution.halt ?? null;
  const { event, at: step } = playing;
  if (stopped === null) return { broken: null, events: event, invariants };
  return {
    broken: { ...told(stopped), origin: originAt(opened, stopped, step), event, step },
    events: event,
    invariants,
  };
};

/** The story of what stopped the kernel; none of an invariant that broke while it went on. */
const originAt = (opened: Opened, error: Error, step: number): readonly Link[] => {
  if (error instanceof InvariantBroken && error.violation.hasStopped !== true) return [];
  try {
    const links = originOf(againTo(opened, { event: 0, step: step + 1 }));
    return links.map(({ what, methods, event }) => ({
      text: methods.length === 0 ? what : `${what}: ${methods.slice(0, MOST_METHODS).join(' < ')}`,
      event,
      step: null,
    }));
  } catch {
    // What a kernel does with other values than its own is nobody's affair.
    return [];
  }
};

const thrownBy = (run: () => void): Error | null => {
  try {
    run();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

const told = (error: Error): Pick<Broken, 'name' | 'lines' | 'page' | 'pid'> => {
  const { page, process } = error instanceof InvariantBroken ? error.violation : {};
  return {
    name: error instanceof InvariantBroken ? error.invariant.name : error.message.split('\n')[0],
    // Where in the page's own script it was says nothing.
    lines: errorLines(error).filter((line) => !/^\s*at /.test(line)),
    ...{ page: page ?? null, pid: process ?? null },
  };
};
