/** The keyboard: a small queue of characters typed and not yet read. Polled; it raises no interrupt. */
import type { Memory } from './memory.ts';
import { KEYBOARD_BUFFER, KEYBOARD_CAPACITY, KEYBOARD_HEAD, KEYBOARD_TAIL } from './registers.ts';

export class Keyboard {
  private readonly memory: Memory;
  private readonly registers: number;

  constructor(memory: Memory) {
    this.memory = memory;
    this.registers = memory.registers;
  }

  /** Types the first character of `key`; lost when the queue is full, as on the real controller. */
  type(key: string): void {
    const tail = this.get(KEYBOARD_TAIL);
    const next = (tail + 1) % KEYBOARD_CAPACITY;
    if (next === this.get(KEYBOARD_HEAD)) return;
    this.memory.store(this.registers + KEYBOARD_BUFFER + tail, key.charCodeAt(0));
    this.memory.store(this.registers + KEYBOARD_TAIL, next);
  }

  /** The next character's code, or -1 if none is waiting. */
  read(): number {
    const head = this.get(KEYBOARD_HEAD);
    if (head === this.get(KEYBOARD_TAIL)) return -1;
    this.memory.store(this.registers + KEYBOARD_HEAD, (head + 1) % KEYBOARD_CAPACITY);
    return this.get(KEYBOARD_BUFFER + head);
  }

  private get(register: number): number {
    return this.memory.words[this.registers + register];
  }
}
