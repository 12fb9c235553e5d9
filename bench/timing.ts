/** How the bench takes times: the best of a few rounds, because whatever disturbs a round makes it longer. */

export interface Sample {
  /** Nanoseconds for one unit of the work. */
  readonly nanoseconds: number;
  /** What else is worth knowing, by name. */
  readonly details?: Readonly<Record<string, number>>;
}

const ROUNDS = 12;
const RESUMPTIONS = 1_000_000;

/** Milliseconds of processor time that this process took so far: what else the host does is not in them. */
export const processorTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Nanoseconds that `work` takes. */
export const timeOf = (work: () => void): number => {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start);
};

/** Nanoseconds a unit, the best of several rounds of `units` units after one that warms up. */
export const best = (units: number, work: () => void, rounds = ROUNDS): number =>
  bestRound(rounds, () => timeOf(work) / units);

/** Nanoseconds of one `call`, each after `prepare`, whose time does not count: the best mean of several rounds of `calls` calls. */
export const bestCall = (calls: number, prepare: () => void, call: () => void): number =>
  bestRound(ROUNDS, () => {
    let taken = 0;
    for (let i = 0; i < calls; i++) {
      prepare();
      taken += timeOf(call);
    }
    return taken / calls;
  });

const bestRound = (rounds: number, round: () => number): number => {
  round();
  return Math.min(...Array.from({ length: rounds }, round));
};

/** R: one `next` of a generator that yields a number. */
export const measureResumption = (): number => {
  function* counter(): Generator<number, void, number> {
    for (let sum = 0; ; ) sum += yield sum & 7;
  }
  const generator = counter();
  return best(RESUMPTIONS, () => {
    for (let i = 0; i < RESUMPTIONS; i++) generator.next(i);
  });
};
