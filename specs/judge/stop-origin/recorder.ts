/**
 * Records what a kernel does in a run: each access through the supervisor, each change of memory, each call of its methods. It stands between the
 * kernel and the machine only while it is attached, and then in their objects alone: a run without one costs nothing.
 */
import { type Fault, type MachineEvent, PAGE_SIZE, register, trap, type Va } from '../../../hardware/hardware.ts';
import type { Watched } from '../../../kernel/kernel.ts';
import type { Deed, DeedKind, Frame } from './action.ts';
import { ALLOCATORS, type Method, type Methods, methodsOf, STOPS } from './kernel-methods.ts';
import { type Change, Enough, type ProgramException, type Wanted } from './request.ts';

const LOADS = ['load8', 'load16', 'load32', 'load64', 'loadEntry', 'fetch32', 'lookUp'];
const STORES = ['store8', 'store16', 'store32', 'store64', 'storeEntry'];
const FILLS = ['fillPage', 'fillWords', 'writeBytes'];
const COPIES = ['copyPage', 'copyWords'];
export class Recorder {
  readonly deeds: Deed[] = [];
  /** The number of the deed that is done, or was last. */
  number = 0;
  /** The deed at which the kernel faulted or decided to stop, if it did; and the fault. */
  stopped: number | null = null;
  fault: Fault | null = null;
  /** The number of the first deed after the last entry from a program. */
  entered = 0;
  /** The number of the deed in which an allocation found no page last; -1 for none. */
  dry = -1;
  /** The last method of somebody's own that came back, and at which deed. */
  lastOwn: { readonly method: string; readonly number: number } | null = null;
  /** The last exception of a program; where what it executed lies, -1 for nowhere. */
  exception: ProgramException | null = null;
  /** Changes of the word that is asked for, oldest first. */
  readonly changes: Change[] = [];
  /** What was done as deed number `end`. */
  last: Deed | null = null;
  /** Nothing is recorded any more: to be set once the run has ended. */
  isOver = false;
  private readonly kernel: Watched;
  private readonly wanted: Wanted;
  private frame: Frame | null = null;
  private depth = 0;
  private isWalking = false;

  /** Attaches to `kernel`, which has not booted. */
  constructor(kernel: Watched, wanted: Wanted) {
    this.kernel = kernel;
    this.wanted = wanted;
    this.attachSupervisor();
    this.attachMachine();
    if (wanted.word !== undefined) this.attachMemory(wanted.word, wanted.mask ?? 0);
    this.attachMethods();
  }

  private attachSupervisor(): void {
    const supervisor = this.kernel.machine.supervisor as unknown as Methods;
    const hook = (names: readonly string[], kind: DeedKind): void => {
      for (const name of names) replace(supervisor, name, (real) => this.access(kind, name, real));
    };
    hook(LOADS, 'load');
    hook(STORES, 'store');
    hook(FILLS, 'fill');
    hook(COPIES, 'copy');
  }

  private access(kind: DeedKind, name: string, real: Method): Method {
    const recorder = this;
    return function (...given) {
      const [first, second] = given as [number, unknown];
      const address = name === 'lookUp' ? (second as number) : first;
      const stored = kind === 'load' || typeof second !== 'number' ? undefined : second;
      const deed = recorder.begin(kind, name, address, stored);
      if (deed !== null) deed.place = recorder.placeOf(name, given);
      const { number } = recorder;
      recorder.depth += 1;
      try {
        const value = real.apply(this, given);
        return kind === 'load' ? recorder.given(number, deed, value, this) : value;
      } finally {
        recorder.depth -= 1;
      }
    };
  }

  /** What was loaded or returned, or what is to stand for it. */
  private given(number: number, deed: Deed | null, value: unknown, by?: unknown): unknown {
    const { altered } = this.wanted;
    if (deed !== null && (typeof value === 'number' || typeof value === 'boolean')) deed.value = value;
    if (altered?.number !== number || this.stopped !== null) return value;
    // Of an entry the other half is another then, too: none that is right has anything in it.
    if (deed?.name === 'loadEntry') (by as { entryHigh: number }).entryHigh = 0;
    return alter(value, altered.by);
  }

  private placeOf(name: string, given: readonly unknown[]): number {
    const { mmu } = this.kernel.machine;
    const [first, second] = given as [Va, Va];
    if (name === 'lookUp') return mmu.steps(second, first).at(-1)?.entryPa ?? -1;
    return mmu.peek(COPIES.includes(name) ? second : first);
  }

  private attachMachine(): void {
    const { machine } = this.kernel;
    const { mmu, entry } = machine;
    replace(mmu as unknown as Methods, 'loadRoot', (real) => {
      const recorder = this;
      return function (...given) {
        recorder.begin('root', 'loadRoot', 0, given[0] as number);
        return real.apply(this, given);
      };
    });
    replace(mmu as unknown as Methods, 'seldom', (real) => {
      const recorder = this;
      return function (...given) {
        recorder.isWalking = true;
        try {
          return real.apply(this, given);
        } finally {
          recorder.isWalking = false;
        }
      };
    });
    replace(entry as unknown as Methods, 'raiseInKernel', (real) => {
      const recorder = this;
      return function (...given) {
        if (recorder.stopped === null) {
          recorder.stopped = recorder.number;
          recorder.fault = { ...mmu.fault };
          recorder.finish();
        }
        return real.apply(this, given);
      };
    });
    machine.listen((event) => this.hear(event), ['system call', 'timer', 'exception', 'out of memory', 'choice']);
  }

  private hear(event: MachineEvent): void {
    const isDenied = event.type === 'choice' && event.question === 'allocation' && event.choice === 1;
    if (event.type === 'out of memory' || isDenied) this.dry = this.number;
    if (event.type === 'out of memory' || event.type === 'choice') return;
    this.entered = this.number + 1;
    this.exception = null;
    if (event.type !== 'exception') return;
    const { vector } = event;
    // The breakpoint instruction is over when it traps.
    const address = vector === trap.BREAKPOINT ? event.address - 1 : event.address;
    this.exception = { vector, address, word: this.kernel.machine.mmu.peek(address as Va) };
  }

  /** Whoever changes the word at `index`, by whichever way; in single stores, where bits of `mask` become others, unless that is 0. */
  private attachMemory(index: number, mask: number): void {
    const { memory: changed } = this.kernel.machine;
    const { words } = changed;
    const memory = changed as unknown as Methods;
    const hook = (name: string, source: (...given: number[]) => number | null | undefined): void =>
      replace(memory, name, (real) => {
        const recorder = this;
        return function (...given) {
          const from = source(...(given as number[]));
          if (from !== undefined && !recorder.isWalking) recorder.changed(from);
          return real.apply(this, given);
        };
      });
    const page = index >> 10;
    const within = (first: number, count: number): boolean => index >= first && index < first + count;
    const counts = (value: number): boolean => mask === 0 || ((words[index] ^ value) & mask) !== 0;
    hook('store', (at, value) => (at === index && counts(value) ? null : undefined));
    hook('fillPage', (at) => (at === page ? null : undefined));
    hook('fillWords', (at, _, count) => (within(at, count) ? null : undefined));
    hook('fillBytes', (at, count) => (within(at >> 2, Math.ceil(count / 4)) ? null : undefined));
    hook('copyPage', (at, from) => (at === page ? from * (PAGE_SIZE / 4) + (index & 1023) : undefined));
    hook('copyWords', (at, from, count) => (within(at, count) ? from + index - at : undefined));
    hook('putPage', (at) => (at === page ? null : undefined));
  }

  private changed(source: number | null): void {
    const { end = Number.POSITIVE_INFINITY } = this.wanted;
    if (this.stopped !== null || this.isOver || this.number >= end) return;
    const before = this.kernel.machine.memory.words[this.wanted.word as number];
    this.changes.push({ number: this.number, by: this.author(), source, before });
  }

  private author(): Change['by'] {
    if (this.depth > 0) return 'kernel';
    if (this.kernel.machine.cpu.control(register.PRIVILEGE) === 3) return 'program';
    return this.entered > 0 ? 'processor' : 'loader';
  }

  private attachMethods(): void {
    const kernel = this.kernel as unknown as Methods;
    for (const { name, method, isOwn } of methodsOf(kernel)) this.attachMethod(kernel, name, method, isOwn);
  }

  /** A boot puts itself around some of them: that counts as the same method. */
  private attachMethod(kernel: Methods, name: string, real: Method, isOwn: boolean): void {
    let method = this.method(name, real, isOwn);
    Object.defineProperty(kernel, name, {
      configurable: true,
      enumerable: false,
      get: () => method,
      set: (outer: Method) => {
        method = this.method(name, outer, isOwn);
      },
    });
  }

  private method(name: string, real: Method, isOwn: boolean): Method {
    const recorder = this;
    const traced: Method = {
      [TRACED](this: unknown, ...given: unknown[]) {
        if (recorder.stopped !== null || recorder.isOver) return real.apply(this, given);
        const caller = recorder.frame;
        recorder.begin('call', name, 0, undefined);
        if (STOPS.has(name)) recorder.stop();
        const frame: Frame = { method: name, isOwn, caller, begun: recorder.number };
        recorder.frame = frame;
        try {
          const value = real.apply(this, given);
          if (recorder.stopped !== null) return value;
          const deed = recorder.begin('return', name, 0, undefined);
          if (value === 0 && !isOwn && ALLOCATORS.has(name)) recorder.dry = recorder.number;
          if (isOwn) recorder.lastOwn = { method: name, number: recorder.number };
          return recorder.given(recorder.number, deed, value);
        } finally {
          recorder.frame = caller;
        }
      },
    }[TRACED];
    return traced;
  }

  private stop(): void {
    if (this.stopped !== null) return;
    this.stopped = this.number;
    this.finish();
  }

  /** Once the kernel has stopped, what it says of that is of no interest. */
  private finish(): void {
    if (this.wanted.end !== undefined) this.end();
  }

  /** Ends the run. */
  private end(): never {
    this.isOver = true;
    throw new Enough();
  }

  /** Begins the next deed; writes it down if it is wanted. */
  private begin(kind: DeedKind, name: string, address: number, value: number | undefined): Deed | null {
    if (this.stopped !== null || this.isOver) return null;
    this.number += 1;
    const { from = Number.POSITIVE_INFINITY, end = Number.POSITIVE_INFINITY, altered } = this.wanted;
    const { number, frame } = this;
    if (number < from && number !== end && number !== altered?.number) {
      if (number > end) this.end();
      return null;
    }
    const site: { stack?: string } = {};
    (Error as { captureStackTrace?: (target: object, below: unknown) => void }).captureStackTrace?.(site, this.begin);
    const deed: Deed = { number, kind, name, address, value, place: -1, frame, site };
    if (number > end) this.end();
    if (number === end) this.last = deed;
    this.deeds.push(deed);
    return deed;
  }
}

/** A name that no method can have, so that backtraces of the kernel leave it out. */
const TRACED = '(traced)';

const replace = (object: Methods, name: string, by: (real: Method) => Method): void => {
  object[name] = by(object[name] as Method);
};

const alter = (value: unknown, by: number): unknown => {
  if (typeof value === 'boolean') return !value;
  return typeof value === 'number' ? value + by : value;
};
