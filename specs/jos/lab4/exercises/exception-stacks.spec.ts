/** Whatever is wrong with page faults that programs handle, or with exceptions that nobody handles, is found out. */
import { expect, test } from 'vitest';
import { register, trapframe, type Va } from '../../../../hardware/hardware.ts';
import { type Env, JosLab4, josAbi, memlayout } from '../../../../kernel/kernel.ts';
import { EXCEPTION_STACKS } from './exception-stacks.ts';
import { type Methods, WrongKernel } from './wrong-kernel.ts';

const { PGSIZE, PTE_W, UXSTACKTOP } = memlayout;
const { UTF_BYTES, UTF_ERR, UTF_ESP, UTF_EFLAGS, UTF_FAULT_VA, UTF_REGS } = josAbi;
const TRUE = JosLab4.prototype;
const wrong = new WrongKernel();

/** Upcalls whose frame has another word at `offset`. */
const putting = (offset: number, value: (env: Env, frame: number) => number): Methods => ({
  pushUpcallFrame(env, frame, address) {
    TRUE.pushUpcallFrame.call(this, env, frame, address);
    this.store((frame + offset) as Va, value(env, frame));
  },
});
/** Page faults before which `check` decides whether the program may go on, in place of user_mem_assert. */
const checking = (bytes: number, perm: number): Methods => ({
  pageFaultHandler(env) {
    if (env.pgfaultUpcall === 0) return TRUE.pageFaultHandler.call(this, env);
    const frame = this.upcallFrame(env.register(trapframe.TF_ESP));
    if (bytes > 0 && !this.userMemAssert(env, frame, bytes, perm)) return;
    this.pushUpcallFrame(env, frame as Va, this.machine.cpu.control(register.CR2) >>> 0);
    env.setRegister(trapframe.TF_ESP, frame);
    env.setRegister(trapframe.TF_EIP, env.pgfaultUpcall);
    this.envRun(env);
  },
});
/** Programs that go on at `register` with another value than they should. */
const goingOn = (which: number, value: (env: Env) => number): Methods => ({
  envRun(env) {
    if (env.register(trapframe.TF_EIP) === env.pgfaultUpcall) env.setRegister(which, value(env));
    TRUE.envRun.call(this, env);
  },
});

const WRONG: Readonly<Record<string, Methods>> = {
  'does not ask for the stack': checking(0, 0),
  'asks for a word of the stack': checking(4, PTE_W),
  'asks for the right to read the stack': checking(UTF_BYTES, 0),
  'leaves no word free below a frame': {
    upcallFrame: (stack) => (stack >= UXSTACKTOP - PGSIZE && stack < UXSTACKTOP ? stack : UXSTACKTOP) - UTF_BYTES,
  },
  'begins at the top each time': { upcallFrame: () => UXSTACKTOP - UTF_BYTES },
  'takes the top of the stack for a place on it': {
    upcallFrame: (stack) => (stack >= UXSTACKTOP - PGSIZE && stack <= UXSTACKTOP ? stack - 4 : UXSTACKTOP) - UTF_BYTES,
  },
  'forgets the last word of the stack': {
    upcallFrame: (stack) =>
      (stack >= UXSTACKTOP - PGSIZE && stack < UXSTACKTOP - 4 ? stack - 4 : UXSTACKTOP) - UTF_BYTES,
  },
  'gives the page of the address': putting(UTF_FAULT_VA, () => 0),
  'gives no error code': putting(UTF_ERR, () => 0),
  'gives the new stack pointer': putting(UTF_ESP, (_, frame) => frame),
  'gives no flags': putting(UTF_EFLAGS, () => 0),
  'mixes up registers': putting(UTF_REGS + trapframe.TF_EAX * 4, () => 0x1234),
  'starts beside the upcall': goingOn(trapframe.TF_EIP, ({ pgfaultUpcall }) => pgfaultUpcall + 8),
  'starts the upcall on the old stack': goingOn(trapframe.TF_ESP, () => memlayout.USTACKTOP),
  'ends whoever faults': {
    pageFaultHandler(env) {
      this.envDestroy(env);
    },
  },
  'lets whoever has no upcall go on': {
    pageFaultHandler(env) {
      if (env.pgfaultUpcall === 0) this.envRun(env);
      else TRUE.pageFaultHandler.call(this, env);
    },
  },
  'gives other exceptions to the upcall': {
    trapDispatch(env, vector) {
      if (vector === 13) this.pageFaultHandler(env);
      else TRUE.trapDispatch.call(this, env, vector);
    },
  },
  'never takes an upcall back': {
    sysEnvSetPgfaultUpcall(id, entry) {
      return entry === 0 ? 0 : TRUE.sysEnvSetPgfaultUpcall.call(this, id, entry);
    },
  },
  'gives every upcall to the caller': {
    sysEnvSetPgfaultUpcall(id, entry) {
      return TRUE.sysEnvSetPgfaultUpcall.call(this, this.envid2env(id, true) === null ? id : 0, entry);
    },
  },
  'gives a child the upcall of its parent': {
    sysExofork(env) {
      const id = TRUE.sysExofork.call(this, env);
      const child = this.envid2env(id, true);
      if (id > 0 && child !== null) child.pgfaultUpcall = 0x800000;
      return id;
    },
  },
};

test.each(Object.entries(WRONG))('a kernel that %s is found out', (_, methods) => {
  expect(wrong.firstFailure(methods, EXCEPTION_STACKS)).not.toBeNull();
});

test('a kernel that keeps frames to the page of the exception stack passes', () => {
  const keeping: Methods = {
    userMemAssert(env, address, bytes, perm) {
      if (perm !== PTE_W || address >= UXSTACKTOP - PGSIZE)
        return TRUE.userMemAssert.call(this, env, address, bytes, perm);
      this.envDestroy(env);
      return false;
    },
  };
  expect(wrong.firstFailure(keeping, EXCEPTION_STACKS)).toBeNull();
});
