/** What passed in the run that is shown, as far as it is written down: it grows while one looks. */
import { batch, signal } from '@preact/signals';
import type { Chronicle, Mark } from '../picture.ts';

export class Passed {
  /** The number of the last event that is known. */
  readonly last = signal(0);
  readonly goesOn = signal(true);
  readonly marks = signal<readonly Mark[]>([]);
  /** By event: how many steps had been taken when it came, and pages that were free after it. The first is the boot. */
  steps: number[] = [0];
  free: number[] = [];

  get isEmpty(): boolean {
    return this.last.value === 0;
  }

  add({ from, steps, free, marks, goesOn }: Chronicle): void {
    for (const [i, step] of steps.entries()) {
      this.steps[from + 1 + i] = step;
      this.free[from + 1 + i] = free[i];
    }
    this.free[0] ??= this.free[1] ?? 0;
    const known = this.marks.value.filter(({ event }) => event <= from);
    batch(() => {
      this.marks.value = [...known, ...marks];
      this.goesOn.value = goesOn;
      this.last.value = Math.max(this.last.value, from + steps.length);
    });
  }

  /** What comes after event number `event` goes another way now. */
  cut(event: number): void {
    this.steps.length = Math.min(this.steps.length, event + 1);
    this.free.length = Math.min(this.free.length, event + 1);
    batch(() => {
      this.marks.value = this.marks.value.filter((mark) => mark.event <= event);
      this.last.value = Math.min(this.last.value, event);
    });
  }

  forget(): void {
    this.steps = [0];
    this.free = [];
    batch(() => {
      this.last.value = 0;
      this.goesOn.value = true;
      this.marks.value = [];
    });
  }
}
