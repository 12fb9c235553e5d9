/**
 * Odds: at each event of a run that failed, how many of its random continuations fail, too. What was answered until there stays as it was; after
 * that answers are drawn. Where the odds rise, the run was lost.
 */
import { counter, type Question } from '../../hardware/hardware.ts';
import type { Watched } from '../../kernel/kernel.ts';
import type { Run as MomentRun, ScenarioRun } from './moment.ts';
import type { Playing } from './playing.ts';

/** A place in a run: how far it is, and how many questions its oracle had answered. */
export interface Crossing {
  readonly event: number;
  readonly step: number;
  readonly answered: number;
}

/** What was left open in a run: who was asked what how often, all answers in order, and the places after each event. */
export interface Openness {
  readonly asked: ReadonlyMap<Question, number>;
  readonly answers: readonly number[];
  readonly crossings: readonly Crossing[];
}

/** How many of so many continuations from a place fail. */
export interface Odds extends Crossing {
  readonly failed: number;
}

/**
 * Listens to the questions of a machine, from before its boot. What it was asked as it was made, before anybody could listen, is answered by the first
 * of the `choices` of its oracle.
 */
export class QuestionsHeard {
  readonly asked = new Map<Question, number>();
  readonly answers: number[] = [];

  constructor({ machine }: Watched, choices: readonly number[] = []) {
    for (let i = 0; i < machine.counters[counter.QUESTIONS_ASKED]; i++) this.answers.push(choices[i] ?? 0);
    machine.listen(
      (event) => {
        // Whoever makes an allocation fail without asking an oracle tells of it, too.
        if (event.type !== 'choice' || machine.counters[counter.QUESTIONS_ASKED] === this.answers.length) return;
        this.answers.push(event.choice);
        this.asked.set(event.question, (this.asked.get(event.question) ?? 0) + 1);
      },
      ['choice'],
    );
  }
}

/** Goes through `playing`, which has not begun, to its end, or to event `last`; `heard` listens to its machine. */
export const opennessOf = (playing: Playing, heard: QuestionsHeard, last = Number.POSITIVE_INFINITY): Openness => {
  playing.begin();
  const here = (): Crossing => ({ event: playing.event, step: playing.at, answered: heard.answers.length });
  const crossings = [here()];
  try {
    while (playing.goesOn && playing.event < last) {
      playing.advance(Number.POSITIVE_INFINITY, 1);
      crossings.push(here());
    }
  } catch {
    // The kernel threw: that is how the run failed.
  }
  return { asked: heard.asked, answers: heard.answers, crossings };
};

/** At most `most` of `crossings`, evenly spread, the first and the last among them. */
export const someOf = (crossings: readonly Crossing[], most: number): readonly Crossing[] => {
  if (crossings.length <= most) return crossings;
  return Array.from({ length: most }, (_, i) => crossings[Math.round((i * (crossings.length - 1)) / (most - 1))]);
};

/** The odds at `crossings`: `fails` says whether a run fails that answers as before up to there, and then as drawn from a seed. */
export const oddsAlong = (
  crossings: readonly Crossing[],
  continuations: number,
  fails: (crossing: Crossing, seed: number) => boolean,
): Odds[] =>
  crossings.map((crossing) => {
    let failed = 0;
    for (let i = 0; i < continuations; i++) if (fails(crossing, seedOf(crossing, i))) failed += 1;
    return { ...crossing, failed };
  });

/** From which place to the next the odds rise most, and by how much: the first such place. Null if they rise nowhere. */
export const steepestRise = (
  odds: readonly Pick<Odds, 'failed'>[],
): { readonly from: number; readonly to: number; readonly rise: number } | null => {
  let steepest: ReturnType<typeof steepestRise> = null;
  for (let to = 1; to < odds.length; to++) {
    const rise = odds[to].failed - odds[to - 1].failed;
    if (rise > (steepest?.rise ?? 0)) steepest = { from: to - 1, to, rise };
  }
  return steepest;
};

const seedOf = ({ step }: Crossing, number: number): number => (Math.imul(step + 1, 0x9e3779b1) ^ number) >>> 0;

/**
 * `run` with other answers: `choices`, and after them what is drawn from `seed`, or as the run has it without one. Null if what it leaves open is not
 * written down with it.
 */
export const steered = (run: MomentRun, choices: readonly number[], seed?: number): MomentRun | null => {
  const drawn = seed === undefined ? {} : { seed };
  if (run.what === 'programs') {
    if (run.oracle === undefined) return null;
    return { ...run, oracle: { ...run.oracle, choices, ...drawn } };
  }
  return run.what === 'scenario' ? steeredScenario(run, choices, drawn) : null;
};

/** Scenarios have their answers in a list: those of environments call it so, others choices. */
const steeredScenario = (
  run: ScenarioRun,
  choices: readonly number[],
  drawn: { readonly seed?: number },
): ScenarioRun | null => {
  const scenario = run.scenario as Readonly<Record<string, unknown>>;
  const name = ['choices', 'answers'].find((one) => Array.isArray(scenario[one]));
  return name === undefined ? null : { ...run, scenario: { ...scenario, [name]: choices, ...drawn } };
};
