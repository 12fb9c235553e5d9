/** Deviations from what the other calls promise, and from whose turn it is. */
import { frame } from '../../../../hardware/hardware.ts';
import { abi, type Process, WeensyKernel } from '../../../../kernel/kernel.ts';
import { exit, fork, getpid, panic, schedYield } from '../../../../userland/userland.ts';
import type { Deed } from '../meddler.ts';
import { answers, type Deviation, ends, none, once, saves } from './deviation.ts';

const { SYSCALL_EXIT, SYSCALL_FORK, SYSCALL_GETPID, SYSCALL_PANIC, SYSCALL_YIELD } = abi;
class PanicReturns extends WeensyKernel {
  override syscall(process: Process, number: number, argument: number): number {
    return number === SYSCALL_PANIC ? 0 : super.syscall(process, number, argument);
  }
}
class ExitReturns extends WeensyKernel {
  override syscallExit(): number {
    return 0;
  }
}
class ExitGoesOn extends WeensyKernel {
  override exit(): void {}
}
/** Who runs next is the last that can. */
class LastNext extends WeensyKernel {
  override nextRunnable(): Process | null {
    return this.ptable.findLast(({ state }) => state === 1) ?? null;
  }
}
const sleeps: Deed = ({ machine }) => {
  machine.entry.idle();
  return undefined;
};
export const CALLS: readonly Deviation[] = [
  // getpid
  ...[0, 2, -1].map((pid) => ({
    clause: 'getpid any above 0',
    what: `another pid, ${pid}`,
    ...{ steps: once([getpid]), at: SYSCALL_GETPID, deed: answers(pid), says: /^getpid gives -?\d to process 1$/ },
  })),
  // yield
  {
    clause: 'yield 0',
    what: 'another result when it is its turn again',
    ...{
      steps: once([schedYield]),
      at: SYSCALL_YIELD,
      deed: saves(1, frame.RAX, 1),
      says: /^yield will return 1 to process 1$/,
    },
  },
  // exit and panic
  {
    clause: 'exit',
    what: 'a return',
    ...{
      steps: once([exit]),
      at: SYSCALL_EXIT,
      deed: none,
      Kernel: ExitReturns,
      says: /^after process 1, 1 runs instead of 2$/,
    },
  },
  {
    clause: 'exit',
    what: 'its turn again',
    ...{
      steps: once([exit]),
      at: SYSCALL_EXIT,
      deed: none,
      Kernel: ExitGoesOn,
      says: /^after process 2, 1 runs instead of 2$/,
    },
  },
  {
    clause: 'panic',
    what: 'a return',
    ...{
      steps: once([panic, 0]),
      at: SYSCALL_PANIC,
      deed: none,
      Kernel: PanicReturns,
      says: /^process 1 panics, and the kernel goes on$/,
    },
  },
  { clause: 'panic', what: 'the end', ...{ steps: once([panic, 0]), at: SYSCALL_PANIC, deed: none, says: null } },
  // Who runs
  {
    clause: 'turns',
    what: 'the last one next',
    ...{ steps: [[fork], [schedYield], [schedYield]], at: SYSCALL_FORK, deed: none, Kernel: LastNext },
    ...{ says: /^after process \d, \d runs instead of \d$/, open: 'schedule' },
  },
  {
    clause: 'turns',
    what: 'nobody next',
    ...{
      steps: once([schedYield]),
      at: SYSCALL_YIELD,
      deed: sleeps,
      says: /^after process 1, nobody runs instead of 2$/,
    },
  },
  {
    clause: 'turns',
    what: 'a process that vanishes',
    ...{
      steps: [[getpid], [schedYield]],
      at: SYSCALL_GETPID,
      deed: ends(2),
      says: /^process 2 is gone, and did not exit$/,
    },
  },
];
