/**
 * Recordings of WeensyOS: one line an event, with the reference counts it changed, and a checkpoint of hashes every
 * thousand events. The format is that of the recordings of the real kernel, byte for byte; docs/recordings.md describes it.
 */
import { type EventType, type MachineEvent, register } from '../../../hardware/hardware.ts';
import { abi, type WeensyKernel } from '../../../kernel/kernel.ts';
import { Fnv } from './fnv.ts';
import { hashAddressSpaces, hashHeaps, hashReferenceCounts } from './state-hash.ts';

const USUAL_CHECKPOINT = 1000;
const NO_PAGE = 0xffff;
/** How soon a writer that wants no more is noticed. */
const EVENTS_A_TURN = 256;
const hex3 = (page: number): string => page.toString(16).padStart(3, '0');

/** The events that say something of a line. */
const HEARD: readonly EventType[] = [
  ...(['setup', 'segment', 'set up', 'page', 'out of memory', 'system call', 'timer', 'exception'] as const),
  ...(['return', 'idle'] as const),
];

/** The letters of the system calls, by number. */
const CALL_LETTERS: Readonly<Record<number, string>> = {
  [abi.SYSCALL_GETPID]: 'G',
  [abi.SYSCALL_YIELD]: 'Y',
  [abi.SYSCALL_PANIC]: 'P',
  [abi.SYSCALL_PAGE_ALLOC]: 'A',
  [abi.SYSCALL_FORK]: 'F',
  [abi.SYSCALL_EXIT]: 'E',
};
const TIMER_LETTER = 'T';

/** A change of one page's reference count: `+` taken, `-` free, `=` one more, `~` one fewer; `!` none found. */
interface Change {
  readonly letter: string;
  readonly page: number;
}

interface Pending {
  readonly pid: number;
  readonly letter: string;
  readonly argument: number;
}

const changeOf = (before: number, count: number): string => {
  if (count > before) return before === 0 ? '+' : '=';
  return count === 0 ? '-' : '~';
};

const describeChange = ({ letter, page }: Change): string => (letter === '!' ? '!' : letter + hex3(page));

/** How long a recording is. */
export interface TraceOptions {
  /** Events after which the recording ends. */
  readonly events: number;
  /** Events written one by one; after that only checkpoints are. */
  readonly log: number;
  /** Events between two checkpoints; a thousand, as recordings have them, if not given. */
  readonly checkpoint?: number;
}

/**
 * Boots `kernel`, which must be fresh, and records it: `write` receives each line, without its end, and returns whether to go
 * on. A machine that stops for want of anything to run, or for a panic, ends the recording early.
 */
export const recordTrace = (kernel: WeensyKernel, options: TraceOptions, write: (line: string) => boolean): void => {
  let wanted = true;
  const recorder = new TraceRecorder(kernel, options, (line) => {
    if (wanted) wanted = write(line);
  });
  kernel.boot();
  while (wanted && !recorder.done && kernel.machine.cpu.runState === register.RUNNING) {
    kernel.machine.run(Number.POSITIVE_INFINITY, Math.min(EVENTS_A_TURN, options.events - recorder.recorded));
  }
  recorder.end();
};

class TraceRecorder {
  private readonly kernel: WeensyKernel;
  private readonly options: TraceOptions;
  private readonly write: (line: string) => void;
  private readonly stream = new Fnv();
  private readonly counts: Record<string, number> = {};
  private changes: Change[] = [];
  private setup: string[] | null = null;
  private pending: Pending | null = null;
  private events = 0;
  private free = 0;
  private referenceHash = new Fnv();
  private next = 0;
  private booted = false;

  /** Attaches to `kernel`, which must not have booted yet; `write` receives the lines, without line ends. */
  constructor(kernel: WeensyKernel, options: TraceOptions, write: (line: string) => void) {
    this.kernel = kernel;
    this.options = options;
    this.write = write;
    kernel.machine.listen((event) => this.hear(event), HEARD);
  }

  private get distance(): number {
    return this.options.checkpoint ?? USUAL_CHECKPOINT;
  }

  /** Whether all events asked for are recorded. */
  get done(): boolean {
    return this.events >= this.options.events;
  }

  get recorded(): number {
    return this.events;
  }

  /** Writes the last lines. To be called once, when the run is over. */
  end(): void {
    if (this.events % this.distance !== 0) this.checkpoint();
    this.write(`Z events ${this.events} next ${this.next}`);
  }

  private hear(event: MachineEvent): void {
    if (this.done) return;
    switch (event.type) {
      case 'page':
        this.changes.push({ letter: changeOf(event.before, event.count), page: event.page });
        return;
      case 'out of memory':
        this.changes.push({ letter: '!', page: NO_PAGE });
        return;
      case 'setup':
        return this.startSetup(event.slot, event.name);
      case 'segment':
        this.flushSetup();
        this.setup?.push(
          `[seg ${event.va.toString(16)} ${event.fileSize.toString(16)} ${event.size.toString(16)} ${event.writable ? 'w' : 'r'}]`,
        );
        return;
      case 'set up':
        return this.endSetup();
      case 'system call':
        this.pending = { pid: event.slot, letter: CALL_LETTERS[event.number] ?? '?', argument: event.argument };
        return;
      case 'timer':
        this.pending = { pid: event.slot, letter: TIMER_LETTER, argument: 0 };
        return;
      case 'exception':
        this.count('X');
        return;
      case 'return':
        this.next = event.slot;
        return this.complete(event.slot, event.result);
      case 'idle':
        this.next = 0;
        return this.complete(0, 0);
    }
  }

  private startSetup(pid: number, name: string): void {
    if (!this.booted) this.writeHeader();
    this.booted = true;
    this.changes = [];
    this.setup = [`I ${pid} ${name}`];
  }

  private writeHeader(): void {
    const { start, end, pagetable } = this.kernel.imageAddresses();
    const addresses = `kernel_start ${start.toString(16)} kernel_end ${end.toString(16)} kernel_pagetable ${pagetable.toString(16)}`;
    this.write(`B ${addresses} free ${this.kernel.view.freePages()}`);
  }

  private flushSetup(): void {
    for (const change of this.changes) this.setup?.push(describeChange(change));
    this.changes = [];
  }

  private endSetup(): void {
    this.flushSetup();
    this.free = this.kernel.view.freePages();
    this.referenceHash = hashReferenceCounts(this.kernel.view);
    this.write(`${this.setup?.join(' ')} = free ${this.free} h ${this.referenceHash}`);
    this.setup = null;
  }

  /** The event in progress is over: process `next` runs on, with `result` in rax. */
  private complete(next: number, result: number): void {
    if (this.pending === null) return;
    const { pid, letter, argument } = this.pending;
    this.pending = null;
    const returned = 'GAF'.includes(letter) ? result : 0;
    const given = letter === 'A' ? argument : 0;
    this.count(letter);
    if (returned >= 0 && (letter === 'A' || letter === 'F')) this.count(`${letter}ok`);
    if (this.changes.length > 0) {
      this.free = this.kernel.view.freePages();
      this.referenceHash = hashReferenceCounts(this.kernel.view);
    }
    this.feedStream(pid, letter, given, returned, next);
    if (this.events < this.options.log) this.writeEvent(pid, letter, given, returned, next);
    this.changes = [];
    this.events += 1;
    if (this.events % this.distance === 0) this.checkpoint();
  }

  private writeEvent(pid: number, letter: string, argument: number, returned: number, next: number): void {
    const shown = this.changes.length > 0 || this.events === 0 || this.events % this.distance === this.distance - 1;
    const hash = shown ? this.referenceHash.toString() : '.';
    const head = `${this.events} ${pid} ${letter} ${argument.toString(16)} ${returned} ${next} ${this.free} ${hash}`;
    this.write([head, ...this.changes.map(describeChange)].join(' '));
  }

  private feedStream(pid: number, letter: string, argument: number, returned: number, next: number): void {
    const { stream } = this;
    stream.byte(pid);
    stream.byte(letter.charCodeAt(0));
    stream.number(argument, 4);
    for (const { letter: kind, page } of this.changes) {
      stream.byte(kind.charCodeAt(0));
      stream.number(page, 2);
    }
    stream.number(returned, 4);
    stream.byte(next);
    stream.number(this.free, 2);
    stream.hash(this.referenceHash);
  }

  private checkpoint(): void {
    const { view, machine } = this.kernel;
    const hashes = [this.stream, hashReferenceCounts(view), hashAddressSpaces(view), hashHeaps(view, machine.memory)];
    const counts = ['G', 'Y', 'A', 'Aok', 'F', 'Fok', 'E', 'T', 'X'].map((letter) => this.counts[letter] ?? 0);
    const live = view.processes().length;
    this.write(['C', this.events, ...hashes, view.freePages(), live, ...counts].join(' '));
  }

  private count(letter: string): void {
    this.counts[letter] = (this.counts[letter] ?? 0) + 1;
  }
}
