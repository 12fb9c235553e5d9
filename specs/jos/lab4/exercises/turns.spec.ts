/** Whoever takes turns in another order than the lab's, or lets run who must not, is found out. */
import { expect, test } from 'vitest';
import { trap } from '../../../../hardware/hardware.ts';
import { type Env, JosLab4, josAbi } from '../../../../kernel/kernel.ts';
import { STRICT } from '../../../judge/contract.ts';
import { TURNS } from './turns.ts';
import { type Methods, WrongKernel } from './wrong-kernel.ts';

const wrong = new WrongKernel();

const { ENV_NOT_RUNNABLE, ENV_RUNNABLE, ENV_RUNNING } = josAbi;

/** A kernel that lets run whom `choose` says, of those in the table from the one after the current on; nobody for undefined. */
const choosing = (
  choose: (runnable: readonly Env[], current: Env | null, kernel: JosLab4) => Env | undefined,
): Methods => ({
  schedYield() {
    const { curenv } = this;
    const from = curenv === null ? 0 : curenv.index + 1;
    const places = Array.from({ length: 16 }, (_, i) => i);
    const order = [...places.filter((place) => place >= from), ...places.filter((place) => place < from)];
    const runnable = order.map((place) => this.envNumber(place)).filter(({ status }) => status === ENV_RUNNABLE);
    const next = choose(runnable, curenv?.status === ENV_RUNNING ? curenv : null, this);
    if (next === undefined) this.schedHalt();
    else this.envRun(next);
  },
});

const TRUE = JosLab4.prototype;
const yieldsNothing: Methods = { sysYield: () => 0 };
const childrenRunFirst: Methods = {
  sysEnvSetStatus(id, status) {
    const result = TRUE.sysEnvSetStatus.call(this, id, status);
    const env = this.envid2env(id, true);
    if (result === 0 && env !== null && status === ENV_RUNNABLE) this.envRun(env);
    return result;
  },
};
const keepsStatus: Methods = {
  sysEnvSetStatus(id, status) {
    return TRUE.sysEnvSetStatus.call(this, id, status === ENV_NOT_RUNNABLE ? ENV_RUNNABLE : status);
  },
};
const tickGoesOn: Methods = {
  trapDispatch(env, vector) {
    if (vector === trap.TIMER_VECTOR) this.resume();
    else TRUE.trapDispatch.call(this, env, vector);
  },
};

const WRONG: Readonly<Record<string, Methods>> = {
  'starts with the current environment': choosing((runnable, current) => current ?? runnable[0]),
  'goes backwards': choosing((runnable, current) => runnable.at(-1) ?? current ?? undefined),
  'passes one over': choosing((runnable, current) => runnable[1] ?? runnable[0] ?? current ?? undefined),
  'always begins at the start of the table': choosing(
    (runnable, current) => runnable.toSorted((a, b) => a.index - b.index)[0] ?? current ?? undefined,
  ),
  'takes the youngest': choosing(
    (runnable, current) => runnable.toSorted((a, b) => b.id - a.id)[0] ?? current ?? undefined,
  ),
  'forgets the current environment where it is alone': choosing(([first]) => first),
  'runs who is not runnable': choosing(
    (runnable, current, kernel) =>
      Array.from({ length: 8 }, (_, i) => kernel.envNumber(i)).find(({ status }) => status === ENV_NOT_RUNNABLE) ??
      runnable[0] ??
      current ??
      undefined,
  ),
  'never gets to the end of the table': choosing(
    (runnable, current) => runnable.filter(({ index }) => index < 2)[0] ?? current ?? undefined,
  ),
  'lets nobody else run at sys_yield': yieldsNothing,
  'runs a child at once': childrenRunFirst,
  'stops nobody': keepsStatus,
  'goes on after a tick': tickGoesOn,
};

test.each(Object.entries(WRONG))('a scheduler that %s is found out', (_, methods) => {
  expect(wrong.firstFailure(methods, TURNS)).toMatch(/turn of|status|one runs at most/);
});

test('an order of its own is a mistake, unless the contract leaves that open; whom it lets run is one in any case', () => {
  const lenient = new WrongKernel({ ...STRICT, schedule: 'any' });
  expect(lenient.firstFailure(WRONG['goes backwards'], TURNS)).toBeNull();
  expect(lenient.firstFailure(WRONG['runs who is not runnable'], TURNS)).toMatch(/not runnable/);
});

test('the true kernel passes', () => {
  expect(wrong.firstFailure({}, TURNS)).toBeNull();
});
