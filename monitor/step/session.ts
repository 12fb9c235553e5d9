/**
 * A session of stepping: a run that is opened, where it stands, what is asked of it, and breakpoints. It knows nothing of how it is shown: a screen
 * and a prompt have the same one.
 */

import { UsageError } from '../../presentation/boot/usage-error.ts';
import type { Opened, Place, System } from '../../presentation/presentation.ts';
import {
  type Asked,
  conditionOf,
  type Direction,
  type MomentRun,
  type Question,
  QuestionError,
  questionOf,
  Search,
  Timeline,
  type Watchable,
  watchableOf,
} from '../../specs/specs.ts';
import { momentOf, momentText } from '../moments/given-moments.ts';
import { limitTo } from '../moments/limit.ts';
import { openRun } from '../moments/opened-run.ts';

/** A breakpoint: a question, where a run that goes on is to stop. */
export interface Breakpoint {
  readonly number: number;
  readonly question: Question;
  readonly text: string;
}

export class Session {
  opened: Opened;
  timeline: Timeline;
  /** Null for an allocator by itself. */
  system: System | null;
  /** Whether where it stands is on a screen. */
  isShown = false;
  breakpoints: readonly Breakpoint[] = [];
  /** Steps that the last command went forward; 1 if it went back. */
  moved = 1;
  private readonly patience: number;
  private numbered = 0;

  /** At the beginning of what `opened` makes. Code of the user's own may take `patience` seconds at a time. */
  constructor(opened: Opened, patience: number) {
    this.opened = opened;
    this.patience = patience;
    [this.system, this.timeline] = this.begun();
  }

  /** What is run, with the keys that were typed here. */
  get run(): MomentRun {
    return momentOf(this.opened.run, this.timeline.playing).run;
  }

  get at(): number {
    return this.timeline.at;
  }

  get event(): number {
    return this.timeline.playing.event;
  }

  /** Whether the run has events besides its steps: kernels that run programs have. */
  get hasEvents(): boolean {
    return this.opened.kind !== null && this.opened.kind.lacks.at === undefined;
  }

  /** The present moment as text. */
  get moment(): string {
    return momentText(this.opened.run, this.timeline.playing);
  }

  /** Whom questions are asked about. Throws a UsageError where there is no kernel. */
  get asked(): Asked {
    if (this.system === null)
      throw new UsageError('an allocator has neither processes nor page tables: there is nothing to ask about');
    const { kernel, judging } = this.system;
    return { kernel, judging, played: this.timeline.playing };
  }

  get search(): Search {
    return new Search(this.timeline, this.asked);
  }

  /** The question that `text` asks. Throws a UsageError that points to what is wrong with it. */
  question(text: string): Question {
    return this.parsed(text, questionOf);
  }

  condition(text: string): Question {
    return this.parsed(text, conditionOf);
  }

  watchable(text: string): Watchable {
    return this.parsed(text, watchableOf);
  }

  /** Goes somewhere by `move`, and notes how far that was. */
  move<Result>(move: () => Result): Result {
    const before = this.at;
    const result = move();
    this.moved = Math.max(1, this.at - before);
    return result;
  }

  goTo(place: Place): void {
    this.move(() => {
      if ('step' in place) this.timeline.goTo(place.step);
      else this.timeline.goToEvent(place.event, place.after);
    });
  }

  /** Goes to the nearest place where a breakpoint holds; returns that, or null if there is none and nothing moved. */
  toBreakpoint(direction: Direction): Breakpoint | null {
    const here = this.at;
    const found = this.breakpoints.flatMap((breakpoint) => {
      this.timeline.goTo(here);
      const isFound = this.search.toHold(breakpoint.question, direction);
      return isFound ? [{ breakpoint, at: this.at }] : [];
    });
    const nearest = found.toSorted((a, b) => (direction === 'next' ? a.at - b.at : b.at - a.at))[0];
    this.timeline.goTo(here);
    if (nearest !== undefined) this.move(() => this.timeline.goTo(nearest.at));
    return nearest?.breakpoint ?? null;
  }

  /** Adds a breakpoint. Throws a UsageError for what is no condition. */
  addBreakpoint(text: string): Breakpoint {
    const question = this.condition(text);
    this.numbered += 1;
    const breakpoint = { number: this.numbered, question, text: question.text };
    this.breakpoints = [...this.breakpoints, breakpoint];
    return breakpoint;
  }

  /** Goes another way from here on: types `key`. */
  type(key: string): void {
    if (this.system?.readsKeys !== true) throw new UsageError(`type ${key}: nobody reads keys in this run`);
    this.timeline.type(key);
  }

  /** Goes another way: from now on this is a session with `run`, at the place where it was. Throws a UsageError if that cannot be opened. */
  async become(run: MomentRun): Promise<void> {
    const { at } = this;
    this.opened = await openRun(run);
    [this.system, this.timeline] = this.begun();
    this.breakpoints = this.breakpoints.map(({ number, text }) => ({ number, text, question: this.condition(text) }));
    this.timeline.goTo(at);
  }

  private begun(): [System | null, Timeline] {
    const { playing, system } = this.opened.make();
    return [system, new Timeline(playing, { around: limitTo(system, this.patience) })];
  }

  private parsed<Result>(text: string, parse: (text: string, asked: Asked) => Result): Result {
    const { asked } = this;
    try {
      return parse(text, asked);
    } catch (error) {
      if (error instanceof QuestionError) throw new UsageError(pointed(error));
      throw error;
    }
  }
}

/** What is wrong with a question, and below that the question with a caret. */
const pointed = ({ lines }: QuestionError): string => {
  const [text, caret, message] = lines;
  return [message, `   ${text}`, `   ${caret}`].join('\n');
};
