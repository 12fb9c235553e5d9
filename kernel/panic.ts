/** A kernel panic: a bug of the kernel, or what the kernel chose to treat as one. It stops the machine. */
import { Halt, register } from '../hardware/hardware.ts';

/** Where and when a kernel panicked. */
export interface PanicSite {
  /** Cycle of the machine. */
  readonly cycle: number;
  /** Process on whose behalf the kernel ran, 0 if none. */
  readonly process: number;
  /** What the kernel was handling, such as `fork` or `page fault`. */
  readonly handling: string;
  /** Kernel functions, innermost first. */
  readonly backtrace: readonly string[];
}

/** Thrown by a kernel that panics, with the message that the real one would print; the machine stops in the run state `PANICKED`. */
export class Panic extends Halt {
  readonly site: PanicSite;
  /** Whether the processor stopped the kernel, for a fault of its own, and not the kernel itself. */
  readonly isFault: boolean;

  /** `message` is what the real kernel would print. */
  constructor(message: string, site: PanicSite, isFault = false) {
    super(register.PANICKED, message);
    this.name = 'Panic';
    this.site = site;
    this.isFault = isFault;
  }
}

/** Steps of one access of the supervisor: the access itself says enough. */
const ACCESS_STEPS: readonly string[] = ['fault', 'readable', 'writable'];

/**
 * The kernel functions that are executing, innermost first: methods on the host's stack, from the caller of `below` out to
 * where the machine entered the kernel. A host without V8's stack format gives an empty list.
 */
export const kernelBacktrace = (below: (...parameters: never[]) => unknown): string[] => {
  const captured: { stack?: string } = {};
  const host = Error as { captureStackTrace?: (target: object, below: unknown) => void };
  withDeepStacks(() => host.captureStackTrace?.(captured, below));
  return kernelFunctions(captured.stack ?? '');
};

/** Runs `code` while errors keep as many frames of the stack as a kernel function can be deep. */
export const withDeepStacks = <Result>(code: () => Result): Result => {
  const host = Error as { stackTraceLimit?: number };
  const limit = host.stackTraceLimit;
  host.stackTraceLimit = DEEPEST_STACK;
  try {
    return code();
  } finally {
    host.stackTraceLimit = limit as number;
  }
};
const DEEPEST_STACK = 40;

/**
 * The functions of the kernel that `stack`, the text of a stack of V8's, leads through, innermost first; none if it does not lead through a
 * kernel.
 */
export const kernelFunctions = (stack: string): string[] => {
  const functions: string[] = [];
  const frames = stack.matchAll(/at (?:get |set )?([\w$]+)\.([\w$]+)(?: \[as ([\w$]+)\])?/g);
  for (const [, owner, own, alias] of frames) {
    // What stands around a method has another name of its own, and is that method to whoever reads this.
    const name = alias ?? own;
    if (alias !== undefined && functions.at(-1) === alias) continue;
    if (owner === 'KernelEntry' || owner === 'Execution') {
      if (functions.length > 0 && name !== 'raiseInKernel') break;
    } else if (!(owner === 'Supervisor' && ACCESS_STEPS.includes(name))) functions.push(name);
  }
  return functions;
};
