/**
 * Where the value came from that stopped a kernel: from the stop back to what gave the value, what stored it, and so on, to an allocation, a
 * free, or a line of the kernel's own. Each step is found by making the run again: the cause of a value is what makes it another if it is another.
 */
import { counter, type Halt, PAGE_SIZE, pa, ppnOf, TripleFault } from '../../../hardware/hardware.ts';
import type { KernelView } from '../../../kernel/kernel.ts';
import { type Again, type Deed, type Frame, isAllocating, isOwnFrame } from './action.ts';
import { type Aspect, causeOf, ownDecision } from './cause.ts';
import { type CountChange, countChanges, countOf, isOnList, pageCounted } from './counts.ts';
import { Experiment, isStopped, type Stretch } from './experiment.ts';
import { faultText } from './fault-text.ts';
import { ALLOCATORS } from './kernel-methods.ts';
import { type Link, linkOf } from './link.ts';
import { hex, nameOfWord } from './naming.ts';
import type { Recorder } from './recorder.ts';
import type { Change } from './request.ts';
import { byteText, regionText, textOf } from './wording.ts';

const MOST_LINKS = 10;
/** Changes of a count that are told, if it never wrapped around; and from which sum on a step of one is one around the end. */
const MOST_COUNTS = 3;
const WRAPS = 250;

/**
 * What stopped the kernel in the run that `again` makes, and where that came from, nearest first; empty if nothing of the kernel's stopped it, or
 * not with `message`, if that is given.
 */
export const originOf = (again: Again, message?: string): Link[] => new Origin(again).trace(message);

/** A value that somebody's own code made a mistake with was passed on by others before: that is no part of the story. */
const withoutTail = (links: readonly Link[]): Link[] => {
  const last = links.findLastIndex((link) => isOwn(link) || link.isPassing !== true);
  return links.some(isOwn) ? links.slice(0, last + 1) : [...links];
};

const isOwn = ({ own }: Link): boolean => own.length > 0;

class Origin {
  private readonly experiment: Experiment;
  private readonly links: Link[] = [];
  /** What stored and filled the words of the story. */
  private readonly stores: Stretch[] = [];
  /** Whether the kernel stopped of its own accord, for what it had found. */
  private isDecision = false;

  constructor(again: Again) {
    this.experiment = new Experiment(again);
  }

  trace(message?: string): Link[] {
    const { recorder, kernel } = this.experiment.run({});
    const { halt } = kernel.machine.execution;
    if (!isStopped(kernel) || (message !== undefined && halt?.message !== message)) return [];
    const last = this.experiment.until(recorder.stopped ?? recorder.number);
    if (last === null) return [];
    if (recorder.fault !== null) this.fault(recorder, last);
    else if (halt instanceof TripleFault && halt.reached !== null) this.unreachable(halt, last);
    else if (last.last.name === 'processPanic') this.executed(last);
    else if (halt !== null && last.last.name !== 'userPanic') this.decided(halt, last);
    if (this.links.length > 0 && !this.links.some(isOwn)) this.blameOwn(recorder);
    return withoutTail(this.links);
  }

  /** Nothing of all that was done by somebody's own methods: what they decided, or what they ran last, which may have left something undone. */
  private blameOwn({ lastOwn }: Recorder): void {
    for (const stretch of this.stores.toReversed()) {
      const decision = ownDecision(this.experiment, stretch);
      if (decision === null) continue;
      const { name, value, frame } = decision;
      return this.add(
        decision,
        `that was done because ${name} gave ${textOf(value)} to ${frame?.caller?.method ?? 'the kernel'}`,
        stretch,
      );
    }
    if (lastOwn === null) return;
    const stretch = this.experiment.until(lastOwn.number);
    if (stretch !== null)
      this.add(stretch.last, `the last of its own methods that ran before was ${lastOwn.method}`, stretch);
  }

  /** The kernel reached for an address that it must not. */
  private fault({ fault }: Recorder, stretch: Stretch): void {
    const { last } = stretch;
    if (fault === null) return;
    this.add(last, `${faultText(fault)}${regionText(stretch.kernel.view, fault.address)}`, stretch);
    if (last.kind === 'root' || last.kind === 'call') return;
    const isSource = last.kind === 'copy' && isNear(fault.address, Number(last.value));
    this.explain(stretch, isSource ? 'value' : 'address');
  }

  /** The kernel stopped of its own accord: it did not like what it had found. */
  private decided({ message }: Halt, stretch: Stretch): void {
    const { last } = stretch;
    this.isDecision = true;
    this.add(last, message, stretch);
    this.explain(stretch, 'course');
  }

  /** Kernel text or stack cannot be reached through the tables, or is no longer what it was. */
  private unreachable({ message, reached }: TripleFault, stretch: Stretch): void {
    const { machine, view } = stretch.kernel;
    const { last } = stretch;
    this.add(last, message, stretch);
    const root = machine.mmu.root;
    const isKnown =
      root === view.kernelRoot * PAGE_SIZE || view.spaces().some((space) => space.root * PAGE_SIZE === root);
    if (last.kind === 'root' && !isKnown && this.explain(stretch, 'value')) return;
    const at = reached as number;
    const text = machine.mmu.peek(at as never);
    const entry = machine.mmu.steps(at as never, root).at(-1);
    const word = text >= 0 ? text : entry?.entryPa;
    if (word !== undefined) this.changed(word >> 2, last.number + 1, 0, text >= 0 ? 'address' : 'value');
  }

  /** A program executed what is no text. */
  private executed(stretch: Stretch): void {
    const { machine } = stretch.kernel;
    const { exception } = stretch;
    if (exception === null || exception.word < 0 || ![3, 6].includes(exception.vector)) return;
    const word = machine.memory.words[exception.word >> 2] >>> ((exception.word & 3) * 8);
    const what = `${stretch.kernel.view.nameOf(machine.cpu.slot)} executed ${hex(word & 0xff)} at ${hex(exception.address)}, where its text should be: exception ${exception.vector}`;
    this.add({ ...stretch.last, site: {} }, what, stretch);
    this.changed(exception.word >> 2, stretch.last.number, 0, 'value');
  }

  /** Goes on with what `aspect` of the last deed of `stretch` hangs on. False if that is nothing. */
  private explain(stretch: Stretch, aspect: Aspect): boolean {
    if (this.links.length >= MOST_LINKS || this.experiment.isOver) return false;
    const cause = causeOf(this.experiment, stretch, aspect);
    if (cause === null) return false;
    if (cause.kind === 'return') this.returned(stretch, cause);
    else this.loaded(stretch, cause);
    return true;
  }

  private returned(stretch: Stretch, deed: Deed): void {
    const { frame, value, name } = deed;
    const failed = value === false || Number(value) <= 0;
    const caller = frame?.caller ?? null;
    const isDry = failed && isWithin(stretch.dry, frame, deed);
    const to = caller === null ? '' : ` to ${caller.method}`;
    const isSame = caller?.method === name;
    if (!isSame) this.add(deed, `${isDry ? noPage(name) : `${name} gave ${textOf(value)}`}${to}`, stretch);
    const isGiven = frame?.isOwn === false && !isSame;
    if (isGiven && failed && (caller?.isOwn === true || isDry)) return;
    if (isGiven && !failed && ALLOCATORS.has(name)) return this.given(Number(value), stretch, deed);
    const until = stretch.deeds.slice(0, stretch.deeds.indexOf(deed) + 1);
    this.explain({ ...stretch, deeds: until, last: deed }, 'value');
  }

  /** An allocation gave the page at `address`. Where the kernel stopped of its own accord, that may be what it did not like. */
  private given(address: number, stretch: Stretch, deed: Deed): void {
    if (!this.isDecision) return;
    const until = stretch.deeds.slice(0, stretch.deeds.indexOf(deed) + 1);
    const inside = { ...stretch, deeds: until, last: deed };
    const cause = causeOf(this.experiment, inside, 'value');
    if (cause?.kind === 'load') this.loaded(inside, cause);
    else this.freed(Math.floor(address / PAGE_SIZE), deed.frame?.begun ?? deed.number);
  }

  private loaded(stretch: Stretch, deed: Deed): void {
    const { place, value, name } = deed;
    const mask = name === 'load8' ? 0xff << ((place & 3) * 8) : name === 'load16' ? 0xffff << ((place & 2) * 8) : 0;
    if (place < 0) return;
    const page = pageCounted(stretch.kernel.view, place);
    if (page !== null && WIDTHS[name] === stretch.kernel.view.counts.bytes) {
      this.add(deed, `${nameOfWord(stretch.kernel.view, pa(place))} held ${textOf(value)}`, stretch, page * PAGE_SIZE);
      return this.counted(page, deed.number);
    }
    const { view, machine } = stretch.kernel;
    const held = name === 'lookUp' ? machine.memory.words[place >> 2] : value;
    const what = `${nameOfWord(view, pa(place))} held ${textOf(held)}`;
    this.add(deed, what, stretch, place);
    this.changed(place >> 2, deed.number, mask, 'value');
  }

  /** Goes on with what changed the word at `index` last before deed `number`. */
  private changed(index: number, number: number, mask: number, aspect: Aspect): void {
    if (this.links.length >= MOST_LINKS || this.experiment.isOver) return;
    const change = this.experiment.changeOf(index, number, mask);
    if (change === null || change.by === 'loader') return this.sinceBoot();
    if (change.by !== 'kernel') return this.byOther(index, change);
    const stretch = this.experiment.until(change.number);
    if (stretch === null) return;
    this.stores.push(stretch);
    const { last, kernel } = stretch;
    const name = nameOfWord(kernel.view, pa(index * 4));
    if (change.source !== null) {
      this.add(
        last,
        `it was copied to ${name} from ${nameOfWord(kernel.view, pa(change.source * 4))}`,
        stretch,
        index * 4,
      );
      return this.changed(change.source, change.number, 0, 'value');
    }
    if (last.kind === 'fill') {
      this.add(last, `${name} was filled with ${textOf(last.value)}`, stretch, index * 4);
      if ((aspect === 'address' || !isAllocating(last.frame)) && this.explain(stretch, 'address')) return;
      return this.freed(index >> 10, last.frame?.begun ?? last.number);
    }
    const told = mask === 0xff << 0 || last.name === 'store8' ? byteText(Number(last.value)) : textOf(last.value);
    const isListed = isOwnFrame(last.frame) && isOnList(kernel.view, index * 4);
    const twice = isListed ? ', whose page was on the free list already' : '';
    this.add(last, `${told} was stored into ${name}${twice}`, stretch, index * 4);
    if (!isListed) this.explain(stretch, aspect);
  }

  /** How the count of `page` came to be what it is before deed number `before`: where it wrapped around, or who changed it last. */
  private counted(page: number, before: number): void {
    const history = countChanges(this.experiment, page, before);
    const wrapped = history.findLast(
      ({ from, to }) => Math.abs(to - from) > 1 && (from === 0 || to === 0) && from + to > WRAPS,
    );
    if (history.length === 0) this.sinceBoot();
    const told = wrapped !== undefined ? [wrapped] : history.slice(-MOST_COUNTS).toReversed();
    for (const one of told) {
      const bits = one === wrapped ? ': it has no more bits' : '';
      this.tellCount(page, one, `went from ${one.from} to ${one.to}${bits}`, one !== wrapped);
    }
  }

  /** Who gave `page` back last before deed number `before`, if anybody did. */
  private freed(page: number, before: number): void {
    const last = countChanges(this.experiment, page, before).findLast(({ from, to }) => to === 0 && from > 0);
    if (last !== undefined) this.tellCount(page, last, 'had become 0 before: the page was given back');
  }

  private tellCount(page: number, { number }: CountChange, what: string, isPassing = false): void {
    const stretch = this.experiment.until(number);
    if (stretch === null) return;
    const { view } = stretch.kernel;
    this.add(
      { ...stretch.last, kind: isPassing ? 'store' : 'fill' },
      `${nameOfWord(view, countOf(view, page))} ${what}`,
      stretch,
      page * PAGE_SIZE,
    );
  }

  /** What the last link told has been so from the beginning. */
  private sinceBoot(): void {
    const last = this.links.pop();
    if (last !== undefined) this.links.push({ ...last, what: `${last.what}, as since the boot` });
  }

  /** It was not the kernel's code that changed the word at `index`. */
  private byOther(index: number, { number, by }: Change): void {
    const { kernel } = this.experiment.run({ end: number });
    const { machine, view } = kernel;
    const name = nameOfWord(view, pa(index * 4));
    const whose = view.nameOf(view.pidOf(machine.cpu.slot));
    const isProgram = by === 'program';
    const what = isProgram
      ? `${whose} stored it into ${name}`
      : `the processor stored it into ${name}, when it left ${whose} for the kernel`;
    const event = machine.counters[counter.EVENTS];
    const page = ppnOf(pa(index * 4));
    const of = view.kindOf(page) === 'allocatable' ? { page } : {};
    this.links.push({ what, places: [], own: [], methods: [], event, ...of });
    if (isProgram) this.freed(index >> 10, number);
  }

  private add(deed: Deed, what: string, { event, kernel }: Stretch, place = -1): void {
    const { machine, view } = kernel;
    const { slot } = machine.cpu;
    const page = ppnOf(pa(Math.max(0, place)));
    const of = place < 0 || view.kindOf(page) !== 'allocatable' ? {} : { page };
    const pid = event === 0 || view.processes === undefined ? {} : { pid: labelOf(view, slot) };
    const passing = PASSING.has(deed.kind) && this.links.length > 0 ? { isPassing: true as const } : {};
    this.links.push(linkOf(deed, { what, event, ...of, ...pid, ...passing }));
  }
}

const labelOf = (view: KernelView, slot: number): string => {
  const pid = view.pidOf(slot);
  return view.labelOf?.(pid) ?? String(pid);
};

/** Whether deed number `dry` was in the call that `deed` is the return of. */
const isWithin = (dry: number, frame: Frame | null, { number }: Deed): boolean =>
  frame !== null && dry >= frame.begun && dry <= number;

const WIDTHS: Readonly<Record<string, number>> = { load8: 1, load16: 2, load32: 4 };

const isNear = (address: number, start: number): boolean => address >= start && address < start + PAGE_SIZE;

const noPage = (method: string): string => `${method} had no free page and gave 0`;

const PASSING: ReadonlySet<Deed['kind']> = new Set(['load', 'store', 'return']);
