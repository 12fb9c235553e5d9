/** How a campaign goes on, what it counts and what it makes of failures: on trial is a function of lists of numbers, which costs next to nothing. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CampaignOptions, campaign, LATE } from './campaign.ts';
import { denialLines } from './denial-table.ts';
import { roundCount, seedOfRound, tryRound } from './rounds.ts';
import { calmer, shortestFrom, withoutOne } from './shortening.ts';
import { StateOutside } from './state-outside.ts';
import { type Attempt, NOWHERE, Trial } from './trial.ts';

type Numbers = readonly number[];

/** Each scenario is a list of numbers; what becomes of it `judge` says, which throws what goes wrong. */
class Lists extends Trial<Numbers> {
  readonly scenarios = fc.array(fc.nat(9), { maxLength: 12 });
  readonly whereabouts = NOWHERE;
  readonly tried: Numbers[] = [];
  /** How many allocations each asks for, and which fails. */
  questions = 0;
  prescribed: readonly Numbers[] = [];
  private readonly judge: (numbers: Numbers, times: number) => void;
  private readonly digestOf: (times: number) => string;

  constructor(judge: Lists['judge'] = () => {}, digestOf: Lists['digestOf'] = () => 'the same') {
    super();
    this.judge = judge;
    this.digestOf = digestOf;
  }

  attempt(numbers: Numbers): Attempt {
    this.tried.push(numbers);
    const times = this.tried.filter((one) => String(one) === String(numbers)).length;
    this.denials = numbers.filter((one) => one < 0).map((one) => ({ call: 'fork', number: -one, place: 'here' }));
    this.judge(numbers, times);
    const digest = this.digestOf(times);
    return { operations: numbers.length, questions: this.questions, goals: numbers.map(String), digest: () => digest };
  }

  override get swept(): readonly Numbers[] {
    return this.prescribed;
  }

  override denying(numbers: Numbers, failing: number): Numbers | null {
    return numbers.includes(0) ? null : [...numbers.filter((one) => one > 0), ...(failing < 0 ? [] : [-1 - failing])];
  }

  *simpler(numbers: Numbers): Generator<Numbers> {
    yield* withoutOne(numbers);
  }

  length(numbers: Numbers): number {
    return numbers.length;
  }

  programs(): string[][] {
    return [];
  }
}

const SUM = 20;
const sumOf = (numbers: Numbers): number => numbers.reduce((sum, one) => sum + one, 0);
/** Goes wrong where the sum is too large. */
const tooLarge = (numbers: Numbers): void => {
  if (sumOf(numbers) >= SUM) throw new RangeError(`${sumOf(numbers)} is too much`);
};
const run = (trial: Lists, options: Partial<CampaignOptions<Numbers>> = {}) =>
  campaign(trial, { seed: 7, runs: 30, ...options });

describe('A campaign in which nothing goes wrong', () => {
  test('tries as many as it is told, and counts what they did and met', () => {
    const trial = new Lists();
    const { runs, operations, goals, failure } = run(trial);
    expect([runs, trial.tried.length, failure]).toEqual([30, 30, null]);
    expect(operations).toBe(trial.tried.reduce((sum, { length }) => sum + length, 0));
    expect([...goals].toSorted()).toEqual([...new Set(trial.tried.flat().map(String))].toSorted());
  });

  test('ends once enough was done, and not before', () => {
    for (const operations of [1, 17, 40]) {
      const trial = new Lists();
      expect(run(trial, { operations }).operations).toBeGreaterThanOrEqual(operations);
      const before = trial.tried.slice(0, -1).reduce((sum, { length }) => sum + length, 0);
      expect(before).toBeLessThan(operations);
    }
  });

  test('sweeps each scenario with nothing failing, then each of its allocations, but for no more than 150, nor for longer than it has', () => {
    const trial = Object.assign(new Lists(), { questions: 3 });
    const { denials } = run(trial, { runs: 0, swept: [[5], [0, 5], [6, 7]] });
    expect(trial.tried).toEqual([[5], [5, -1], [5, -2], [5, -3], [6, 7], ...[-1, -2, -3].map((n) => [6, 7, n])]);
    expect(denialLines(denials)).toEqual([
      'Memory was made to fail 6 times, each allocation in turn:',
      '  call  allocation  asked for by  times',
      '  fork  1 to 3      here          6',
    ]);
    const greedy = Object.assign(new Lists(), { questions: 1000 });
    run(greedy, { runs: 0, swept: [[5]] });
    expect(greedy.tried.length).toBe(151);
    const short = Object.assign(new Lists(), { questions: 1000 });
    run(short, { runs: 0, operations: 6, swept: [[5]] });
    // One operation, then two each: the fourth passes the limit of six.
    expect(short.tried.length).toBe(4);
  });

  test('tries everything within what it is wrapped in, and other scenarios than the own ones of the trial if it is told', () => {
    const trial = new Lists();
    let wrapped = 0;
    run(trial, {
      scenarios: fc.constant([3]),
      around: (scenario) => {
        wrapped++;
        scenario();
      },
    });
    expect(wrapped).toBe(trial.tried.length);
    expect(new Set(trial.tried.map(String))).toEqual(new Set(['3']));
  });
});

describe('A failure', () => {
  test('is shortened to one from which nothing can be left out, and found again by its path at once', () => {
    const { failure, runs, operations } = run(new Lists(tooLarge), { shortens: true });
    if (failure === null) throw new Error('nothing was found');
    expect(failure.error).toBeInstanceOf(RangeError);
    expect(failure.error.message).toBe(`${sumOf(failure.scenario)} is too much`);
    for (const less of withoutOne(failure.scenario)) expect(sumOf(less)).toBeLessThan(SUM);
    const again = run(new Lists(tooLarge), { shortens: true, path: failure.path ?? '' });
    expect([again.runs, again.failure?.scenario]).toEqual([1, failure.scenario]);
    // What was tried to shorten it does not count.
    const plain = run(new Lists(tooLarge), { shortens: false });
    expect([plain.runs, plain.operations]).toEqual([runs, operations]);
    expect(sumOf(plain.failure?.scenario ?? [])).toBeGreaterThanOrEqual(SUM);
  });

  test('of what was saved is found first, in order, and nothing else is tried', () => {
    const trial = new Lists(tooLarge);
    const { failure, runs } = run(trial, { saved: [[1], [9, 9, 9], [9, 9, 8]], swept: [[1]], shortens: false });
    expect([failure?.scenario, failure?.path, failure?.runs, runs]).toEqual([[9, 9, 9], null, 2, 2]);
    expect(new Set(trial.tried.map(String))).toEqual(new Set(['1', '9,9,9']));
  });

  test('of what was saved is not looked for again where a path is taken up', () => {
    const trial = new Lists(tooLarge);
    const found = run(new Lists(tooLarge), { shortens: false }).failure;
    const again = run(trial, { saved: [[9, 9, 9]], swept: [[9, 9, 9]], shortens: false, path: found?.path ?? '' });
    expect(again.failure?.scenario).toEqual(found?.scenario);
    expect(trial.tried.map(String)).not.toContain('9,9,9');
  });

  test('of a sweep comes after what was saved, with the allocation that fails', () => {
    const trial = new Lists((numbers) => {
      if (numbers.includes(-2)) throw new RangeError('no memory');
    });
    trial.questions = 3;
    const { failure, runs } = run(trial, { saved: [[1]], swept: [[4], [5]], shortens: false });
    expect([failure?.scenario, failure?.error.message, failure?.path, runs]).toEqual([[4, -2], 'no memory', null, 2]);
    expect(trial.tried.map(String)).not.toContain('5');
  });

  test('of another kind is not taken for the same while it is shortened', () => {
    const { failure } = run(
      new Lists((numbers) => {
        if (numbers.length === 2) throw new TypeError('two');
        tooLarge(numbers);
      }),
      { saved: [[9, 9, 9, 9]], shortens: true },
    );
    expect([failure?.error.name, failure?.scenario]).toEqual(['RangeError', [9, 9, 9]]);
  });

  test('that is no error is made one', () => {
    const { failure } = run(
      new Lists(() => {
        throw 'a text';
      }),
      { shortens: false },
    );
    expect(failure?.error).toEqual(new Error('a text'));
  });
});

describe('What does not come again', () => {
  test('after once, twice or three times is told as state outside, wherever it was found', () => {
    for (const last of [1, 2, 3]) {
      const flaky = (): Lists =>
        new Lists((numbers, times) => {
          if (times <= last) tooLarge(numbers);
        });
      const found = [run(flaky()), run(flaky(), { saved: [[9, 9, 9]] }), run(flaky(), { swept: [[9, 9, 9]] })];
      for (const { failure } of found) {
        expect(failure?.error).toBeInstanceOf(StateOutside);
        expect(failure?.path).toBeNull();
        expect(failure?.error.message).toMatch(/first, and then all went well$/);
      }
    }
    const steady = new Lists((numbers, times) => {
      if (times <= 4) tooLarge(numbers);
    });
    expect(run(steady, { shortens: false }).failure?.error).toBeInstanceOf(RangeError);
  });

  test('but goes wrong otherwise is told so', () => {
    const trial = new Lists((_, times) => {
      throw times === 1 ? new RangeError('one') : new TypeError('other');
    });
    expect(run(trial).failure?.error.message).toMatch(/it went wrong \(one\) first, and then it went wrong \(other\)$/);
  });

  test('is no finding where a scenario was only late', () => {
    const late = Object.assign(new Error('late'), { name: LATE });
    const trial = new Lists((_, times) => {
      if (times === 1) throw late;
    });
    expect(run(trial, { saved: [[1]], runs: 0 }).failure).toBeNull();
    const always = new Lists(() => {
      throw late;
    });
    expect(run(always, { saved: [[1]], shortens: false }).failure?.error).toBe(late);
  });

  test('is found where nothing goes wrong, by running some once more; the last one first', () => {
    const changing = (): Lists => new Lists(undefined, (times) => `${times}`);
    expect(run(changing(), { compared: 0 }).failure).toBeNull();
    const { failure } = run(changing(), { runs: 5, compared: 3, scenarios: fc.constantFrom([1], [2], [3]) });
    expect(failure?.error).toBeInstanceOf(StateOutside);
    expect(run(new Lists(), { compared: 3 }).failure).toBeNull();
    const trial = new Lists();
    run(trial, { runs: 2, compared: 4 });
    expect(trial.tried.slice(-4)).toEqual(trial.tried.slice(-8, -4).toReversed());
  });
});

describe('Rounds', () => {
  const rounds = { seed: 3, operations: 250, length: 100 };

  test('are as many as it takes, the last one shorter, and each is drawn from its own seed', () => {
    expect([
      roundCount(rounds),
      roundCount({ ...rounds, operations: 300 }),
      roundCount({ ...rounds, operations: 1 }),
    ]).toEqual([3, 3, 1]);
    const seeds = [0, 1, 2, 3].flatMap((seed) => Array.from({ length: 50 }, (_, round) => seedOfRound(seed, round)));
    expect(new Set(seeds).size).toBe(200);
    const done = [0, 1, 2].map((round) => tryRound(new Lists(), rounds, round, { swept: [] }).operations);
    for (const [round, least] of [100, 100, 50].entries()) {
      expect(done[round]).toBeGreaterThanOrEqual(least);
      expect(done[round]).toBeLessThan(least + 12);
    }
  });

  test('begin with what is swept whatever the seed, and every fourth with a random scenario', () => {
    const swept = (round: number): Numbers[] => {
      const trial = Object.assign(new Lists(), { prescribed: [[5], [6]], questions: 1 });
      tryRound(trial, { ...rounds, operations: 1000 }, round);
      return trial.tried.filter((numbers) => numbers.includes(-1));
    };
    expect(swept(0).slice(0, 2)).toEqual([
      [5, -1],
      [6, -1],
    ]);
    expect([1, 2, 3].map((round) => swept(round).length)).toEqual([0, 0, 0]);
    const some = [0, 4, 8, 12, 16, 20].map((round) => swept(round).filter((one) => String(one).length > 4).length);
    expect(sumOf(some)).toBeGreaterThan(0);
  });
});

describe('Shortening', () => {
  test('leaves out each element once, and makes choices fewer or smaller', () => {
    expect([...withoutOne([1, 2, 3])]).toEqual([
      [2, 3],
      [1, 3],
      [1, 2],
    ]);
    expect([...calmer([])]).toEqual([]);
    expect([...calmer([4])]).toEqual([[], [], [0], [1], [3]]);
    expect([...calmer([0, 3, 1])]).toEqual([
      ...[[0], [0, 3], [3, 1]],
      ...[
        [0, 0, 1],
        [0, 3, 0],
      ],
      ...[[0, 1, 1]],
      ...[[0, 2, 1]],
    ]);
  });

  test('ends where nothing simpler fails', () => {
    const shortest = shortestFrom<Numbers>([9, 1, 9, 2, 9], withoutOne, (tried) => sumOf(tried) >= SUM);
    expect(shortest).toEqual([9, 2, 9]);
    expect(shortestFrom<Numbers>([1], withoutOne, () => false)).toEqual([1]);
  });
});
