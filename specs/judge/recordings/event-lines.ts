/**
 * Recordings of any kernel by its events, a line each: who entered the kernel and how, what came of it, who runs next, and which reference
 * counts changed. All of it is what the machine and the kernel's view show; docs/recordings.md describes the lines.
 */
import { type Machine, type MachineEvent, ppn, register } from '../../../hardware/hardware.ts';
import type { KernelView } from '../../../kernel/kernel.ts';
import type { OwnKernel } from '../kernel-from-scratch.ts';

/** How soon a writer that wants no more is noticed. */
const EVENTS_A_TURN = 256;
/** Operations after which no event is to be expected any more. */
const QUIET_BOUNDARIES = 1_000_000;
const NOBODY = '-';

/**
 * Boots `kernel`, which must be fresh, is called `name` and runs `programs`, and records it: `write` receives each line, without its end, and returns whether to
 * go on. A machine that stops, for want of anything to run or for a panic, ends the recording early, and so does a program that spins where no
 * tick comes.
 */
export const recordEvents = (
  kernel: OwnKernel,
  { name, programs, events }: { readonly name: string; readonly programs: readonly string[]; readonly events: number },
  write: (line: string) => boolean,
): void => {
  let wanted = true;
  const recorder = new EventRecorder(kernel, events, (line) => {
    if (wanted) wanted = write(line);
  });
  kernel.boot();
  recorder.begin(`${name} programs=${programs.join(',')}`);
  for (let before = -1; wanted && recorder.recorded < events && recorder.recorded > before; ) {
    before = recorder.recorded;
    if (kernel.machine.cpu.runState === register.RUNNING)
      kernel.machine.run(QUIET_BOUNDARIES, Math.min(EVENTS_A_TURN, events - before));
  }
  recorder.end();
};

class EventRecorder {
  recorded = 0;
  private readonly machine: Machine;
  private readonly view: KernelView;
  private readonly most: number;
  private readonly write: (line: string) => void;
  private counts = new Int32Array(0);
  private hasBegun = false;
  /** The slot that entered the kernel, and its line so far. */
  private entry: { readonly slot: number; readonly text: string } | null = null;

  constructor({ machine, view }: OwnKernel, most: number, write: (line: string) => void) {
    this.machine = machine;
    this.view = view;
    this.most = most;
    this.write = write;
    machine.listen((event) => this.hear(event), ['system call', 'timer', 'exception', 'return', 'idle']);
  }

  /** Tells what was booted; what happened until then is part of that. */
  begin(what: string): void {
    const { view } = this;
    this.counts = this.countsNow();
    this.hasBegun = true;
    this.entry = null;
    this.write(`K ${what} pages=${view.pages} free=${this.free()}`);
    for (const process of view.processes?.() ?? [])
      this.write(`P ${this.label(process.pid)} state=${process.state.replaceAll(' ', '-')}`);
  }

  end(): void {
    this.write(`Z events=${this.recorded} free=${this.free()}`);
  }

  private hear(event: MachineEvent): void {
    if (!this.hasBegun || this.recorded >= this.most) return;
    switch (event.type) {
      case 'system call':
        return this.enter(event.slot, this.callText(event.number));
      case 'timer':
        return this.enter(event.slot, 'tick');
      case 'exception':
        return this.enter(
          event.slot,
          `exception vector=${event.vector} code=${event.errorCode} at=${hex(event.address)}`,
        );
      case 'return':
        return this.complete(event.slot, event.result);
      case 'idle':
        return this.complete(null, 0);
    }
  }

  private enter(slot: number, what: string): void {
    this.entry = { slot, text: `${this.recorded} ${this.label(this.view.pidOf(slot))} ${what}` };
  }

  /** A result is that of the call if the caller goes on with it. */
  private complete(next: number | null, result: number): void {
    if (this.entry === null) return;
    const { slot, text } = this.entry;
    this.entry = null;
    const returned = slot === next ? String(result | 0) : NOBODY;
    const runs = next === null ? NOBODY : this.label(this.view.pidOf(next));
    this.write([`${text} result=${returned} next=${runs} free=${this.free()}`, ...this.changes()].join(' '));
    this.recorded += 1;
  }

  private callText(number: number): string {
    const call = this.view.calls?.find((one) => one.number === number);
    const args = this.machine.execution.callArguments();
    const passed = call === undefined ? args : args.slice(0, call.arguments.length);
    const named = passed.map((value, i) => `${call?.arguments[i]?.name ?? `argument${i + 1}`}=${hex(value)}`);
    return [call?.name ?? `call_${number}`, ...named].join(' ');
  }

  private changes(): string[] {
    const now = this.countsNow();
    const changed = [...now.keys()].filter((page) => now[page] !== (this.counts[page] ?? 0));
    const told = changed.map(
      (page) => `${letterOf(this.counts[page] ?? 0, now[page])}${page.toString(16).padStart(3, '0')}`,
    );
    this.counts = now;
    return told;
  }

  private countsNow(): Int32Array<ArrayBuffer> {
    return Int32Array.from({ length: this.view.pages }, (_, page) => this.view.referenceCount(ppn(page)));
  }

  private free(): number {
    return new Set(this.view.freeList()).size;
  }

  private label(pid: number): string {
    return this.view.labelOf?.(pid) ?? String(pid);
  }
}

const hex = (value: number): string => (value < 0 ? `-${(-value).toString(16)}` : value.toString(16));

const letterOf = (before: number, count: number): string => {
  if (count > before) return before === 0 ? '+' : '=';
  return count === 0 ? '-' : '~';
};
