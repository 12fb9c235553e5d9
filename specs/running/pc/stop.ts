/** The machine brought to a stand in the middle of an instruction that writes to a port, and let go from there as if nothing had been. */
import type { Processor } from './emulator.ts';

const INTERRUPT_FLAG = 0x200;
const ANOTHER_PAGE = 0x1000;

/** A processor that stands. */
export class Standing {
  /** Where it goes on. */
  readonly eip: number;
  private readonly cpu: Processor;
  private readonly interruptFlag: number;
  private readonly before: () => void;

  /**
   * To be made while the processor writes to a port. It halts, closed to interrupts; and as its next instruction seems to be in another page, it looks
   * up before it goes there, and sees that it halts. `before` is done before it goes on.
   */
  constructor(cpu: Processor, before: () => void = () => {}) {
    this.cpu = cpu;
    this.before = before;
    this.eip = cpu.instruction_pointer[0] >>> 0;
    this.interruptFlag = cpu.flags[0] & INTERRUPT_FLAG;
    cpu.flags[0] &= ~INTERRUPT_FLAG;
    cpu.instruction_pointer[0] ^= ANOTHER_PAGE;
    cpu.in_hlt[0] = 1;
  }

  letGo(): void {
    this.before();
    this.cpu.in_hlt[0] = 0;
    this.cpu.instruction_pointer[0] = this.eip;
    this.cpu.flags[0] |= this.interruptFlag;
  }
}
