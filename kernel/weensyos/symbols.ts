/** Addresses for the kernel's functions, so that messages can name them as the real kernel's do. */
import { KERNEL_START, KERNEL_TEXT_END } from './layout.ts';

const BYTES_A_FUNCTION = 0x40;

export class Symbols {
  /** The functions by name, with their numbers in order. */
  private readonly numbers = new Map<string, number>();

  /** Gives each method of `owners` and of their prototypes a place in kernel text, in order. */
  constructor(owners: readonly object[]) {
    const { numbers } = this;
    for (const owner of owners) {
      for (let object = owner; object !== Object.prototype; object = Object.getPrototypeOf(object)) {
        for (const name of Object.getOwnPropertyNames(object)) if (!numbers.has(name)) numbers.set(name, numbers.size);
      }
    }
  }

  /** Where `name` starts; a function that nobody declared starts where the text does. */
  address(name: string): number {
    const number = this.numbers.get(name) ?? 0;
    return KERNEL_START + ((number * BYTES_A_FUNCTION) % (KERNEL_TEXT_END - KERNEL_START));
  }

  /** `0x40a40  <kfree>`; what is no function of the kernel stays as it is. */
  describe(name: string): string {
    return this.numbers.has(name) ? `0x${this.address(name).toString(16)}  <${name}>` : name.replace(/^rip /, '');
  }
}
