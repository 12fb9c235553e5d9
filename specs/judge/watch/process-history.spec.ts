/** The lives of processes are what the machine's events say, told one by one: who was set up, forked, refused, interrupted, ended. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import Tiny from '../../../examples/kernel-from-scratch/tiny.ts';
import { counter, type MachineEvent } from '../../../hardware/hardware.ts';
import { JosLab4, type Watched, WeensyKernel } from '../../../kernel/kernel.ts';
import type { Playing } from '../../moments/playing.ts';
import { trialOf } from '../../trial-of.ts';
import type { Trial } from '../campaign/trial.ts';
import { describeProcessEvent, ProcessHistory } from './process-history.ts';

const FORKS: readonly string[] = ['fork', 'sys_exofork'];
const ENDS: readonly string[] = ['exit'];

/** All that happened, with the owner of the slot at that time. */
interface Noted {
  readonly cycle: number;
  readonly pid: number;
  readonly event: MachineEvent;
  readonly args: readonly number[];
}

const TOLD = ['setup', 'system call', 'return', 'timer', 'exception'] as const;

const noted = ({ machine, view }: Watched): Noted[] => {
  const log: Noted[] = [];
  machine.listen((event) => {
    const pid = 'slot' in event ? view.pidOf(event.slot) : 0;
    const args = event.type === 'system call' ? machine.execution.callArguments() : [];
    log.push({ cycle: Math.floor(machine.counters[counter.CYCLES]), pid, event, args });
  }, TOLD);
  return log;
};

/** What the log says of each process, by number. */
const livesIn = (log: readonly Noted[], { calls = [] }: Watched['view']): Map<number, unknown[]> => {
  const lives = new Map<number, unknown[]>();
  const add = (pid: number, cycle: number, deed: object): void =>
    void lives.set(pid, [...(lives.get(pid) ?? []), { cycle, deed }]);
  const nameOf = (number: number): string => calls.find((call) => call.number === number)?.name ?? '';
  for (const [i, { cycle, pid, event }] of log.entries()) {
    if (event.type === 'setup') add(pid, cycle, { what: 'set up', program: event.name });
    if (event.type === 'system call' && ENDS.includes(nameOf(event.number))) add(pid, cycle, { what: 'exits' });
    if (event.type === 'exception') {
      const { vector, errorCode, address } = event;
      add(pid, cycle, { what: 'faults', vector, errorCode, address });
    }
    const before = log.slice(0, i).findLast(({ event: { type } }) => type !== 'setup');
    if (event.type !== 'return' || before?.event.type !== 'system call' || before.event.slot !== event.slot) continue;
    const { number } = before.event;
    if (FORKS.includes(nameOf(number)) && event.result > 0) {
      add(pid, cycle, { what: 'forks', child: event.result });
      add(event.result, cycle, { what: 'forked', parent: pid });
    } else if (event.result < 0) add(pid, cycle, { what: 'fails', call: { number, args: before.args } });
  }
  return lives;
};

test.each([
  ['WeensyOS', WeensyKernel, 6],
  ['JOS with environments', JosLab4, 1],
  ['a kernel from scratch', Tiny, 3],
] as const)(
  'the life of each process of %s is what the events of the machine come to, and its last part the end of that',
  (_name, Kernel, numRuns) => {
    const trial = trialOf(Kernel)?.trial as Trial<unknown>;
    let deeds = 0;
    const property = fc.property(trial.scenarios, fc.integer({ min: 1, max: 4 }), (scenario, most) => {
      const made: { kernel: Watched; log: Noted[]; history: ProcessHistory }[] = [];
      const playing = trial.playing?.(
        scenario,
        (kernel) => void made.push({ kernel, log: noted(kernel), history: new ProcessHistory(kernel) }),
      ) as Playing;
      playing.begin();
      playing.advance(80);
      const [{ kernel, log, history }] = made;
      const lives = livesIn(log, kernel.view);
      for (const pid of new Set(log.map((one) => one.pid))) {
        const life = lives.get(pid) ?? [];
        expect(history.of(pid, 10_000)).toEqual(life);
        expect(history.of(pid, most)).toEqual(life.slice(Math.max(0, life.length - most)));
        deeds += life.length;
      }
    });
    // So few runs need a seed for something to happen in them.
    fc.assert(property, { numRuns, seed: 1 });
    expect(deeds).toBeGreaterThan(0);
  },
);

test('each thing that happens to a process has its words', () => {
  const { view } = new WeensyKernel({ programs: [] });
  const words = (deed: Parameters<typeof describeProcessEvent>[1]['deed']): string =>
    describeProcessEvent(view, { cycle: 1234, deed });
  const fault = (errorCode: number): string => words({ what: 'faults', vector: 14, errorCode, address: 0x2000 });
  expect([4, 6, 5, 7].map(fault)).toEqual([
    'cycle 1,234: reads a missing page at 0x2000',
    'cycle 1,234: writes to a missing page at 0x2000',
    'cycle 1,234: reads protected memory at 0x2000',
    'cycle 1,234: writes to protected memory at 0x2000',
  ]);
  expect(words({ what: 'forks', child: 3 })).toBe('cycle 1,234: forks process 3');
  expect(words({ what: 'forked', parent: 2 })).toBe('cycle 1,234: forked by process 2');
  const number = view.calls.find(({ name }) => name === 'page_alloc')?.number ?? 0;
  expect(words({ what: 'fails', call: { number, args: [5, 6, 7] } })).toBe('cycle 1,234: page_alloc(0x5) fails');
});
