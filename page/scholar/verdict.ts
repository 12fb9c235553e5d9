/** What goes wrong first in a run, judged at every trap. */
import { checkerFor, type Opened, openNamed } from '../../presentation/presentation.ts';
import { errorLines, firstBad, InvariantBroken, type MomentRun } from '../../specs/specs.ts';
import type { Verdict } from '../answers.ts';

type Broken = NonNullable<Verdict['broken']>;

/** The verdict on the first `events` events of `run`. */
export const verdictOn = async (run: MomentRun, events: number): Promise<Verdict> => {
  const opened = await openNamed(run);
  if (opened.kind === null) return { broken: null, events: 0, invariants: 0 };
  return run.what === 'scenario' && opened.trial !== null ? ofScenario(opened, run.scenario) : ofRun(opened, events);
};

/** A scenario is tried once more, and looked at from close by. */
const ofScenario = ({ trial }: Opened, encoded: unknown): Verdict => {
  if (trial === null) return { broken: null, events: 0, invariants: 0 };
  const bad = firstBad(trial, trial.decode(encoded));
  const invariants = trial.judged.length;
  if (bad === null) return { broken: null, events: trial.whereabouts.event, invariants };
  return { broken: { ...told(bad.error), event: bad.event, step: bad.operations }, events: bad.event, invariants };
};

const ofRun = (opened: Opened, events: number): Verdict => {
  const { playing, system } = opened.make((made) => void checkerFor(made, 'every-trap'));
  const invariants = system?.judging.invariants.length ?? 0;
  const error = thrownBy(() => {
    playing.begin();
    playing.advance(Number.POSITIVE_INFINITY, Math.max(0, events - playing.event));
  });
  const stopped = error ?? system?.kernel.machine.execution.halt ?? null;
  const broken = stopped === null ? null : { ...told(stopped), event: playing.event, step: playing.at };
  return { broken, events: playing.event, invariants };
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
    lines: errorLines(error),
    ...{ page: page ?? null, pid: process ?? null },
  };
};
