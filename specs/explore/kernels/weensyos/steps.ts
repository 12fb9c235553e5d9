/**
 * What a step of WeensyOS may do, said without pages: who is alive, what each has in its heap and elsewhere, and how many pages are free. From each
 * state one looks back at the one before: the call did what it says, or it failed for want of what it needs, and nobody else's memory changed.
 */
import { frame, type Machine, operation, PAGE_SIZE, register } from '../../../../hardware/hardware.ts';
import { abi, type WeensyView } from '../../../../kernel/kernel.ts';
import type { Wrong } from '../explored-kernel.ts';
import { HASH_WORDS } from '../hash128.ts';
import { ZEROS } from '../page-forms.ts';
import { type Space, type Spaces, WINDOW_FIELDS, type Window } from '../spaces.ts';

const USER_RIGHTS = 7;
/** Pages that page_alloc needs at most: one, and three of tables. */
const PAGE_ALLOC_NEEDS = 4;
/** Nobody, and no pages of the window: none is left out of a comparison. */
const NOBODY = -1;
const NONE: Stretch = [0, -1];

/** Places of the window, the first and the last. */
type Stretch = readonly [first: number, last: number];
/** What was done: an operation, as the processor has it. */
export type Deed = Pick<operation.OperationSlot, 'kind' | 'operands'>;

/** Each process's address space, by pid; null of one that is not alive. */
type SpacesByPid = (Space | null)[];

export class WeensySteps {
  private readonly view: WeensyView;
  private readonly machine: Machine;
  private readonly spaces: Spaces;
  private readonly window: Window;
  private readonly before: SpacesByPid = [null];
  private readonly after: SpacesByPid = [null];
  private caller = 0;

  /** Of the kernel that `view` shows, and what its processes have in the heap at `window`. */
  constructor(view: WeensyView, machine: Machine, spaces: Spaces, window: Window) {
    this.view = view;
    this.machine = machine;
    this.spaces = spaces;
    this.window = window;
  }

  /** Remembers the present state as the one from which the next steps are taken. */
  depart(): void {
    this.caller = this.machine.cpu.slot;
    this.look(this.before);
  }

  /** What is wrong with what `deed` came to; null if nothing. An allocation was made to fail meanwhile if `isDenied`. */
  wrong({ kind, operands }: Deed, isDenied: boolean): Wrong | null {
    this.look(this.after);
    if (kind !== operation.SYSTEM_CALL) return this.changed(this.caller, this.written(kind, operands));
    switch (operands[0]) {
      case abi.SYSCALL_PAGE_ALLOC:
        return this.wrongPageAlloc(operands[1], isDenied);
      case abi.SYSCALL_FORK:
        return this.wrongFork(isDenied);
      case abi.SYSCALL_EXIT:
        return this.wrongExit();
      case abi.SYSCALL_YIELD:
        return this.result === 0 ? this.changed() : unkept('yield', 'it returns 0', `it returns ${this.result}`);
      case abi.SYSCALL_GETPID:
        return this.result === this.caller
          ? this.changed()
          : unkept('getpid', `it returns ${this.caller}`, `it returns ${this.result}`);
      default:
        return this.changed(this.caller);
    }
  }

  /** The pages that an operation of that kind may change. */
  private written(kind: number, operands: Float64Array): Stretch {
    const bytes = BYTES_WRITTEN[kind] ?? (WRITES_LENGTH.includes(kind) ? operands[2] : 0);
    return bytes <= 0 ? NONE : [this.placeOf(operands[0]), this.placeOf(operands[0] + bytes - 1)];
  }

  /** What is wrong with a tick, which is to change nothing. */
  wrongTick(): Wrong | null {
    this.look(this.after);
    return this.changed();
  }

  /** The present state as people read it. */
  text(): string {
    const { cpu } = this.machine;
    this.look(this.after);
    const live = this.after.flatMap((space, pid) => (space === null ? [] : [this.spaceText(space, pid)]));
    const runs = cpu.runState === register.RUNNING ? `process ${cpu.slot} runs` : 'nobody runs';
    return `${[...live, runs].join('; ')}; ${this.view.freePages()} free`;
  }

  private spaceText(space: Space, pid: number): string {
    const pages = Array.from({ length: this.window.length }, (_, page) =>
      space.window[page * WINDOW_FIELDS] === 0 ? '-' : this.isFresh(space, page) ? '0' : '*',
    );
    return `process ${pid} has ${pages.join('')}`;
  }

  private wrongPageAlloc(address: number, isDenied: boolean): Wrong | null {
    const isValid = address % PAGE_SIZE === 0 && address >= abi.PROC_START_ADDR && address < abi.MEMSIZE_VIRTUAL;
    if (this.result !== 0) return this.wrongFailure('page_alloc', PAGE_ALLOC_NEEDS, isDenied || !isValid);
    if (!isValid)
      return unkept('page_alloc', `it refuses ${hex(address)}, where programs have no page`, 'it returns 0');
    const page = this.placeOf(address);
    const space = this.after[this.caller];
    if (space === null || space === undefined || !this.isFresh(space, page))
      return unkept('page_alloc', `a page of zeros at ${hex(address)}, to be written`, pageText(space, page));
    return this.changed(this.caller, [page, page]);
  }

  private wrongFork(isDenied: boolean): Wrong | null {
    const { result, caller, before, after } = this;
    // A child needs as many pages as its parent has, tables and all, but for one or more of text, which it shares.
    const needs = (before[caller]?.pages.length ?? 0) - 1;
    if (result < 0) return this.wrongFailure('fork', needs, isDenied || !before.includes(null, 1));
    if (before[result] !== null) return unkept('fork', 'the pid of a process that was not there', `${result}`);
    const [parent, child] = [before[caller], after[result]];
    if (child === null) return unkept('fork', `process ${result} is alive`, 'it is not');
    if (this.resultOf(result) !== 0) return unkept('fork', 'the child gets 0', `it gets ${this.resultOf(result)}`);
    const difference = differenceOf(parent, child, NONE);
    if (difference !== null)
      return unkept('fork', `process ${result} has what process ${caller} has`, this.at(difference, result));
    return this.changed(result);
  }

  private wrongExit(): Wrong | null {
    const { caller, after } = this;
    if (after[caller] !== null) return unkept('exit', `process ${caller} is gone`, 'it is still there');
    return this.changed(caller);
  }

  /** A call failed: nothing may have changed, and it must have been short of something. */
  private wrongFailure(call: string, needs: number, isExcused: boolean): Wrong | null {
    const free = this.view.freePages();
    if (this.result !== abi.E_FAILED) return unkept(call, `0 or ${abi.E_FAILED}`, `it returns ${this.result}`);
    if (!isExcused && free >= needs)
      return unkept(
        call,
        `no failure: ${free} pages are free, and it needs at most ${needs}`,
        `it returns ${this.result}`,
      );
    return this.changed();
  }

  /** Whatever changed of any process; but for process `but`, of which pages `pages` of the window may, or all if they are not given. */
  private changed(but = NOBODY, pages?: Stretch): Wrong | null {
    const { before, after } = this;
    for (let pid = 1; pid < after.length; pid++) {
      if (before[pid] === after[pid] || (pid === but && pages === undefined)) continue;
      const difference = differenceOf(before[pid], after[pid], pid === but ? (pages ?? NONE) : NONE);
      if (difference !== null) return interference(pid, this.at(difference, pid));
    }
    return null;
  }

  /** A difference in words: a page of the window, or `REST`, or `LIFE`. */
  private at(difference: number, pid: number): string {
    const space = this.after[pid];
    if (difference === LIFE) return `process ${pid} ${space === null ? 'is not there' : 'is there'}`;
    if (difference === REST) return `text, stack or tables of process ${pid} hold something else`;
    return `${hex(this.window[difference])} ${pageText(space, difference)}`;
  }

  private isFresh({ window }: Space, page: number): boolean {
    const at = page * WINDOW_FIELDS;
    return (window[at] & USER_RIGHTS) === USER_RIGHTS && ZEROS.every((word, i) => window[at + 1 + i] === word);
  }

  private placeOf(address: number): number {
    return this.window.indexOf(address - (address % PAGE_SIZE));
  }

  /** What the caller gets, now or once it is its turn again. */
  private get result(): number {
    return this.resultOf(this.caller);
  }

  /** What process `pid` got from its last call, or gets once it is its turn. */
  resultOf(pid: number): number {
    const { cpu, memory } = this.machine;
    const isRunning = cpu.slot === pid && cpu.runState === register.RUNNING;
    const registers = isRunning ? cpu.frame : this.view.registersOf(pid) >> 2;
    return frame.joinWords(memory.words[registers + frame.RAX], memory.words[registers + frame.RAX + 1]);
  }

  /** Writes down what each process has now. */
  private look(found: SpacesByPid): void {
    const { view, spaces } = this;
    for (let pid = 1; pid < view.slotCount; pid++) found[pid] = view.isLive(pid) ? spaces.of(view.rootOf(pid)) : null;
  }
}

/** Bytes that stores write; string operations say how many. */
const BYTES_WRITTEN: Readonly<Record<number, number>> = {
  [operation.STORE8]: 1,
  [operation.STORE16]: 2,
  [operation.STORE32]: 4,
};
const WRITES_LENGTH: readonly number[] = [operation.FILL, operation.COPY];

/** What is no page of the window: whether there is a process at all, and what else it has. */
const LIFE = -2;
const REST = -3;

/** Where two spaces differ, but for pages `first` to `last` of the window; null if nowhere. */
const differenceOf = (one: Space | null, other: Space | null, [first, last]: Stretch): number | null => {
  if (one === other) return null;
  if (one === null || other === null) return LIFE;
  for (let i = 0; i < HASH_WORDS; i++) if (one.rest[i] !== other.rest[i]) return REST;
  for (let i = 0; i < one.window.length; i++) {
    if (one.window[i] === other.window[i]) continue;
    const page = Math.floor(i / WINDOW_FIELDS);
    if (page < first || page > last) return page;
  }
  return null;
};

const pageText = (space: Space | null | undefined, page: number): string => {
  const rights = space?.window[page * WINDOW_FIELDS] ?? 0;
  if (rights === 0) return 'is not mapped';
  return (rights & USER_RIGHTS) === USER_RIGHTS
    ? 'is mapped, and holds something else'
    : `is mapped with rights ${rights}`;
};

const hex = (value: number): string => `0x${value.toString(16)}`;

const unkept = (place: string, expected: string, found: string): Wrong => ({
  name: 'calls do what they say',
  sentence: 'Each call does what its contract says; or it fails for want of what it needs, and changes nothing.',
  ...{ place, expected, found },
});

const interference = (pid: number, found: string): Wrong => ({
  name: 'noninterference',
  sentence: 'A call changes of programs’ memory what it says, and nothing else of anybody.',
  ...{ place: `process ${pid}`, expected: 'what it had before', found },
});
