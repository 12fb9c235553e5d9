/** What a run leaves open: the questions that were asked on the way, their answers, and the same run with another one. */
import { counter, type MachineEvent, type Question } from '../../hardware/hardware.ts';
import type { MomentRun, ScenarioRun, Timeline } from '../../specs/specs.ts';
import type { Session } from './session.ts';

/** A question that is asked. */
export interface Asked {
  /** Questions that were asked before, from power on. */
  readonly number: number;
  readonly question: Question;
  readonly alternatives: number;
  readonly choice: number;
  /** The operation in which it is asked. */
  readonly at: number;
}

/** Steps in which it is looked for. */
const MOST_STEPS = 100_000;

/** The question that is asked next, from here on; null if none is. The session stays where it is. */
export const nextQuestion = ({ timeline, system }: Session): Asked | null => {
  if (system === null) return null;
  const { machine } = system.kernel;
  const { at } = timeline;
  const heard: Asked[] = [];
  const end = machine.listen((event) => void heard.push(askedBy(event, machine.counters, timeline)), ['choice']);
  timeline.next(() => heard.length > 0 || timeline.at >= at + MOST_STEPS);
  end();
  timeline.goTo(at);
  return heard[0] ?? null;
};

/** The answers that were given from power on to here, in order. The session stays where it is. */
export const answersOf = (session: Session): number[] => {
  const { playing, system } = session.opened.make(({ kernel }) => {
    kernel.machine.listen((event) => void (event.type === 'choice' && answers.push(event.choice)), ['choice']);
  });
  const answers: number[] = [];
  if (system === null) return answers;
  playing.begin();
  playing.advance(session.at);
  return answers;
};

const askedBy = (event: MachineEvent, counters: Float64Array, { at }: Timeline): Asked => {
  if (event.type !== 'choice') throw new Error(`heard of ${event.type}`);
  const { question, alternatives, choice } = event;
  return { question, alternatives, choice, number: counters[counter.QUESTIONS_ASKED] - 1, at };
};

/** `run` in which the question `next` is answered with `choice`, after `answers`; null if its answers are not written down. */
export const withAnswer = (run: MomentRun, answers: readonly number[], choice: number): MomentRun | null => {
  if (run.what === 'programs' && run.oracle !== undefined)
    return { ...run, oracle: { ...run.oracle, choices: [...answers, choice] } };
  return run.what === 'scenario' ? scenarioWith(run, answers, choice) : null;
};

/** Scenarios have their answers in a list: those of environments call it so, others choices. */
const scenarioWith = (run: ScenarioRun, answers: readonly number[], choice: number): ScenarioRun | null => {
  const scenario = run.scenario as Readonly<Record<string, unknown>>;
  const name = ['choices', 'answers'].find((one) => Array.isArray(scenario[one]));
  if (name === undefined) return null;
  return { ...run, scenario: { ...scenario, [name]: [...answers, choice] } };
};
