/** What goes wrong first in a run, judged at every trap. */
import { againTo, checkerFor, type Opened } from '../../presentation/presentation.ts';
import {
  errorLines,
  FramesPlaying,
  firstBad,
  framesJudging,
  InvariantBroken,
  type MomentRun,
  originOf,
  wrongNames,
} from '../../specs/specs.ts';
import type { Link, Verdict } from '../answers.ts';
import { openRun } from '../dumps.ts';

/** Methods that are told of a link. */
const MOST_METHODS = 3;

type Broken = NonNullable<Verdict['broken']>;

/** The verdict on the first `events` events of `run`. */
export const verdictOn = async (run: MomentRun, events: number): Promise<Verdict> => {
  const opened = await openRun(run);
  if (opened.kind === null) return { broken: null, events: 0, invariants: 0 };
  const { playing } = opened.make();
  if (playing instanceof FramesPlaying) return ofDumps(playing);
  return run.what === 'scenario' && opened.trial !== null ? ofScenario(opened, run.scenario) : ofRun(opened, events);
};

/** Dumps are judged one after the other, and the events between them. */
const ofDumps = async (playing: FramesPlaying): Promise<Verdict> => {
  const found = await playing.firstWrong();
  const judged = { events: playing.frames.count - 1, invariants: framesJudging(playing).invariants.length };
  if (found === null) return { broken: null, ...judged };
  const { findings, messages } = found.judgement;
  const [finding] = findings.violations;
  const [name] = wrongNames(found.judgement);
  const [place] = finding?.places ?? [];
  const lines =
    finding === undefined
      ? messages.filter(({ blames }) => blames === 'kernel').flatMap(({ quote, means }) => [quote, means])
      : [`${name}: ${finding.sentence}`, finding.why, `expected ${place.expected}; found ${place.found}`];
  const { index } = found;
  const at = { page: place?.page ?? null, pid: place?.process ?? null, event: index, step: index };
  return { broken: { name, lines, origin: [], ...at }, ...judged, events: index };
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
