/** A run that the window plays: on a line, with what passed in it. */
import { PAGE_SIZE } from '../../hardware/hardware.ts';
import { freePagesOf, type Opened, type System, stepOnce, UsageError } from '../../presentation/presentation.ts';
import {
  conditionOf,
  type Direction,
  type Moment,
  type MomentRun,
  QuestionError,
  SEMANTICS,
  Search,
  statementsOf,
  Timeline,
  textOfMoment,
} from '../../specs/specs.ts';
import { openRun } from '../dumps.ts';
import type { Chronicle, Look, Mark, Named, Opening, Picture, TableOfEntries, Target } from '../picture.ts';
import { Chronicler, markOfStep } from './chronicle.ts';
import { filmOf, pictureOf } from './painter.ts';

/** Steps of a run without events that are written down. */
const MOST_STEPS = 100_000;
const PROCESSES = ['process', 'processes'] as const;
const ENVIRONMENTS = ['environment', 'environments'] as const;

export class PlayedRun {
  private readonly opened: Opened;
  private readonly timeline: Timeline;
  /** Null for an allocator by itself. */
  private readonly system: System | null;
  private readonly chronicler: Chronicler | null;
  private readonly booted: Opening['booted'];

  private constructor(opened: Opened) {
    this.opened = opened;
    const { playing, system } = opened.make();
    this.system = system;
    this.timeline = new Timeline(playing);
    this.chronicler = system === null ? null : new Chronicler(this.timeline, system);
    this.booted = { event: playing.event, step: playing.at };
  }

  /** The run that `run` says, right after its boot. Throws a UsageError for one that cannot be opened here. */
  static async open(run: MomentRun): Promise<PlayedRun> {
    return new PlayedRun(await openRun(run));
  }

  get opening(): Opening {
    const { system, booted, opened } = this;
    const isJos = system?.kernel.machine.paging === 'i386';
    return {
      title: this.title,
      pages: system?.kernel.view.pages ?? 0,
      hasEvents: this.hasEvents,
      nouns: isJos ? ENVIRONMENTS : PROCESSES,
      readsKeys: system?.readsKeys ?? false,
      code: codeOf(opened),
      booted,
    };
  }

  /** Goes to `target`, or as far as the run goes, and shows what is to be seen there. */
  go(target: Target, look: Look): Picture {
    const { timeline, system } = this;
    if ('unit' in target)
      for (let i = 0; i < (target.count ?? 1); i++) stepOnce(timeline, system, target.unit, target.direction);
    else if ('step' in target) timeline.goTo(target.step);
    else timeline.goToEvent(target.event);
    this.chronicler?.moved();
    return this.look(look);
  }

  look(look: Look): Picture {
    return this.system === null ? filmOf(this.timeline) : pictureOf(this.timeline, this.system, look);
  }

  /** Passes events up to number `event`, and stands again where it stood. Returns all after number `from`. */
  chronicle(from: number, event: number): Chronicle {
    const { timeline, chronicler } = this;
    const { at } = timeline;
    if (chronicler === null || !this.hasEvents) return this.stepwise();
    if (chronicler.last < event) {
      timeline.goToEvent(event);
      chronicler.moved();
    }
    const passed = chronicler.since(from);
    timeline.goTo(at);
    return passed;
  }

  /** Goes on or back to where `condition` comes to hold. Returns null if that is nowhere; throws what is wrong with it. */
  seek(condition: string, direction: Direction, look: Look): Picture | null {
    const { timeline, system } = this;
    if (system === null) throw new UsageError('of an allocator nothing can be asked');
    const asked = { kernel: system.kernel, judging: system.judging, played: timeline.playing };
    const question = questionIn(() => conditionOf(condition, asked));
    const isFound = new Search(timeline, asked).toHold(question, direction);
    this.chronicler?.moved();
    return isFound ? this.look(look) : null;
  }

  /** The present moment. */
  name(): Named {
    const { timeline, opened } = this;
    const { playing, at } = timeline;
    const fingerprint = playing.fingerprint();
    const run =
      opened.run.what === 'programs' && playing.keys?.length ? { ...opened.run, keys: playing.keys } : opened.run;
    const moment: Moment = { run, event: playing.event, step: at, fingerprint, semantics: SEMANTICS };
    return { text: textOfMoment(moment), fingerprint };
  }

  /** Types `key` here. */
  type(key: string, look: Look): Picture {
    this.timeline.type(key);
    this.chronicler?.branched();
    return this.look(look);
  }

  /** The page of tables at physical address `address`. */
  table(address: number): TableOfEntries {
    const { machine, view } = this.kernel;
    const words = machine.memory.words.slice(address >> 2, (address + PAGE_SIZE) >> 2);
    const isWide = view.userEnd < 2 ** 31 && machine.paging !== 'i386';
    const entries = isWide ? words.filter((_, i) => i % 2 === 0) : words;
    return { address, entries: Uint32Array.from(entries) };
  }

  /** Of dumps each step is an event. */
  private get hasEvents(): boolean {
    const { kind, run } = this.opened;
    return kind !== null && kind.lacks.at === undefined && run.what !== 'dumps';
  }

  private get kernel() {
    if (this.system === null) throw new Error('an allocator has no page tables');
    return this.system.kernel;
  }

  private get title(): string {
    const { run, kind } = this.opened;
    if (run.what === 'allocator') return `the allocator ${run.allocator}`;
    if (run.what === 'dumps') return `${kind?.name} in dumps`;
    const seeded = run.kernel === undefined || run.kernel === 'jos' ? '' : ` with the mistake ${run.kernel}`;
    return `${kind?.name ?? 'a kernel'}${seeded}`;
  }

  /** Of what has no events: its steps, each with what is free after it. */
  private stepwise(): Chronicle {
    const { timeline, system } = this;
    const { at } = timeline;
    const free: number[] = [];
    const marks: Mark[] = [];
    timeline.goTo(0);
    while (timeline.goesOn && free.length < MOST_STEPS) {
      timeline.step();
      free.push(system === null ? filmOf(timeline).free : freePagesOf(system.kernel.view));
      marks.push(...(system === null ? [] : markOfStep(timeline.playing, free.length)));
    }
    timeline.goTo(at);
    const steps = Uint32Array.from(free, (_, i) => i + 1);
    return { from: 0, steps, free: Int32Array.from(free), marks, goesOn: false };
  }
}

/** What is run, as whoever looks at it would write it. */
const codeOf = ({ run, trial }: Opened): readonly string[] => {
  if (run.what === 'allocator') return statementsOf(run.sequence);
  if (run.what !== 'scenario' || trial === null) return [];
  const scenario = trial.decode(run.scenario);
  const programs = trial.programs(scenario).flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
  const code = programs.filter((line) => !line.startsWith('import '));
  return [
    ...code.slice(code.findIndex((line) => line !== '')),
    ...trial.conditions(scenario).map((line) => `// ${line}`),
  ];
};

/** Throws a UsageError for what is no question. */
const questionIn = <Result>(parse: () => Result): Result => {
  try {
    return parse();
  } catch (error) {
    if (error instanceof QuestionError) throw new UsageError(error.lines.join('\n'));
    throw error;
  }
};
