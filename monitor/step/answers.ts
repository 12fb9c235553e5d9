/** What a run leaves open: the questions that were asked on the way, their answers, and the same run with another one. */
import { counter, type Machine, type MachineEvent, type Question } from '../../hardware/hardware.ts';
import { type MomentRun, QuestionsHeard, steered } from '../../specs/specs.ts';
import type { Session } from './session.ts';

/** A question that is asked. */
export interface Asked {
  readonly question: Question;
  readonly alternatives: number;
  readonly choice: number;
  /** The operation in which it is asked. */
  readonly at: number;
}

type Choice = Extract<MachineEvent, { readonly type: 'choice' }>;

/** Steps in which it is looked for. */
const MOST_STEPS = 100_000;

/** Hears of each question that an oracle is asked from now on. Trials tell of choices that are none of an oracle's: those have no number. */
const hearQuestions = ({ listeners, counters }: Machine, hear: (choice: Choice) => void): (() => void) => {
  let asked = counters[counter.QUESTIONS_ASKED];
  return listeners.add(
    (event) => {
      const isAsked = counters[counter.QUESTIONS_ASKED] > asked;
      asked = counters[counter.QUESTIONS_ASKED];
      if (isAsked && event.type === 'choice') hear(event);
    },
    ['choice'],
  );
};

/** The question that is asked next, from here on; null if none is. The session stays where it is. */
export const nextQuestion = ({ timeline, system, run }: Session): Asked | null => {
  if (system === null || isClosed(run)) return null;
  const { at } = timeline;
  const heard: Asked[] = [];
  const end = hearQuestions(system.kernel.machine, (choice) => void heard.push({ ...choice, at: timeline.at }));
  timeline.next(() => heard.length > 0 || timeline.at >= at + MOST_STEPS);
  end();
  timeline.goTo(at);
  return heard[0] ?? null;
};

/** Whether nothing at all is left open. */
const isClosed = (run: MomentRun): boolean =>
  run.what === 'dumps' || (run.what === 'programs' && (run.oracle?.asked ?? []).length === 0);

/** Answers that were given on the way. */
export interface Answers {
  /** From power on, in order. */
  readonly all: readonly number[];
  /** How many of them while the run began: in the boot. */
  readonly inBoot: number;
}

/** The answers that were given from power on to here. The session stays where it is. */
export const answersOf = (session: Session): Answers => {
  const { run } = session;
  const heard: QuestionsHeard[] = [];
  const choices = run.what === 'programs' ? run.oracle?.choices : undefined;
  const { playing } = session.opened.make(({ kernel }) => void heard.push(new QuestionsHeard(kernel, choices)));
  playing.begin();
  const all = heard[0]?.answers ?? [];
  const inBoot = all.length;
  playing.advance(session.at);
  return { all, inBoot };
};

/**
 * Ways to write down `run` with `choice` as its next answer, after those that were given; none if it has no place for them. Scenarios have their answers
 * in a list, which begins at power on, or after the boot.
 */
export const otherWays = (run: MomentRun, { all, inBoot }: Answers, choice: number): readonly MomentRun[] =>
  [all, all.slice(inBoot)].flatMap((answers) => steered(run, [...answers, choice]) ?? []);
