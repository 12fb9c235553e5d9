/** Whose turn it is, among the processes that can run. */
import { ModelBroken } from '../../judge/model-broken.ts';

/** A process that can run is passed over so many times for each that can, at most. */
const MOST_ROUNDS = 32;

export class Turns {
  /** How often each process could have run since it did. */
  private readonly passedOver = new Map<number, number>();

  /** The kernel went on from process `from` with `running`, if with any. Throws ModelBroken unless that was the next of `runnable`, in order of numbers. */
  next(from: number, running: number | undefined, runnable: readonly number[]): void {
    const right = runnable.find((pid) => pid > from) ?? runnable[0];
    if (running !== right) throw wrongTurn(from, running, right);
  }

  /** The same where any of them may run; but if `isFair`, nobody may starve. */
  any(from: number, running: number | undefined, runnable: readonly number[], isFair: boolean): void {
    if (runnable.length > 0 && (running === undefined || !runnable.includes(running)))
      throw wrongTurn(from, running, runnable[0]);
    if (isFair) for (const pid of runnable) this.count(pid, pid === running, runnable.length * MOST_ROUNDS);
  }

  private count(pid: number, runs: boolean, most: number): void {
    const times = runs ? 0 : (this.passedOver.get(pid) ?? 0) + 1;
    this.passedOver.set(pid, times);
    if (times > most) throw new ModelBroken(`process ${pid} can run, and was passed over ${times} times`);
  }
}

const wrongTurn = (from: number, running: number | undefined, right: number | undefined): ModelBroken =>
  new ModelBroken(`after process ${from}, ${running ?? 'nobody'} runs instead of ${right ?? 'nobody'}`);
