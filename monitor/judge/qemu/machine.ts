/** The machine that a QEMU runs, by gdb's protocol: it is let run up to a place, and its registers and memory are read where it stands. */
import { bytesOf, type Registers, readRegisters, UnusableDump } from '../../../specs/judging-dumps.ts';
import { GoneAway, type Stub } from './gdb-stub.ts';

/** Why the machine stands: at a place where it was to be stopped or anywhere else, by a signal of ours, or it is over with it. */
export type Standing = 'stopped' | 'interrupted' | 'shut down' | 'gone';

/** QEMU has so much room for a packet, two digits a byte. */
const BYTES_A_PACKET = 2048;
/** Packets that are under way at a time. */
const PACKETS_AHEAD = 16;
const SIGNALS: Readonly<Record<string, Standing>> = { '02': 'interrupted', '03': 'shut down' };

const MOST_TRIES = 100;
const MILLISECONDS_BETWEEN_TRIES = 10;

/** The first instruction of a machine that was switched on (Intel SDM vol. 3, 9.1.4): as a place, and as the register has it. */
export const RESET = 0xfffffff0;
const RESET_IP = 0xfff0;
/** The address of the next instruction. */
export const pcOf = (registers: Registers): number => registers.get('RIP') ?? registers.get('EIP') ?? 0;
export const isAtReset = (registers: Registers): boolean => [RESET, RESET_IP].includes(pcOf(registers));

export class QemuMachine {
  private readonly stub: Stub;
  private readonly places = new Set<number>();
  /** Where it stands, once registers were read: an instruction at which a machine is stopped is never left by letting it run. */
  private at: number | null = null;
  private isPhysical = false;
  /** The word that was written to, where it stands for that: by its virtual address. */
  written: number | null = null;

  private constructor(stub: Stub) {
    this.stub = stub;
  }

  /** The machine behind `stub`, which stands from now on. Throws an UnusableDump that begins with a verb, or a colon. */
  static async behind(stub: Stub): Promise<QemuMachine> {
    await stub.ask('qSupported');
    if (/^[WX]/.test(await stub.ask('?'))) throw new GoneAway('has no machine any more that could run');
    const threads = await stub.ask('qfThreadInfo');
    const count = threads.split(',').length;
    if (count > 1)
      throw new UnusableDump(
        `has ${count} processors, of which one may be in the middle of something while another is stopped: start it with one (make CPUS=1)`,
      );
    const machine = new QemuMachine(stub);
    await machine.select(true);
    return machine;
  }

  async registers(): Promise<Registers> {
    const registers = readRegisters(await this.stub.monitor('info registers'));
    this.at = pcOf(registers);
    return registers;
  }

  /** What QEMU's monitor prints for `command`. */
  monitor(command: string): Promise<string> {
    return this.stub.monitor(command);
  }

  /** Stops the machine at `address`, or no more. */
  async stopAt(address: number, isStop = true): Promise<void> {
    if (this.places.has(address) === isStop) return;
    if ((await this.stub.ask(`${isStop ? 'Z' : 'z'}0,${address.toString(16)},1`)) !== 'OK')
      throw new UnusableDump(`refuses to stop the machine at 0x${address.toString(16)}`);
    if (isStop) this.places.add(address);
    else this.places.delete(address);
  }

  async stopNowhere(): Promise<void> {
    for (const place of [...this.places]) await this.stopAt(place, false);
  }

  /** Stops the machine whenever it has written to the word at the virtual `address`. */
  async watch(address: number): Promise<void> {
    if ((await this.stub.ask(`Z2,${address.toString(16)},4`)) !== 'OK')
      throw new UnusableDump(`refuses to watch the word at 0x${address.toString(16)}`);
  }

  /** Lets the machine run until it stands. */
  async run(): Promise<Standing> {
    const { at } = this;
    this.at = null;
    this.written = null;
    if (at !== null && this.places.has(at)) {
      await this.stopAt(at, false);
      const stepped = await this.step();
      if (stepped !== 'stopped') return stepped;
      await this.stopAt(at);
      if (this.written !== null) return stepped;
    }
    return this.go('c');
  }

  /** Switches the machine off and on; it stands before its first instruction, if QEMU does it in so many tries. */
  async reset(): Promise<void> {
    await this.stub.monitor('system_reset');
    for (let tries = 0; tries < MOST_TRIES && !isAtReset(await this.registers()); tries++)
      await new Promise((resolve) => setTimeout(resolve, MILLISECONDS_BETWEEN_TRIES));
  }

  /** Lets the machine do one instruction. */
  step(): Promise<Standing> {
    return this.go('s');
  }

  private async go(how: 'c' | 's'): Promise<Standing> {
    const answer = await this.stub.run(how);
    const [, written] = /;watch:([\da-f]+);/.exec(answer) ?? [];
    this.written = written === undefined ? null : Number.parseInt(written, 16);
    return standingAfter(answer);
  }

  interrupt(): void {
    this.stub.interrupt();
  }

  /** Waits no more for a machine that runs, nor asks it anything: `why` begins with a verb. */
  giveUp(why: string): void {
    this.stub.fail(new UnusableDump(why));
  }

  /** `bytes` bytes at a virtual address, under the tables that are loaded. */
  async virtual(address: number, bytes: number): Promise<DataView> {
    await this.select(false);
    const data = new Uint8Array(bytes);
    await this.fetch(address, data);
    return new DataView(data.buffer);
  }

  /** Puts physical memory from `address` on into `memory`. */
  async physical(address: number, memory: Uint8Array): Promise<void> {
    await this.select(true);
    for (let at = 0; at < memory.length; at += BYTES_A_PACKET * PACKETS_AHEAD) {
      const pieces = Array.from({ length: PACKETS_AHEAD }, (_, i) => at + i * BYTES_A_PACKET);
      await Promise.all(
        pieces
          .filter((start) => start < memory.length)
          .map((start) => this.fetch(address + start, memory.subarray(start, start + BYTES_A_PACKET))),
      );
    }
  }

  /** Leaves the machine, with nothing of ours in it: it runs on, or stands where it is. */
  async leave(isToRun: boolean): Promise<void> {
    try {
      await this.stopNowhere();
      await this.select(false);
      if (isToRun) await this.stub.ask('D');
    } catch (error) {
      if (!(error instanceof UnusableDump)) throw error;
    } finally {
      await this.stub.close();
    }
  }

  private async fetch(address: number, into: Uint8Array): Promise<void> {
    const answer = await this.stub.ask(`m${address.toString(16)},${into.length.toString(16)}`);
    const bytes = bytesOf(answer);
    if (bytes === null || bytes.length !== into.length)
      throw new UnusableDump(`gives no memory at 0x${address.toString(16)}: ${answer === '' ? 'nothing' : answer}`);
    into.set(bytes);
  }

  /** What addresses of memory mean that is asked for. */
  private async select(isPhysical: boolean): Promise<void> {
    if (this.isPhysical === isPhysical) return;
    if ((await this.stub.ask(`Qqemu.PhyMemMode:${isPhysical ? 1 : 0}`)) !== 'OK')
      throw new UnusableDump('is no QEMU that shows physical memory: 4.1 and later do');
    this.isPhysical = isPhysical;
  }
}

/** What the answer to `c` or `s` says. */
const standingAfter = (answer: string): Standing => {
  if (/^[WX]/.test(answer)) return 'gone';
  return SIGNALS[answer.slice(1, 3)] ?? 'stopped';
};
