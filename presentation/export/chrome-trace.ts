/**
 * A run as a Chrome trace, which ui.perfetto.dev and chrome://tracing draw: for each process what it does in user mode and what the kernel does for
 * it, arrows from a fork to the child's first run, instants at which somebody ends or the kernel goes wrong, and counters.
 */
import { counter } from '../../hardware/hardware.ts';
import { InvariantBroken } from '../../specs/specs.ts';
import { programOf } from '../drawing/owner.ts';
import type { System } from '../kernels/kind.ts';
import { grouped } from '../summary/table.ts';
import { Arrows } from './arrows.ts';
import type { Ending } from './ending.ts';
import type { Exporter, Write } from './exporter.ts';
import { FreePages } from './free-pages.ts';
import { type Loss, Population } from './population.ts';
import { processTitle } from './process-title.ts';
import { type Stretch, Stretches } from './stretches.ts';
import { KERNEL_TRACK, TraceLines, type Track, trackOf } from './trace-lines.ts';

export class ChromeTrace implements Exporter {
  private readonly system: System;
  private readonly lines: TraceLines;
  private readonly timeline: Stretches;
  private readonly population: Population;
  private readonly freePages: FreePages;
  /** Programs that each process ran, by its number. */
  private readonly programs = new Map<number, Set<string>>();
  private readonly arrows: Arrows;
  private readonly told = new Map<string, number>();
  private shortages: number[] = [];

  /** Begins a trace of a kernel that has not booted; `write` is given its lines as they come. */
  constructor(system: System, kernelName: string, write: Write) {
    const { kernel } = system;
    this.system = system;
    this.lines = new TraceLines(kernelName, write);
    this.arrows = new Arrows(this.lines);
    this.population = new Population(kernel.view);
    this.freePages = new FreePages(system);
    this.timeline = new Stretches(kernel, (stretch) => this.hear(stretch));
    kernel.machine.listen(() => this.shortages.push(this.now), ['out of memory']);
  }

  /** The run is over: ends all that has begun, and the trace. */
  end({ reason, message, broken }: Ending): string {
    this.timeline.end();
    for (const pid of this.arrows.waiting) this.arrows.neverRan(pid, this.now);
    this.count(this.now);
    const details = broken instanceof InvariantBroken ? detailsOf(broken) : { message };
    const name = broken instanceof InvariantBroken ? broken.invariant.name : reason;
    this.lines.instant(KERNEL_TRACK, this.now, name, details, 'global');
    this.nameTracks();
    this.lines.end();
    return `a Chrome trace of ${grouped(this.lines.count)} events, which ui.perfetto.dev opens`;
  }

  private get now(): number {
    return this.system.kernel.machine.counters[counter.CYCLES];
  }

  private hear(stretch: Stretch): void {
    const { pid, start, entered, end, programEntry, name, text } = stretch;
    const track = pid === null ? KERNEL_TRACK : this.trackOf(pid, stretch.program);
    const inUser = { name: 'user', category: 'user', args: { entry: programEntry } } as const;
    const hasUser = this.lines.slice(track, [start, entered], inUser);
    if (pid !== null && hasUser) this.arrows.arrive(pid, start);
    const hasKernel = this.lines.slice(track, [entered, end], { name, category: 'kernel', args: { what: text } });
    if (pid !== null && hasKernel) this.arrows.arrive(pid, entered);
    const { born, lost } = this.population.look();
    for (const child of born) this.trackOf(child.pid, programOf(this.system.kernel, child));
    if (stretch.cause?.type === 'system call') for (const child of born) this.arrows.depart(child.pid, track, entered);
    this.drawWithin(stretch, track);
    for (const loss of lost) this.lose(loss, stretch);
    this.count(end);
  }

  /** What happened in the kernel meanwhile, in that order. */
  private drawWithin({ setups }: Stretch, track: Track): void {
    const drawn = [
      ...setups.map(({ name, start, end }) => ({
        start,
        draw: () => this.lines.slice(track, [start, end], { name: `sets up ${name}`, category: 'setup' }),
      })),
      ...this.shortages.map((start) => ({
        start,
        draw: () => this.lines.instant(track, start, 'no page is free', {}),
      })),
    ];
    for (const { draw } of drawn.toSorted((a, b) => a.start - b.start)) draw();
    this.shortages = [];
  }

  /** Who may no longer run because of a fault of its own was killed by it; who waits, in a call, was not. */
  private lose({ pid, isGone }: Loss, { pid: runner, cause, text, end }: Stretch): void {
    if (isGone) this.arrows.neverRan(pid, end);
    const isOwn = pid === runner;
    if (isOwn && cause?.type === 'exception') this.lines.instant(trackOf(pid), end, 'killed', { by: text });
    else if (isOwn && isGone) this.lines.instant(trackOf(pid), end, 'exit', { by: text });
    else if (isGone) this.lines.instant(trackOf(pid), end, 'destroyed', { by: this.titleOf(runner) });
  }

  private count(cycle: number): void {
    this.countAs('free pages', cycle, this.freePages.count, 'pages');
    this.countAs('TLB misses', cycle, this.system.kernel.machine.counters[counter.TLB_MISSES], 'misses');
  }

  private countAs(name: string, cycle: number, value: number, unit: string): void {
    if (this.told.get(name) !== value) this.lines.counter(cycle, name, { [unit]: value });
    this.told.set(name, value);
  }

  /** The track of a process, which has it and the program in its name. */
  private trackOf(pid: number, program: string): Track {
    const programs = this.programs.get(pid) ?? new Set();
    this.programs.set(pid, program === '' ? programs : programs.add(program));
    return trackOf(pid);
  }

  private titleOf(pid: number | null): string {
    const programs = this.programs.get(pid ?? -1) ?? [];
    return pid === null ? 'the kernel' : processTitle(this.system.kernel.view, pid, [...programs].join(', '));
  }

  private nameTracks(): void {
    this.lines.nameTrack(KERNEL_TRACK, this.titleOf(null));
    for (const pid of this.programs.keys()) this.lines.nameTrack(trackOf(pid), this.titleOf(pid));
  }
}

const detailsOf = ({ invariant, violation, during, place }: InvariantBroken) => ({
  sentence: invariant.sentence,
  expected: violation.expected,
  found: violation.found,
  during,
  where: place.join(', '),
});
