/** What a watch knows of a kernel after each operation is what the machine told of that operation alone. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counter, type MachineEvent, register } from '../../../hardware/hardware.ts';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import { weensyJudging } from '../../weensyos/judging.ts';
import { parametersOf, scenario, vocabularyOf } from '../../weensyos/scenario.ts';
import { counted } from './recount.ts';
import { WATCHED_EVENTS, watchKernel } from './watch.ts';

const VOCABULARY = vocabularyOf(WeensyKernel.calls);
const OPERATIONS = 40;

/** The entry into the kernel among `events`, by its plain name; null if there is none. */
const entryAmong = ({ view }: WeensyKernel, events: readonly MachineEvent[]): string | null => {
  const entered = events.findLast(({ type }) => ['system call', 'timer', 'exception'].includes(type));
  if (entered?.type === 'system call')
    return view.calls.find(({ number }) => number === entered.number)?.name ?? `system call ${entered.number}`;
  if (entered?.type === 'exception') return entered.vector === 14 ? 'page fault' : `exception ${entered.vector}`;
  return entered === undefined ? null : 'tick';
};

/** The slot, number and result of the call among `events` that came straight back to its caller; null if none did. */
const callAmong = (events: readonly MachineEvent[]): readonly number[] | null => {
  const [called, returned] = [
    events.find(({ type }) => type === 'system call'),
    events.find(({ type }) => type === 'return'),
  ];
  if (called?.type !== 'system call' || returned?.type !== 'return' || called.slot !== returned.slot) return null;
  return [called.slot, called.number, returned.result];
};

test('where a run is, and which call just ended, is known after each operation, whoever keeps up with memory', () => {
  const met = new Set<string>();
  const property = fc.property(scenario(VOCABULARY), fc.boolean(), (tried, isCounted) => {
    const kernel = new WeensyKernel(parametersOf(VOCABULARY, tried));
    const watch = watchKernel(kernel, isCounted ? counted(weensyJudging) : weensyJudging);
    const { machine } = kernel;
    let events: MachineEvent[] = [];
    machine.listen((event) => events.push({ ...event }), WATCHED_EVENTS);
    kernel.boot();
    for (let i = 0; i < OPERATIONS && machine.cpu.runState === register.RUNNING; i++) {
      const { slot } = machine.cpu;
      events = [];
      machine.run(1);
      const { [counter.OPERATIONS]: operations, [counter.EVENTS]: event } = machine.counters;
      const during = entryAmong(kernel, events);
      expect(watch.whereabouts).toEqual({ operations, event, during });
      const { last, history } = watch;
      expect(last === null ? null : [last.slot, last.call.number, last.result]).toEqual(callAmong(events));
      if (during !== null && during !== 'tick') expect(history.context).toBe(`${during} of process ${slot}`);
      met.add(`${during}, ${last === null ? 'switched' : last.result < 0 ? 'failed' : 'back'}`);
    }
  });
  fc.assert(property, { numRuns: 12, seed: 4 });
  for (const one of [
    'null, switched',
    'tick, switched',
    'fork, back',
    'fork, failed',
    'yield, switched',
    'page_alloc, failed',
    'page fault, switched',
  ])
    expect(met).toContain(one);
});
