/** The live screen: plays a run on a terminal at the user's will. This file owns the loop and obeys the keys. */
import { counter } from '../../hardware/hardware.ts';
import type { ProcessView } from '../../kernel/kernel.ts';
import {
  difference,
  figures,
  frameLines,
  labelOf,
  type Parts,
  processNamed,
  programOf,
  Shown,
  type Size,
  screenLines,
  statusLine,
} from '../../presentation/presentation.ts';
import { Answer } from './answer.ts';
import { guideLines, type KeyMoment, keyLine } from './guide.ts';
import { type Command, commandsOf, type Deed } from './keys.ts';
import { LineEditor } from './line-editor.ts';
import { Pace } from './pace.ts';
import type { Played } from './played-run.ts';
import { Prints } from './prints.ts';
import { Signals } from './signals.ts';
import { Terminal } from './terminal.ts';

export interface ScreenOptions {
  readonly colour: boolean;
  /** Process whose memory to show, instead of each in turn. */
  readonly show?: string | undefined;
}

const FRAME_MILLISECONDS = 50;
/** What the machine may use of a frame; the rest is for drawing and for listening to the user. */
const RUN_MILLISECONDS = 40;
const ALARMING: readonly string[] = ['in error', 'panicked', 'broken', 'stuck', 'triple fault'];
/** Whether a run of the command line is played: somebody watches a terminal that can do it, and wants to. */
export const canPlay = (plain: boolean): boolean =>
  !plain && process.stdin.isTTY === true && process.stdout.isTTY === true && process.env.TERM !== 'dumb';

/** Plays `played` until the user quits. The terminal is given back in any case. */
export const playOnScreen = (played: Played, options: ScreenOptions): Promise<void> =>
  new Screen(played, options).play();

type Page = 'all' | 'events' | 'guide' | 'answer';

class Screen {
  private readonly played: Played;
  private readonly options: ScreenOptions;
  private readonly shown = new Shown();
  private readonly pace = new Pace();
  private readonly terminal = new Terminal();
  private readonly signals = new Signals(this.terminal);
  private readonly prints = new Prints((line) => this.played.remark(`printed: ${line}`));
  private readonly editor = new LineEditor();
  private quit = false;
  private page: Page = 'all';
  private readonly answer = new Answer();
  private drawn: readonly string[] = [];
  private generation = 0;
  /** What the keys do that stand for themselves. */
  private readonly deeds: Readonly<Record<Deed, () => void>> = {
    quit: () => {
      this.quit = true;
    },
    suspend: () => this.signals.suspend(),
    pause: () => this.played.pause(),
    faster: () => this.pace.faster(),
    slower: () => this.pace.slower(),
    help: () => this.turnTo('guide'),
    view: () => this.turnTo(this.page === 'events' ? 'all' : 'events'),
    line: () => this.editor.open(),
    close: () => {},
    rotate: () => this.shown.rotate(),
    hold: () => this.shown.hold(this.processes),
    next: () => this.shown.turn(this.processes, 1),
    previous: () => this.shown.turn(this.processes, -1),
  };

  constructor(played: Played, options: ScreenOptions) {
    this.played = played;
    this.options = options;
    const { show } = options;
    if (show !== undefined) this.shown.choose(processNamed(played.system.kernel.view, show)?.slot ?? Number(show));
  }

  private get processes(): readonly ProcessView[] {
    return this.played.system.kernel.view.processes?.() ?? [];
  }

  async play(): Promise<void> {
    try {
      this.prints.hold();
      this.signals.watch();
      this.terminal.open();
      await this.frames();
    } finally {
      this.terminal.close();
      this.signals.release();
      this.prints.release();
    }
  }

  private async frames(): Promise<void> {
    let last = performance.now();
    while (!this.quit && !this.terminal.gone) {
      const now = performance.now();
      this.advance(now - last);
      last = now;
      this.draw(now);
      const typed = await this.terminal.listen(Math.max(0, now + FRAME_MILLISECONDS - performance.now()));
      await this.take(typed);
    }
  }

  private advance(milliseconds: number): void {
    const { counters } = this.played.system.kernel.machine;
    const before = counters[counter.OPERATIONS];
    const until = performance.now() + RUN_MILLISECONDS;
    this.played.advance(this.pace.due(milliseconds), () => performance.now() >= until);
    if (this.played.condition === 'running') this.pace.measure(counters[counter.OPERATIONS] - before, milliseconds);
  }

  private draw(now: number): void {
    if (this.generation !== this.terminal.generation) this.drawn = [];
    this.generation = this.terminal.generation;
    const lines = frameLines(this.parts(now), this.terminal.size);
    this.terminal.write(difference(this.drawn, lines));
    this.drawn = lines;
  }

  private parts(now: number): Parts {
    const { colour } = this.options;
    const { system, condition, face } = this.played;
    const shown = this.shown.of(this.processes, now);
    const happenings = this.played.happenings(this.terminal.size.rows);
    const page = this.page === 'answer' ? 'guide' : this.page;
    const moment: KeyMoment = { condition, processes: this.processes.length, page, face };
    const bottom = { status: this.statusFor(shown), keys: (columns: number) => this.bottomLine(columns, moment) };
    if (this.page === 'guide' || this.page === 'answer') {
      return { ...bottom, screen: (size) => this.pageLines(size, moment), report: [], happenings };
    }
    const drawn = (size: Size): string[] => screenLines(system.screen.draw(shown, size, this.played.text()), colour);
    const report = [...this.answer.lines, ...this.played.report()];
    return { ...bottom, screen: this.page === 'events' ? () => [] : drawn, report, happenings };
  }

  private pageLines(size: Size, moment: KeyMoment): readonly string[] {
    if (this.page === 'answer') return this.answer.page(size);
    return guideLines(this.options.colour, this.played.system, size.columns, moment);
  }

  /** The line that is typed, or else the keys. */
  private bottomLine(columns: number, moment: KeyMoment): string {
    const { text } = this.editor;
    return text === null
      ? keyLine(columns, this.played.system, moment)
      : `:${text.slice(-(columns - 2))}\x1b[7m \x1b[0m`;
  }

  private statusFor(shown: ProcessView | null): Parts['status'] {
    const { condition, system } = this.played;
    const { kernel } = system;
    const label = shown === null ? '' : `${labelOf(kernel.view, shown.pid)} ${programOf(kernel, shown)}`;
    const whose = shown === null ? '' : `${this.shown.held ? 'held' : 'shows'} ${label}`;
    const text = this.played.statusText(this.pace);
    const numbers = figures(kernel, condition !== 'running', whose);
    return (columns) => statusLine(text, numbers, columns, ALARMING.includes(condition));
  }

  private turnTo(page: Page): void {
    this.page = page;
  }

  /** What was typed: keys, or a line as long as one is open. */
  private async take(typed: string): Promise<void> {
    let left = typed;
    while (left !== '' && !this.quit) {
      if (this.editor.text !== null) {
        const taken = this.editor.take(left);
        left = taken?.rest ?? '';
        if (taken !== null && taken.line !== '') await this.obeyLine(taken.line);
        continue;
      }
      // What follows the key that opens the line belongs to it.
      const colon = this.played.obey === undefined ? -1 : left.indexOf(':');
      const keys = colon < 0 ? left : left.slice(0, colon + 1);
      left = left.slice(keys.length);
      for (const command of commandsOf(keys, this.played.face)) this.obey(command);
    }
  }

  private async obeyLine(line: string): Promise<void> {
    const answer = (await this.played.obey?.(line)) ?? null;
    this.quit = answer === null;
    this.answer.lines = answer ?? [];
    this.page = this.answer.isLong ? 'answer' : this.page === 'events' ? 'events' : 'all';
  }

  private obey(command: Command): void {
    if (this.page === 'answer') {
      if (command.do === 'pause' && this.answer.turn()) return;
      this.page = 'all';
      if (command.do === 'pause' || command.do === 'close') return;
    }
    this.answer.lines = [];
    if (this.page === 'guide') {
      this.page = 'all';
      if (command.do === 'help' || command.do === 'close') return;
    }
    switch (command.do) {
      case 'step':
        return this.played.step(command.step, command.direction);
      case 'show':
        return this.shown.choose(command.index + this.played.system.screen.firstSlot);
      case 'type':
        return this.played.type(command.key);
      default:
        return this.deeds[command.do]();
    }
  }
}
