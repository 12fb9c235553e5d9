/**
 * Traps (kern/trap.c): the descriptor table, what the kernel does first and last, page faults and their upcalls. There is one kernel
 * stack; interrupts are off while the kernel runs.
 */
import { frame, type Pa, register, trap, trapframe, type Va, va } from '../../hardware/hardware.ts';
import type { PanicSite } from '../panic.ts';
import * as abi from './abi.ts';
import type { Env } from './env.ts';
import { hex8 } from './init.ts';
import { EXTPHYSMEM, KERNBASE, PGSIZE, PTE_W, UXSTACKTOP } from './memlayout.ts';
import { NULL } from './pages.ts';
import { trapframeLines, trapName } from './trapframe.ts';
import { JosUserMemory } from './user-memory.ts';

/** Each vector's code lies in a page of kernel text of its own. */
const VECTOR_TEXT = KERNBASE + EXTPHYSMEM + 2 * PGSIZE;
const VECTOR_TEXT_BYTES = PGSIZE / trap.VECTORS;
/** Vectors that programs may raise by `int`. */
const OPEN: readonly number[] = [trap.BREAKPOINT, trap.SYSTEM_CALL_VECTOR];
/** What `syscall` returns when the caller does not run on at once: another environment was resumed, or nothing runs. */
export const NO_RETURN = Number.MIN_SAFE_INTEGER;

export abstract class JosTraps extends JosUserMemory {
  /** Carries out a system call of `env`; returns what goes to its eax, or NO_RETURN. */
  abstract syscall(env: Env, number: number): number;

  /** Where the descriptor table lies: in the page below the boot stack. */
  get idt(): Pa {
    return (this.places.bootstack - PGSIZE) as Pa;
  }

  /** Gates for all vectors, and the stack that traps from programs use. */
  trapInit(): void {
    for (let vector = 0; vector < trap.VECTORS; vector++) this.setGate(vector, OPEN.includes(vector) ? 3 : 0);
    const { cpu } = this.machine;
    cpu.setControl(register.IDTR, KERNBASE + this.idt);
    cpu.setControl(register.KERNEL_STACK, this.kstacktop);
  }

  /** The gate of `vector`, which software at privilege `level` or lower may raise. */
  setGate(vector: number, level: number): void {
    const [first, second] = trap.gate(VECTOR_TEXT + vector * VECTOR_TEXT_BYTES, level);
    const at = KERNBASE + this.idt + vector * trap.SMALL_GATE_BYTES;
    this.store(va(at), first);
    this.store(va(at + 4), second);
  }

  /** A trap from a program, whose registers lie at `saved`. */
  override exception(vector: number, saved: Va): void {
    const env = this.curenv;
    if (env === null) return this.panic(`trap ${vector} from a program, and there is no current environment`);
    env.saveRegisters(saved);
    this.trapDispatch(env, vector);
  }

  trapDispatch(env: Env, vector: number): void {
    switch (vector) {
      case trap.PAGE_FAULT:
        return this.pageFaultHandler(env);
      case trap.SYSTEM_CALL_VECTOR:
        return this.systemCallHandler(env);
      case trap.TIMER_VECTOR:
        return this.schedYield();
      case trap.BREAKPOINT:
        return this.breakpoint(env);
      case trap.PROGRAM_ERROR:
        return this.endProgramInError(env);
      default:
        this.printTrapframe(env);
        this.envDestroy(env);
    }
  }

  /** The call's number travels in eax, and so does its result. */
  systemCallHandler(env: Env): void {
    const result = this.syscall(env, env.register(trapframe.TF_EAX));
    if (result === NO_RETURN) return;
    env.setRegister(trapframe.TF_EAX, result);
    this.resume();
  }

  /** The end of a trap: the environment that was interrupted goes on, if it still runs. */
  resume(): void {
    const { curenv } = this;
    if (curenv !== null && curenv.status === abi.ENV_RUNNING) this.envRun(curenv);
    else this.schedYield();
  }

  /** A program's page fault goes to its own upcall, on its exception stack; without one, the environment ends. */
  pageFaultHandler(env: Env): void {
    const address = this.machine.cpu.control(register.CR2) >>> 0;
    if (env.pgfaultUpcall === 0) {
      this.cprintf(`[${hex8(env.id)}] user fault va ${hex8(address)} ip ${hex8(env.register(trapframe.TF_EIP))}`);
      this.printTrapframe(env);
      return this.envDestroy(env);
    }
    const frame = this.upcallFrame(env.register(trapframe.TF_ESP));
    if (!this.userMemAssert(env, frame, abi.UTF_BYTES, PTE_W)) return;
    this.pushUpcallFrame(env, va(frame), address);
    env.setRegister(trapframe.TF_ESP, frame);
    env.setRegister(trapframe.TF_EIP, env.pgfaultUpcall);
    this.envRun(env);
  }

  /**
   * Where the frame of an upcall goes: the top of the exception stack; but if the program is on that already, below what it has there,
   * leaving a word free for the return of the inner upcall.
   */
  upcallFrame(stack: number): number {
    const isNested = stack >= UXSTACKTOP - PGSIZE && stack < UXSTACKTOP;
    return (isNested ? stack - 4 : UXSTACKTOP) - abi.UTF_BYTES;
  }

  /** Writes the frame through the program's own tables, which are those in force. */
  pushUpcallFrame(env: Env, frame: Va, address: number): void {
    const put = (offset: number, value: number): void => this.store(va(frame + offset), value);
    put(abi.UTF_FAULT_VA, address);
    put(abi.UTF_ERR, env.register(trapframe.TF_ERR));
    for (let i = 0; i <= trapframe.TF_EAX; i++) put(abi.UTF_REGS + i * 4, env.register(i));
    put(abi.UTF_EIP, env.register(trapframe.TF_EIP));
    put(abi.UTF_EFLAGS, env.register(trapframe.TF_EFLAGS));
    put(abi.UTF_ESP, env.register(trapframe.TF_ESP));
  }

  /** A breakpoint leads to the kernel's monitor, and everything waits. */
  breakpoint(env: Env): void {
    this.monitor();
    this.printTrapframe(env);
    this.machine.entry.idle();
  }

  /** What the TypeScript of a program did wrong has no counterpart in the real kernel; it ends like a trap that nobody expects. */
  endProgramInError(env: Env): void {
    this.cprintf(`[${hex8(env.id)}] its program is in error`);
    this.envDestroy(env);
  }

  /** The environment's id, and what it asked for or did: the CPU still holds its registers. */
  override atWork(): Pick<PanicSite, 'process' | 'handling'> {
    const { cpu, supervisor } = this.machine;
    const env = this.variables.curenv;
    if (env === NULL) return super.atWork();
    const vector = cpu.control(frame.VECTOR);
    const call = vector === trap.SYSTEM_CALL_VECTOR ? abi.SYSCALL_NAMES[cpu.get(frame.RAX)] : undefined;
    return { process: supervisor.peek32(va(env + abi.ENV_ID)), handling: call ?? trapName(vector) };
  }

  printTrapframe(env: Env): void {
    const words = Array.from({ length: trapframe.TRAPFRAME_WORDS }, (_, word) => env.register(word));
    const address = this.machine.cpu.control(register.CR2) >>> 0;
    for (const line of trapframeLines(env.registers, words, address)) this.cprintf(line);
  }
}
