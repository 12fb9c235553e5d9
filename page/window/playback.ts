/** Plays a run at so many events a second, as long as it goes on. */
import { signal } from '@preact/signals';

/** What is played. */
export interface Played {
  /** The event at which it stands, and whether it goes on. */
  readonly event: number;
  readonly goesOn: boolean;
  /** Whether it is on its way somewhere: then no further step is asked for. */
  readonly isBusy: boolean;
  goTo(event: number): void;
}

export class Playback {
  readonly isPlaying = signal(false);
  /** Events a second. */
  readonly speed = signal(8);
  private frame = 0;

  start(played: Played): void {
    if (this.isPlaying.value) return;
    this.isPlaying.value = true;
    let [time, due] = [performance.now(), played.event];
    const turn = (now: number): void => {
      if (!this.isPlaying.value) return;
      due += ((now - time) / 1000) * this.speed.value;
      time = now;
      if (!played.goesOn) return void this.stop();
      if (Math.floor(due) > played.event && !played.isBusy) played.goTo(Math.floor(due));
      this.frame = requestAnimationFrame(turn);
    };
    this.frame = requestAnimationFrame(turn);
  }

  /** Returns whether it was playing. */
  stop(): boolean {
    cancelAnimationFrame(this.frame);
    const was = this.isPlaying.value;
    this.isPlaying.value = false;
    return was;
  }
}
