/**
 * A thread of execution: a program's position bound to its image and to the instruction pointer that stands for it.
 * Each new operation is fetched at the next word of the entry's text; a fault leaves the pointer at the operation, so that
 * a return to it executes the same operation again.
 *
 * A kernel may answer a fault by starting another entry of the program on another stack: a page-fault upcall. That is a
 * thread on top of the one that faulted, which stays suspended below until the program returns to where it was.
 */
import type { Cpu } from './cpu.ts';
import * as frame from './frame.ts';
import type { Image, Position } from './image.ts';
import { type OperationSlot, slot } from './operation.ts';

// V8 folds a module's own constants into machine code, and loads imported ones at each use (docs/performance.md).
const { RAX, RIP } = frame;

const WORD = 4;

/** Upcalls of upcalls that can be suspended: more than there is room for on an exception stack of one page. */
const DEEPEST_UPCALL = 128;

/** An operation kept for a second try, and the stack pointer it was tried with. */
interface KeptOperation {
  readonly kind: number;
  readonly operands: Float64Array;
  readonly stack: number;
}

/** A program on its way: resumed for one operation at a time, copied by fork, and laid aside while an upcall runs on top of it. */
export class Thread {
  readonly image: Image;
  /** Where the next new operation is fetched, and the word of text that belongs there. */
  nextRip = 0;
  nextWord = 0;
  /** Where the operation last yielded was fetched. */
  lastRip = -1;
  /** Operations asked for since the entry began, the one being computed among them. */
  operations = 0;
  /** Kind of the operation last asked for. */
  lastKind = 0;
  /** The thread that this one runs on top of. */
  private suspended: Thread | null = null;
  private readonly position: Position;
  private entry = 0;
  /** Where the entry's text starts, and the word that belongs there; those of the words after it are the next higher numbers. */
  private firstRip = 0;
  private firstWord = 0;
  private begun = false;
  private kept: KeptOperation | null = null;

  constructor(image: Image, entry: number, position: Position = image.executable.start()) {
    this.image = image;
    this.position = position;
    this.goTo(entry);
  }

  get hasBegun(): boolean {
    return this.begun;
  }

  /** Whether its last operation faulted, and may be tried again. */
  get hasFaulted(): boolean {
    return this.kept !== null;
  }

  /** Whether a fetch of `word` at `rip` is that of the next operation, and not a second try of the last. */
  goesOnAt(rip: number, word: number): boolean {
    return rip === this.nextRip && word === this.nextWord && this.kept === null;
  }

  /** The generator that executes here, if the program is one and it was made; for debuggers. */
  get program(): object | null {
    return this.position.program ?? null;
  }

  get entryName(): string {
    return this.image.layout.entryNames[this.entry];
  }

  /** Runs the program to its first operation after a start or a jump. */
  begin(registers: Float64Array, count: number): number {
    this.begun = true;
    this.operations += 1;
    this.lastKind = this.position.begin(this.entry, registers, count);
    this.advance();
    return this.lastKind;
  }

  /** Runs the program to its next operation. */
  resume(result: number): number {
    this.operations += 1;
    this.lastKind = this.position.next(result);
    this.advance();
    return this.lastKind;
  }

  /**
   * The operation is done: what it returns is in rax, and the instruction pointer moves on. Its high word is 0 before and after: programs lie
   * below 2 GiB, and the operation was fetched there.
   */
  complete(cpu: Cpu, result: number): void {
    cpu.set(RAX, result);
    cpu.setControl(RIP, this.nextRip);
  }

  /** Continues at `entry` when next resumed. */
  jump(entry: number): void {
    this.begun = false;
    this.operations = 0;
    this.lastRip = -1;
    this.goTo(entry);
  }

  /** Keeps the operation in the shared slot, which faulted with stack pointer `stack`, in case the kernel returns to it. */
  keep(operation: OperationSlot, stack: number): void {
    this.kept = { kind: operation.kind, operands: operation.operands.slice(), stack };
  }

  /** Comes after `before`: on top of it, if that faulted, or in its place, as a handler that an upcall went on to. */
  follow(before: Thread): void {
    const below = before.hasFaulted ? before : before.suspended;
    if (below !== null) this.suspend(below);
  }

  /** Runs on top of `below`, which stays suspended. Of too many, one below the other, the lowest is forgotten. */
  private suspend(below: Thread): void {
    this.suspended = below;
    let lowest: Thread = this;
    for (let depth = 0; depth < DEEPEST_UPCALL && lowest.suspended !== null; depth++) lowest = lowest.suspended;
    lowest.suspended = null;
  }

  /**
   * The thread, this one or one suspended below it, that goes on where `word` was fetched at `rip`, with stack pointer `stack`; null
   * if none does. A fault is over for the suspended once the stack is as it was; with another stack an entry is an upcall.
   */
  resumedAt(rip: number, word: number, stack: number): Thread | null {
    const isEntry = this.image.entryAt(rip) >= 0;
    for (let thread: Thread | null = this; thread !== null; thread = thread.suspended) {
      const elsewhere = thread.kept !== null && thread.kept.stack !== stack && (isEntry || thread !== this);
      if (thread.isAt(rip, word) && !elsewhere) return thread;
    }
    return null;
  }

  /** Whether its next operation, or the one that faulted, is at `rip`. */
  private isAt(rip: number, word: number): boolean {
    const tried = this.kept !== null && rip === this.lastRip;
    return (tried || rip === this.nextRip) && word === this.image.textWord(rip);
  }

  /** Puts the kept operation back into the shared slot and returns its kind, or 0 if `rip` is not where it faulted. */
  retry(rip: number): number {
    if (this.kept === null || rip !== this.lastRip) return 0;
    slot.kind = this.kept.kind;
    slot.operands.set(this.kept.operands);
    return this.kept.kind;
  }

  /** A thread at the same position, which goes its own way from here. */
  clone(): Thread {
    const twin = new Thread(this.image, this.entry, this.position.clone());
    twin.nextRip = this.nextRip;
    twin.nextWord = this.nextWord;
    twin.lastRip = this.lastRip;
    twin.begun = this.begun;
    twin.operations = this.operations;
    twin.lastKind = this.lastKind;
    twin.suspended = this.suspended?.clone() ?? null;
    twin.kept = this.kept;
    return twin;
  }

  /** Passes `sink` numbers that are the same exactly for equal positions; before the first operation, registers say all. */
  identify(sink: (value: number) => void): void {
    sink(this.image.number);
    sink(this.entry);
    if (this.begun) this.position.identify(sink);
    this.suspended?.identify(sink);
  }

  private goTo(entry: number): void {
    this.entry = entry;
    this.firstRip = this.image.entryAddress(entry);
    this.firstWord = this.image.textWord(this.firstRip);
    this.nextRip = this.firstRip;
    this.nextWord = this.firstWord;
  }

  private advance(): void {
    this.kept = null;
    this.lastRip = this.nextRip;
    const { span } = this.image;
    const { location } = this.position;
    const words = location < span ? location : location % span;
    this.nextRip = this.firstRip + words * WORD;
    this.nextWord = this.firstWord + words;
  }
}
