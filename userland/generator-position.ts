/**
 * Generators as positions. A JavaScript generator cannot be cloned, so a position is (entry, registers, log): a twin is made
 * by beginning the same entry with the same registers and replaying the log, and only when it is first resumed.
 * Programs must depend on nothing but their registers and what their operations return.
 */
import { describeThrown, describeValue, operation, type Position, ProgramError } from '../hardware/hardware.ts';
import { hashOperation, Log } from './replay-log.ts';

// V8 folds a module's own constants into machine code, and loads imported ones at each use (docs/performance.md).
const { ADDRESS_OF, JUMP, slot } = operation;

/** What an operation that was yielded looked like, for the error that says it came out differently. */
export const describeSlot = (kind: number): string => {
  const operands = [...slot.operands.subarray(0, 3)].map((value) => `0x${value.toString(16)}`);
  return `${operation.operationName(kind)}(${operands.join(', ')})`;
};

/** Calls `entry` with the first `count` of `registers`; spreading a typed array would cost more than the whole begin. */
const call = (entry: operation.Entry, r: Float64Array, count: number): unknown => {
  switch (count) {
    case 0:
      return entry();
    case 1:
      return entry(r[0]);
    case 2:
      return entry(r[0], r[1]);
    case 3:
      return entry(r[0], r[1], r[2]);
    case 4:
      return entry(r[0], r[1], r[2], r[3]);
    case 5:
      return entry(r[0], r[1], r[2], r[3], r[4]);
    default:
      return entry(r[0], r[1], r[2], r[3], r[4], r[5]);
  }
};

export class GeneratorPosition implements Position {
  private readonly entries: readonly operation.Entry[];
  private entry = -1;
  private readonly registers = new Float64Array(operation.MOST_REGISTERS);
  private count = 0;
  private log: Log;
  /** Operations yielded since the entry began; the log's first `yielded` operations and `yielded - 1` results are ours. */
  private yielded = 0;
  private generator: operation.Program | null = null;
  /** Whether this position may write its log: another one that went through it may have written on. */
  private writesLog = true;

  constructor(entries: readonly operation.Entry[], log = new Log()) {
    this.entries = entries;
    this.log = log;
  }

  get location(): number {
    return this.yielded;
  }

  /** The generator that is here; null if it is still to be replayed, or begun. */
  get program(): operation.Program | null {
    return this.generator;
  }

  begin(entry: number, registers: Float64Array, count: number): number {
    this.entry = entry;
    this.count = count >= 0 && count <= registers.length ? count : 0;
    for (let i = 0; i < this.count; i++) this.registers[i] = registers[i];
    this.yielded = 0;
    if (this.log.shared) {
      this.log = this.log.successor();
      this.writesLog = true;
    }
    this.generator = this.create();
    return this.step(this.generator, 0);
  }

  next(result: number): number {
    const generator = this.generator ?? this.replay();
    if (!this.writesLog) this.ownLog();
    this.log.setResult(this.yielded - 1, result);
    return this.step(generator, result);
  }

  clone(): GeneratorPosition {
    return this.cloneOver(this.entries);
  }

  /** A clone that goes its own way in `entries`, the same entries made anew. */
  cloneOver(entries: readonly operation.Entry[]): GeneratorPosition {
    const twin = new GeneratorPosition(entries, this.log);
    this.log.shared = true;
    twin.entry = this.entry;
    twin.registers.set(this.registers);
    twin.count = this.count;
    twin.yielded = this.yielded;
    twin.writesLog = false;
    return twin;
  }

  identify(sink: (value: number) => void): void {
    sink(this.entry);
    for (let i = 0; i < this.count; i++) sink(this.registers[i]);
    sink(this.yielded);
    for (let i = 0; i < this.yielded - 1; i++) sink(this.log.resultAt(i));
  }

  /** Resumes `generator` and notes the operation it yields. */
  private step(generator: operation.Program, result: number): number {
    const kind = this.resume(generator, result);
    if (kind === JUMP) return this.resolveJump(generator);
    this.log.setOperation(this.yielded, hashOperation(kind));
    this.yielded += 1;
    return kind;
  }

  private resume(generator: operation.Program, result: number): number {
    slot.made = 0;
    const { value, done } = this.run(generator, result);
    if (value === ADDRESS_OF) this.resolveEntry('it asks for the address of', generator);
    if (slot.made === 1 && value === slot.kind && (value === JUMP) === done) return value;
    throw new ProgramError(explain(value, done === true, slot.made), { cause: generator });
  }

  private run(generator: operation.Program, result: number): IteratorResult<unknown, unknown> {
    try {
      return generator.next(result);
    } catch (error) {
      throw errorOf(error);
    }
  }

  private resolveJump(generator: operation.Program): number {
    this.resolveEntry('it jumps to', generator);
    const count = slot.operands[0];
    if (count > operation.MOST_REGISTERS) {
      throw new ProgramError(
        `a jump carries at most ${operation.MOST_REGISTERS} registers, not ${count}; keep the rest in memory`,
        { cause: generator },
      );
    }
    for (let i = 1; i <= count; i++) {
      if (!Number.isSafeInteger(slot.operands[i])) {
        throw new ProgramError(`a jump carries whole numbers, and its register ${i} is ${slot.operands[i]}`, {
          cause: generator,
        });
      }
    }
    this.generator = null;
    return JUMP;
  }

  /** Replaces the entry in the slot by its index. `deed` begins the error about a function that is no entry. */
  private resolveEntry(deed: string, generator: operation.Program): void {
    const entry = this.entries.indexOf(slot.target as operation.Entry);
    if (entry < 0) {
      const name =
        typeof slot.target === 'function' ? slot.target.name || 'a nameless function' : describeValue(slot.target);
      throw new ProgramError(
        `${deed} ${name}, which is no entry of the program: declare it among its entries, or export it where exports are entries`,
        {
          cause: generator,
        },
      );
    }
    slot.target = entry;
  }

  private create(): operation.Program {
    const generator = this.called() as operation.Program | undefined;
    if (typeof generator?.next === 'function' && !(Symbol.asyncIterator in generator)) return generator;
    const waits = typeof generator?.next === 'function' ? ', but one that waits: programs wait by what they yield' : '';
    throw new ProgramError(`the entry is not a generator function${waits}: write \`function* main()\``, {
      cause: this.entries[this.entry],
    });
  }

  private called(): unknown {
    try {
      return call(this.entries[this.entry], this.registers, this.count);
    } catch (error) {
      throw errorOf(error);
    }
  }

  /** Brings a fresh generator to this position, comparing each operation with the one logged. */
  private replay(): operation.Program {
    const generator = this.create();
    for (let i = 0; i < this.yielded; i++) {
      const kind = this.resume(generator, i === 0 ? 0 : this.log.resultAt(i - 1));
      if (hashOperation(kind) !== this.log.operationAt(i)) {
        throw new ProgramError(
          `it did not repeat itself: replayed for a fork, operation ${i + 1} came out as ${describeSlot(kind)}, which is not what ` +
            'it was. A program must depend only on its registers and on what its operations return, not on variables outside',
          { cause: generator },
        );
      }
    }
    this.generator = generator;
    return generator;
  }

  private ownLog(): void {
    this.log = this.log.copy(this.yielded);
    this.writesLog = true;
  }
}

/** What the program threw, as the rule that it broke. */
const errorOf = (thrown: unknown): ProgramError => {
  const words = describeThrown(thrown);
  const isDeep = /^RangeError: .*call stack/.test(words);
  return new ProgramError(isDeep ? 'it calls itself too deeply' : `it threw ${words}`, { cause: thrown });
};

/** What is wrong with a resumption that made `made` operations and then yielded or returned `value`. */
const explain = (value: unknown, done: boolean, made: number): string => {
  const shown = describeValue(value);
  if (made > 1) {
    return `it made ${made} operations before one yield: yield each operation where it is made, as in \`yield store8(va, 1)\``;
  }
  if (done && value === undefined)
    return 'it returned: end a program with `yield exit()`, or go on with `return jump(entry)`';
  if (done && made === 1) return 'it returned an operation: operations are yielded, only a jump is returned';
  if (done) return `it returned ${shown}: end a program with \`yield exit()\`, or go on with \`return jump(entry)\``;
  if (made === 1 && value === JUMP) return 'it yielded a jump: a jump is returned, as in `return jump(loop, heap)`';
  if (made === 1) return `it made an operation but yielded ${shown} instead of it`;
  return `it yielded ${shown}, which is no operation made just then: yield getpid(), load8(va), store8(va, 1) and the like`;
};
