/** Addresses for the kernel's functions, so that messages can name them as the real kernel's do. */
import { KERNEL_START, KERNEL_TEXT_END } from './layout.ts';

const BYTES_A_FUNCTION = 0x40;

export class Symbols {
  private readonly names: string[] = [];

  /** Gives each method of `owners` and of their prototypes a place in kernel text, in order. */
  constructor(owners: readonly object[]) {
    for (const owner of owners) {
      for (let object = owner; object !== Object.prototype; object = Object.getPrototypeOf(object)) {
        for (const name of Object.getOwnPropertyNames(object)) if (!this.names.includes(name)) this.names.push(name);
      }
    }
  }

  /** Where `name` starts; a function that nobody declared starts where the text does. */
  address(name: string): number {
    const index = Math.max(0, this.names.indexOf(name));
    return KERNEL_START + ((index * BYTES_A_FUNCTION) % (KERNEL_TEXT_END - KERNEL_START));
  }

  /** `0x40a40  <kfree>`; what is no function of the kernel stays as it is. */
  describe(name: string): string {
    return this.names.includes(name) ? `0x${this.address(name).toString(16)}  <${name}>` : name.replace(/^rip /, '');
  }
}
