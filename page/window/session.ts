/** What the window knows: the run that is shown, where it stands, what was chosen, and what was answered. Everything else draws it. */
import { batch, computed, signal } from '@preact/signals';
import type { Step } from '../../presentation/presentation.ts';
import type { Direction, MomentRun } from '../../specs/specs.ts';
import type { Look, Mark, Named, Opening, Picture, ProgramNames, Target } from '../picture.ts';
import { Complaint } from '../remote.ts';
import type { Chosen } from './choices.ts';
import { Findings } from './findings.ts';
import { Passed } from './past-events.ts';
import { Playback } from './playback.ts';
import { Workers } from './workers.ts';

/** What the page opens with. */
export const FIRST_RUN: MomentRun = { what: 'programs', programs: ['fork'], boot: { order: 'random:7' } };
/** Events that are written down when a run is opened, and each time that its end comes near. */
const FIRST_EVENTS = 1000;
const REST_MS = 250;

export class Session {
  readonly workers: Workers;
  readonly programs = signal<ProgramNames>({ weensyos: [], jos: [] });
  readonly run = signal<MomentRun>(FIRST_RUN);
  readonly opening = signal<Opening | null>(null);
  readonly picture = signal<Picture | null>(null);
  /** The state before the last move, to mark what changed. */
  readonly before = signal<Picture | null>(null);
  readonly passed = new Passed();
  readonly chosen = signal<Chosen | null>(null);
  /** Whose virtual memory is shown; whoever runs, if null. */
  readonly pid = signal<number | null>(null);
  readonly unit = signal<Step>('event');
  readonly playback = new Playback();
  readonly named = signal<Named | null>(null);
  readonly findings: Findings;
  /** What there is to say: of a link that says nothing, of a run that cannot be opened. */
  readonly notice = signal<string | null>(null);
  readonly marks = computed<readonly Mark[]>(() => {
    const broken = this.findings.mark.value;
    return broken === null ? this.passed.marks.value : [...this.passed.marks.value, broken];
  });
  private wanted: Target | null = null;
  private isGoing = false;
  private resting = 0;
  /** Counts runs that were opened: what is answered of another is dropped. */
  private opened = 0;

  /** A page along with which `dumps` came, if any did. */
  constructor(dumps: Uint8Array | null) {
    this.workers = new Workers(dumps);
    this.findings = new Findings(this.workers);
  }

  /** Asks what there is to boot. */
  async learn(): Promise<void> {
    this.programs.value = await this.workers.player.programs();
  }

  /** Opens `run` at `target`; complains in a notice if that cannot be. Returns whether it could. */
  async open(run: MomentRun, target: Target = { step: 0 }): Promise<boolean> {
    const number = ++this.opened;
    this.pause();
    try {
      const opening = await this.workers.player.open(run);
      if (number !== this.opened) return false;
      this.forget();
      batch(() => {
        this.run.value = run;
        this.opening.value = opening;
      });
      await this.go(target);
      await this.extend(FIRST_EVENTS);
      if (this.isWorthJudging(run)) void this.judge();
      return true;
    } catch (error) {
      this.complain(error);
      return false;
    }
  }

  /** Goes to `target`. Of several places that are wanted while it goes, only the last is gone to; steps add up. */
  async go(target: Target): Promise<void> {
    this.wanted = together(this.wanted, target);
    if (this.isGoing) return;
    this.isGoing = true;
    try {
      while (this.wanted !== null) await this.goOnce(this.take());
    } finally {
      this.isGoing = false;
    }
    this.rest();
  }

  /** Goes one unit on or back, and stops playing. */
  step(direction: Direction, unit = this.unit.value): Promise<void> {
    this.pause();
    return this.go({ unit, direction });
  }

  /** Goes on or back to where `condition` comes to hold. */
  async seek(condition: string, direction: Direction): Promise<void> {
    this.pause();
    this.notice.value = null;
    try {
      const picture = await this.workers.player.seek(condition, direction, this.looking);
      if (picture === null)
        this.notice.value = `Nowhere ${direction === 'next' ? 'after' : 'before'} this does ${condition} come to hold.`;
      else this.shown(picture);
      this.rest();
    } catch (error) {
      this.complain(error);
    }
  }

  async goToEnd(): Promise<void> {
    this.pause();
    await this.go({ event: this.passed.last.value });
  }

  play(): void {
    const session = this;
    this.playback.start({
      get event() {
        return session.picture.value?.event ?? 0;
      },
      get goesOn() {
        return session.picture.value?.goesOn !== false;
      },
      get isBusy() {
        return session.isGoing;
      },
      goTo: (event) => void this.go({ event }),
    });
  }

  pause(): void {
    if (this.playback.stop()) void this.look();
  }

  choose(chosen: Chosen | null): void {
    if (chosen !== null) this.pause();
    this.chosen.value = chosen;
  }

  /** Shows the virtual memory of process `pid`, or of whoever runs. */
  async show(pid: number | null): Promise<void> {
    this.pid.value = pid;
    await this.look();
  }

  async type(key: string): Promise<void> {
    this.pause();
    const picture = await this.workers.player.type(key, this.looking);
    this.passed.cut(picture.event);
    this.shown(picture);
    await this.extend(picture.event + FIRST_EVENTS);
    this.rest();
  }

  /** Writes down what passes up to event number `event`. */
  async extend(event: number): Promise<void> {
    const number = this.opened;
    const from = this.passed.last.value;
    if (event <= from) return;
    const chronicle = await this.workers.player.chronicle(from, event);
    if (number === this.opened) this.passed.add(chronicle);
  }

  /** Looks for what goes wrong first. */
  async judge(): Promise<void> {
    const number = this.opened;
    try {
      await this.findings.judge(this.run.value, this.passed.last.value, () => number === this.opened);
    } catch (error) {
      this.complain(error);
    }
  }

  /** Looks for a run in which the seeded bug `id` shows, and opens it where it is wrong first. */
  async hunt(id: string): Promise<void> {
    this.notice.value = `Looking for a short program that shows ${id} …`;
    try {
      const hunted = await this.workers.judge.hunt(id);
      this.notice.value = null;
      if (hunted === null) this.notice.value = `No short run was found in which ${id} shows.`;
      else if (await this.open(hunted.run, { step: hunted.step })) {
        this.findings.hunted.value = hunted;
        void this.chooseWhatBroke();
      }
    } catch (error) {
      this.complain(error);
    }
  }

  /** Shows the state again, as one would have it now. */
  async look(): Promise<void> {
    const here = this.picture.value;
    if (here !== null) await this.go({ step: here.step });
  }

  complain(error: unknown): void {
    if (!(error instanceof Complaint)) throw error;
    this.notice.value = error.message;
  }

  private get looking(): Look {
    return { pid: this.pid.value, isTold: !this.playback.isPlaying.value };
  }

  /** Mistakes that were planted are looked for without being asked. */
  private isWorthJudging(run: MomentRun): boolean {
    return run.what === 'dumps' || (run.what !== 'allocator' && run.kernel !== undefined && run.kernel !== 'jos');
  }

  /** Once it is known: the page at fault, if there is one. */
  private async chooseWhatBroke(): Promise<void> {
    const number = this.opened;
    const page = await this.findings.pageAtFault();
    if (page !== null && number === this.opened) this.choose({ what: 'page', page });
  }

  private forget(): void {
    batch(() => {
      this.passed.forget();
      this.picture.value = null;
      this.before.value = null;
      this.chosen.value = null;
      this.pid.value = null;
      this.named.value = null;
      this.findings.forget();
      this.notice.value = null;
    });
  }

  private take(): Target {
    const target = this.wanted ?? { step: 0 };
    this.wanted = null;
    return target;
  }

  private async goOnce(target: Target): Promise<void> {
    const number = this.opened;
    const picture = await this.workers.player.go(target, this.looking);
    if (number === this.opened) this.shown(picture, 'unit' in target && (target.count ?? 1) === 1);
  }

  /** Shows `picture`; what is otherwise than before is marked if that was one step from there. */
  private shown(picture: Picture, isOneStep = false): void {
    batch(() => {
      if (this.picture.value?.step !== picture.step) this.before.value = isOneStep ? this.picture.value : null;
      this.picture.value = picture;
      // That of another state.
      this.named.value = null;
    });
    if (picture.event + FIRST_EVENTS / 2 > this.passed.last.value && this.passed.goesOn.value && !this.passed.isEmpty)
      void this.extend(picture.event + FIRST_EVENTS);
  }

  /** Where nothing moves for a while, the moment gets its name. */
  private rest(): void {
    clearTimeout(this.resting);
    if (this.playback.isPlaying.value) return;
    const number = this.opened;
    this.resting = window.setTimeout(async () => {
      const named = await this.workers.player.name();
      if (number === this.opened && !this.playback.isPlaying.value) this.named.value = named;
    }, REST_MS);
  }
}

/** What is wanted now: steps that were asked for faster than they are taken add up, and anything else takes the place of what was wanted before. */
const together = (before: Target | null, target: Target): Target => {
  const isMore = before !== null && 'unit' in before && 'unit' in target;
  if (!isMore || before.unit !== target.unit || before.direction !== target.direction) return target;
  return { ...target, count: (before.count ?? 1) + (target.count ?? 1) };
};
