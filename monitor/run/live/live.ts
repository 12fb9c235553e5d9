/** The live screen of `ringfence run`: plays the run on a terminal at the user's will. This file owns the loop and obeys the keys. */
import { counter, type ProgramError } from '../../../hardware/hardware.ts';
import type { ProcessView } from '../../../kernel/kernel.ts';
import type { Size } from '../../drawing/canvas.ts';
import { labelOf, processNamed, programOf } from '../../drawing/owner.ts';
import { screenLines } from '../../drawing/screen.ts';
import type { System } from '../../kernels/kind.ts';
import { difference, frameLines, type Parts } from '../../live/frame.ts';
import { guideLines, keyLine } from '../../live/guide.ts';
import { type Command, commandsOf, type Deed } from '../../live/keys.ts';
import { operationText } from '../../live/operation.ts';
import { Pace } from '../../live/pace.ts';
import { Prints } from '../../live/prints.ts';
import { Recent } from '../../live/recent.ts';
import { sentencesOf } from '../../live/sentence.ts';
import { Shown } from '../../live/shown.ts';
import { Signals } from '../../live/signals.ts';
import { conditionText, figures, statusLine } from '../../live/status.ts';
import { Terminal } from '../../live/terminal.ts';
import type { RunCommand } from '../../report/violation.ts';
import { Player, type Rules } from './player.ts';
import { reportLines } from './report.ts';

export interface LiveOptions extends Rules {
  readonly colour: boolean;
  /** The command, for the report of a broken invariant. */
  readonly command: RunCommand;
  /** Process whose memory to show, instead of each in turn. */
  readonly show: string | undefined;
  /** What the kernel and its programs wrote. */
  readonly text: () => readonly string[];
}

const FRAME_MILLISECONDS = 50;
/** What the machine may use of a frame; the rest is for drawing and for listening to the user. */
const RUN_MILLISECONDS = 40;
const ALARMING: readonly string[] = ['in error', 'panicked', 'broken', 'stuck', 'triple fault'];
/** Counts that change when the kernel is entered, which is told of anyway. */
const ENTRIES: readonly number[] = [counter.EVENTS, counter.FAULTS];

/** Whether a run of the command line is played: somebody watches a terminal that can do it, and wants to. */
export const canPlay = (plain: boolean): boolean =>
  !plain && process.stdin.isTTY === true && process.stdout.isTTY === true && process.env.TERM !== 'dumb';

/**
 * Boots the kernel of `system` and plays it until the user quits. Returns the error of a program that never came back, if one stopped the run.
 * Throws InvariantBroken, once the user has seen it, if one broke. The terminal is given back in any case.
 */
export const live = async (system: System, options: LiveOptions): Promise<ProgramError | null> => {
  const { player } = await new Live(system, options).play();
  if (player.broken !== null) throw player.broken;
  return player.stuck;
};

type Page = 'all' | 'events' | 'guide';

class Live {
  readonly player: Player;
  private readonly system: System;
  private readonly options: LiveOptions;
  private readonly recent: Recent;
  private readonly shown: Shown;
  private readonly pace = new Pace();
  private readonly terminal = new Terminal();
  private readonly signals = new Signals(this.terminal);
  private readonly prints = new Prints((line) => this.recent.remark(`printed: ${line}`));
  private quit = false;
  private page: Page = 'all';
  private drawn: readonly string[] = [];
  private generation = 0;
  /** What the keys do that stand for themselves. */
  private readonly deeds: Readonly<Record<Deed, () => void>> = {
    quit: () => {
      this.quit = true;
    },
    suspend: () => this.signals.suspend(),
    pause: () => this.player.pause(),
    faster: () => this.pace.faster(),
    slower: () => this.pace.slower(),
    help: () => this.turnTo('guide'),
    view: () => this.turnTo(this.page === 'events' ? 'all' : 'events'),
    close: () => {},
    rotate: () => this.shown.rotate(),
    hold: () => this.shown.hold(this.processes),
    next: () => this.shown.turn(this.processes, 1),
    previous: () => this.shown.turn(this.processes, -1),
  };

  constructor(system: System, options: LiveOptions) {
    this.system = system;
    this.options = options;
    this.recent = new Recent(system.kernel);
    this.player = new Player(system.kernel, options);
    this.shown = new Shown();
  }

  private get processes(): readonly ProcessView[] {
    return this.system.kernel.view.processes?.() ?? [];
  }

  async play(): Promise<this> {
    this.player.boot();
    const { show } = this.options;
    if (show !== undefined) this.shown.choose(processNamed(this.system.kernel.view, show)?.slot ?? Number(show));
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
    return this;
  }

  private async frames(): Promise<void> {
    let last = performance.now();
    while (!this.quit && !this.terminal.gone) {
      const now = performance.now();
      this.advance(now - last);
      last = now;
      this.draw(now);
      const typed = await this.terminal.listen(Math.max(0, now + FRAME_MILLISECONDS - performance.now()));
      for (const command of commandsOf(typed)) this.obey(command);
    }
  }

  private advance(milliseconds: number): void {
    const { machine } = this.system.kernel;
    const { counters } = machine;
    const before = counters.slice();
    const stepping = this.player.condition === 'stepping';
    const until = performance.now() + RUN_MILLISECONDS;
    this.player.advance(this.pace.due(milliseconds), () => performance.now() >= until);
    const operations = counters[counter.OPERATIONS] - before[counter.OPERATIONS];
    if (this.player.condition === 'running') this.pace.measure(operations, milliseconds);
    const entered = ENTRIES.some((field) => counters[field] !== before[field]);
    if (stepping && operations === 1 && !entered)
      this.recent.remark(operationText(machine, (slot) => this.nameOf(slot)));
  }

  private draw(now: number): void {
    if (this.generation !== this.terminal.generation) this.drawn = [];
    this.generation = this.terminal.generation;
    const lines = frameLines(this.parts(now), this.terminal.size);
    this.terminal.write(difference(this.drawn, lines));
    this.drawn = lines;
  }

  private parts(now: number): Parts {
    const { colour, command } = this.options;
    const { kernel, screen } = this.system;
    const shown = this.shown.of(this.processes, now);
    const teller = { view: kernel.view, readsKeys: this.system.readsKeys };
    const happenings = sentencesOf(teller, this.recent.last(), this.terminal.size.rows);
    const moment = { condition: this.player.condition, processes: this.processes.length, page: this.page };
    const bottom = { status: this.statusFor(shown), keys: (columns: number) => keyLine(columns, this.system, moment) };
    if (this.page === 'guide') {
      return {
        ...bottom,
        screen: ({ columns }) => guideLines(colour, this.system, columns, moment),
        report: [],
        happenings,
      };
    }
    const drawn = (size: Size): string[] => screenLines(screen.draw(shown, size, this.options.text()), colour);
    const report = reportLines(kernel, this.player, command);
    return { ...bottom, screen: this.page === 'events' ? () => [] : drawn, report, happenings };
  }

  private statusFor(shown: ProcessView | null): Parts['status'] {
    const { condition } = this.player;
    const { kernel, readsKeys } = this.system;
    const label = shown === null ? '' : `${labelOf(kernel.view, shown.pid)} ${programOf(kernel, shown)}`;
    const whose = shown === null ? '' : `${this.shown.held ? 'held' : 'shows'} ${label}`;
    const text = conditionText(condition, this.pace, readsKeys);
    const numbers = figures(kernel, condition !== 'running', whose);
    return (columns) => statusLine(text, numbers, columns, ALARMING.includes(condition));
  }

  private nameOf(slot: number): string {
    const { view } = this.system.kernel;
    return view.nameOf(view.pidOf(slot));
  }

  private turnTo(page: Page): void {
    this.page = page;
  }

  private obey(command: Command): void {
    if (this.page === 'guide') {
      this.page = 'all';
      if (command.do === 'help' || command.do === 'close') return;
    }
    switch (command.do) {
      case 'step':
        return this.player.step(command.step);
      case 'show':
        return this.shown.choose(command.index + this.system.screen.firstSlot);
      case 'type':
        if (!this.system.readsKeys) return;
        this.recent.remark(`you type ${command.key}`);
        return this.player.type(command.key);
      default:
        return this.deeds[command.do]();
    }
  }
}
