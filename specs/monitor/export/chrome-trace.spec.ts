/** Chrome traces of random runs of every kernel: the rules of the format, and that they tell what happened. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counter, type MachineEvent, register } from '../../../hardware/hardware.ts';
import { abi, JosLab4, WeensyKernel } from '../../../kernel/kernel.ts';
import { ChromeTrace } from '../../../presentation/export/chrome-trace.ts';
import { josLab4 } from '../../../presentation/kernels/jos/lab4.ts';
import { freePagesOf, type System } from '../../../presentation/kernels/kind.ts';
import { weensyOS } from '../../../presentation/kernels/weensyos.ts';
import { forkProgram, jos } from '../../../userland/userland.ts';
import { finish, type RandomRun, randomRun } from './runs.ts';
import { eventsOf, groupsOf, holdToFormat, type TraceEvent } from './trace-rules.ts';

/** What a listener of its own saw of a run, to hold the trace against. */
class Seen {
  readonly free: number[] = [];
  /** Of WeensyOS: forks that made a child, exits, and exceptions from which the kernel came back. */
  readonly deeds = { forks: 0, exits: 0, kills: 0 };
  private entry: MachineEvent = { type: 'idle' };

  constructor({ kernel: { machine, view } }: System) {
    machine.listen(
      (event) => {
        if (event.type !== 'return' && event.type !== 'idle') {
          this.entry = event;
          return;
        }
        this.free.push(freePagesOf(view));
        const call = this.entry.type === 'system call' ? this.entry.number : -1;
        if (call === abi.SYSCALL_FORK && event.type === 'return' && event.result > 0) this.deeds.forks += 1;
        if (call === abi.SYSCALL_EXIT) this.deeds.exits += 1;
        if (this.entry.type === 'exception') this.deeds.kills += 1;
      },
      ['system call', 'exception', 'timer', 'return', 'idle'],
    );
  }
}

interface Traced {
  readonly system: System;
  readonly seen: Seen;
  readonly events: readonly TraceEvent[];
}

const textOf = (system: System, run: RandomRun): string => {
  const lines: string[] = [];
  const trace = new ChromeTrace(system, run.kernel, (line) => lines.push(line));
  trace.end(finish(system, run));
  return lines.join('\n');
};

const traced = (run: RandomRun): Traced => {
  const system = run.make();
  const seen = new Seen(system);
  return { system, seen, events: eventsOf(textOf(system, run)) };
};

const cyclesOf = (events: readonly TraceEvent[], category: string): number =>
  events.filter(({ ph, cat }) => ph === 'X' && cat === category).reduce((sum, { dur }) => sum + dur, 0) / 16;
const count = (events: readonly TraceEvent[], phase: string, name: string): number =>
  events.filter((event) => event.ph === phase && event.name === name).length;

/** What is drawn on a track after its process ended: where numbers are not used again, nothing may be. */
const risenIn = (events: readonly TraceEvent[]): TraceEvent[] => {
  const ended = new Map<number, number>();
  return events.filter(({ ph, name, pid, tid = 0 }, i) => {
    if (pid === 2 && ph === 'i' && ['exit', 'killed', 'destroyed'].includes(name)) ended.set(tid, i);
    return pid === 2 && ph === 'X' && ended.has(tid);
  });
};

/** The slot of the process on a track; what the kernel does while none runs is counted for slot 0. */
const slotOf = ({ kernel: { view } }: System, { pid, tid = 0 }: TraceEvent): number => {
  if (pid === 1) return 0;
  return view.labelOf === undefined ? tid : tid % 1024;
};

const holdToCounters = ({ system, events }: Traced): void => {
  const { counters, cpu } = system.kernel.machine;
  const credited = (slot: number, field: number): number => counters[counter.slotCounter(slot, field)];
  const rest = counters[counter.CYCLES] - counters[counter.CREDITED];
  const isInKernel = cpu.control(register.PRIVILEGE) === 0;
  const slices = events.filter(({ cat }) => cat === 'user' || cat === 'kernel');
  for (const own of groupsOf(slices, (slice) => slotOf(system, slice))) {
    const slot = slotOf(system, own[0]);
    const last = slot === cpu.slot ? rest : 0;
    expect(cyclesOf(own, 'user')).toBe(credited(slot, counter.USER_CYCLES) + (isInKernel ? 0 : last));
    expect(cyclesOf(own, 'kernel')).toBe(credited(slot, counter.KERNEL_CYCLES) + (isInKernel ? last : 0));
  }
  expect(cyclesOf(events, 'user') + cyclesOf(events, 'kernel')).toBe(counters[counter.CYCLES]);
};

/** The numbers of free pages after the boot, without repetitions. */
const changesOf = (values: readonly number[]): number[] => values.filter((value, i) => value !== values[i - 1]);

describe('a trace of any run', () => {
  test('keeps to the format, divides cycles as the machine does, and counts free pages right', () => {
    const sometimes = new Set<string>();
    fc.assert(
      fc.property(randomRun, (run) => {
        const told = traced(run);
        const { events, seen, system } = told;
        holdToFormat(events);
        holdToCounters(told);
        const free = events.flatMap(({ name, args }) => (name === 'free pages' ? [Number(args.pages)] : []));
        expect(free).toEqual(changesOf([...seen.free, freePagesOf(system.kernel.view)]));
        const misses = events.findLast(({ name }) => name === 'TLB misses')?.args.misses;
        expect(misses).toBe(system.kernel.machine.counters[counter.TLB_MISSES]);
        const [forks, exits, kills] = [
          count(events, 's', 'fork'),
          count(events, 'i', 'exit'),
          count(events, 'i', 'killed'),
        ];
        if (run.kernel === 'JOS') expect(risenIn(events)).toEqual([]);
        if (run.kernel === 'WeensyOS') expect({ forks, exits, kills }).toEqual(seen.deeds);
        for (const { ph, name } of events) sometimes.add(`${ph} ${name}`);
      }),
      { numRuns: 45, seed: 1 },
    );
    for (const goal of ['X fork', 'X page fault', 'X tick', 'X sys_exofork', 'X has not run', 'i exit', 'i killed'])
      expect([...sometimes]).toContain(goal);
    for (const goal of ['i no page is free', 'i exact reference count', 'i panicked', 'f fork'])
      expect([...sometimes]).toContain(goal);
  });

  test('is the same whenever the run is made', () => {
    const [run] = fc.sample(randomRun, { numRuns: 1, seed: 3 });
    expect(textOf(run.make(), run)).toBe(textOf(run.make(), run));
  });

  test('goes on through a boot that a key asks for: a process then has run both programs', () => {
    const system = weensyOS(WeensyKernel).make({}, [forkProgram()]);
    const { machine } = system.kernel;
    const lines: string[] = [];
    const trace = new ChromeTrace(system, 'WeensyOS', (line) => lines.push(line));
    system.kernel.boot();
    machine.run(2000, 60);
    machine.keyboard.type('e');
    machine.run(2000, 60);
    trace.end({ reason: 'until reached', broken: null });
    const events = eventsOf(lines.join('\n'));
    holdToFormat(events);
    expect(cyclesOf(events, 'user') + cyclesOf(events, 'kernel')).toBe(machine.counters[counter.CYCLES]);
    expect(events.findLast(({ name, pid, tid }) => name === 'thread_name' && pid === 2 && tid === 1)?.args.name).toBe(
      'process 1 fork, exit',
    );
  });

  test('tells who waits from who ends: both of pingpong wait for each other, and then exit', () => {
    const run = { kernel: 'JOS', boundaries: 3000, isChecked: false, make: () => pingpong() };
    const { events } = traced(run);
    expect(['exit', 'killed', 'destroyed'].map((name) => count(events, 'i', name))).toEqual([2, 0, 0]);
    expect(count(events, 'f', 'fork')).toBe(1);
    expect(risenIn(events)).toEqual([]);
  });
});

const pingpong = (): System => josLab4(JosLab4).make({ memory: '4M' }, [jos.JOS_PROGRAMS.pingpong]);
