/**
 * A run as an asciicast, version 2, which asciinema and others play: the screen of `ringfence run`, frame after frame, each a number of events after
 * the one before. Its time is made of frames, as many a second as the live screen draws, and of no clock.
 */
import { counter, type Machine } from '../../hardware/hardware.ts';
import type { ProcessView } from '../../kernel/kernel.ts';
import { errorLines, WrittenText } from '../../specs/specs.ts';
import type { Size } from '../drawing/canvas.ts';
import { labelOf, processLabels, processNamed, programOf } from '../drawing/owner.ts';
import { screenLines } from '../drawing/screen.ts';
import { Recent } from '../happenings/recent.ts';
import { sentencesOf } from '../happenings/sentence.ts';
import type { System } from '../kernels/kind.ts';
import { difference, EMPTY_SCREEN, frameLines, type Parts } from '../screen/frame.ts';
import { Shown } from '../screen/shown-process.ts';
import { figures, statusLine } from '../screen/status.ts';
import { grouped } from '../summary/table.ts';
import { asciiJson } from './ascii.ts';
import type { Ending, EndReason } from './ending.ts';
import type { Exporter, Write } from './exporter.ts';

const FRAME_MILLISECONDS = 50;
const MOST_KEPT = 1 << 14;
/** Ends that are somebody's mistake. */
const ALARMING: readonly EndReason[] = ['panicked', 'triple fault', 'invariant broken', 'program stuck', 'error'];

export interface CastOptions {
  readonly size: Size;
  /** Events from one frame to the next. */
  readonly every: number;
  /** Whose memory to show, instead of each in turn. */
  readonly show: string | undefined;
  /** The command, as a title. */
  readonly title: string;
}

export class Cast implements Exporter {
  private readonly system: System;
  private readonly machine: Machine;
  private readonly options: CastOptions;
  private readonly write: Write;
  private readonly written: WrittenText;
  private readonly recent: Recent;
  private readonly shown = new Shown();
  private chosen = false;
  private drawn: readonly string[] = [];
  private frames = 0;
  private nextEvent = 0;

  /** Begins a cast of a kernel that has not booted; `write` is given its lines as they come. */
  constructor(system: System, options: CastOptions, write: Write) {
    const { kernel } = system;
    this.system = system;
    this.machine = kernel.machine;
    this.options = options;
    this.write = write;
    this.written = new WrittenText(kernel.machine);
    this.recent = new Recent(kernel);
    const { columns, rows } = options.size;
    write(asciiJson({ version: 2, width: columns, height: rows, title: options.title }));
    kernel.machine.listen(() => this.hear(), ['return', 'idle']);
  }

  /** The run is over: the last frame, in whose status stands why, with what there is to say of it below. */
  end({ reason, message, broken }: Ending): string {
    const report = broken !== null ? errorLines(broken) : (message ?? '').split('\n').filter((line) => line !== '');
    this.draw(
      reason,
      ALARMING.includes(reason),
      report.map((line) => `   ${line}`),
    );
    const seconds = (this.frames * FRAME_MILLISECONDS) / 1000;
    return `an asciicast of ${grouped(this.frames)} frames, ${seconds} s, which asciinema plays`;
  }

  /** Where the process that was to be shown was never there when a frame was drawn. */
  complaint(): string | null {
    const { show } = this.options;
    if (show === undefined || this.chosen) return null;
    const there = processLabels(this.system.kernel.view);
    return `--show ${show}: there is no such process in any frame; at the end there are ${there}`;
  }

  private hear(): void {
    const event = this.machine.counters[counter.EVENTS];
    if (event < this.nextEvent) return;
    this.nextEvent = event + this.options.every;
    this.draw('running', false, []);
  }

  /** A frame in which nothing changed takes its time, and no line. */
  private draw(condition: string, alarming: boolean, report: readonly string[]): void {
    const time = this.frames * FRAME_MILLISECONDS;
    const lines = frameLines(this.parts(time, condition, alarming, report), this.options.size);
    const before = this.frames === 0 ? EMPTY_SCREEN : '';
    const output = before + difference(this.drawn, lines);
    if (output !== '') this.write(asciiJson([time / 1000, 'o', output]));
    this.drawn = lines;
    this.frames += 1;
  }

  private parts(time: number, condition: string, alarming: boolean, report: readonly string[]): Parts {
    const { kernel, screen, readsKeys, speaks } = this.system;
    const shown = this.shownAt(time);
    const label = shown === null ? '' : `shows ${labelOf(kernel.view, shown.pid)} ${programOf(kernel, shown)}`;
    const numbers = figures(kernel, true, label);
    const text = speaks ? linesOf(this.written.text) : [];
    return {
      screen: (size) => screenLines(screen.draw(shown, size, text), true),
      status: (columns) => statusLine(condition, numbers, columns, alarming),
      report,
      happenings: sentencesOf({ view: kernel.view, readsKeys }, this.recent.last(), this.options.size.rows),
      keys: null,
    };
  }

  /** The process that was asked for, once it is there; until then, and where none was, each in turn. */
  private shownAt(time: number): ProcessView | null {
    const { show } = this.options;
    const { view } = this.system.kernel;
    const asked = show === undefined || this.chosen ? undefined : processNamed(view, show);
    if (asked !== undefined) {
      this.shown.choose(asked.slot);
      this.chosen = true;
    }
    return this.shown.of(view.processes?.() ?? [], time);
  }
}

/** The last lines that were written: more than any screen shows. */
const linesOf = (text: string): string[] => {
  const lines = text.slice(-MOST_KEPT).split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
};
