/**
 * The model of environments from both sides: at each entry into a right kernel one register, word or choice is made another just before it goes back
 * to a program. Whatever a contract speaks of is seen there and then, and named; whatever none speaks of passes.
 */
import { expect, test } from 'vitest';
import { frame, type MachineEvent, trap, trapframe, type Va } from '../../../../hardware/hardware.ts';
import { type Env, type EnvironmentView, JosLab4, josAbi, memlayout } from '../../../../kernel/kernel.ts';
import { jos, type Program } from '../../../../userland/userland.ts';
import { STRICT } from '../../../judge/contract.ts';
import { Environments, type KernelState } from '../environments.ts';
import { type Helper, handler } from '../exercises/exercise.ts';
import { EnvironmentsObservation } from '../observation.ts';
import { EnvironmentModel, MODELLED_EVENTS, type ModelMoment } from './model.ts';

const { ALLOC_ZERO, E_NO_MEM, PGSIZE, PTE_P, PTE_U, PTE_W, UTOP, UXSTACKTOP } = memlayout;
const { ENV_NOT_RUNNABLE, ENV_RUNNABLE, ENVX } = josAbi;
const OFF = { mode: 'off' } as const;
const SILENT = { asked: [], answers: [] };
const [READ, WRITE] = [PTE_P | PTE_U, PTE_P | PTE_U | PTE_W];
/** More than the program passes. */
const MOST_BOUNDARIES = 600;
const NOBODY = 0x7777;
const [OWN, READ_ONLY, BARE] = [0x400000, 0x401000, 0x402000];

// What everybody does: each call in each of the situations that its contract tells apart

function* memoryCalls(who: readonly number[]): Helper {
  for (const id of who) {
    yield jos.sysPageAlloc(id, OWN, WRITE);
    yield jos.sysPageMap(0, OWN, id, OWN, READ);
    yield jos.sysPageMap(id, OWN, 0, BARE, READ);
    yield jos.sysPageUnmap(id, BARE);
  }
  for (const va of [UTOP - PGSIZE, UTOP, OWN + 1, 0xfffff000]) {
    yield jos.sysPageAlloc(0, va, WRITE);
    yield jos.sysPageMap(0, OWN, 0, va, READ);
    yield jos.sysPageMap(0, va, 0, BARE, READ);
    yield jos.sysPageUnmap(0, va);
  }
}

function* rights(): Helper {
  yield jos.sysPageAlloc(0, READ_ONLY, READ);
  for (const perm of [PTE_P, PTE_U, READ | 0xe00, WRITE | 0x8, WRITE | 0x100, WRITE | 0x1000]) {
    yield jos.sysPageAlloc(0, OWN, perm);
    yield jos.sysPageMap(0, READ_ONLY, 0, OWN, perm & ~PTE_W);
  }
  yield jos.sysPageMap(0, READ_ONLY, 0, OWN, WRITE);
  yield jos.sysPageMap(0, BARE, 0, OWN, READ);
}

function* environmentCalls(who: readonly number[], strangers: readonly number[]): Helper {
  const entry = yield jos.addressOf(handler);
  for (const id of [...who, ...strangers]) yield jos.sysEnvSetPgfaultUpcall(id, entry);
  for (const id of who) for (const status of [0, 1, 3, 5]) yield jos.sysEnvSetStatus(id, status);
  for (const id of strangers) yield jos.sysEnvSetStatus(id, ENV_RUNNABLE);
  yield jos.sysEnvSetStatus(0, ENV_RUNNABLE);
  yield jos.sysGetenvid();
  yield jos.systemCall(99);
}

function* messages(child: number): Helper {
  yield jos.sysIpcTrySend(NOBODY, 1, UTOP, 0);
  yield jos.sysIpcTrySend(0, 1, UTOP, 0);
  for (const [va, perm] of [
    [UTOP, 0],
    [OWN, WRITE],
    [OWN, READ | 0x200],
    [UTOP - PGSIZE, READ],
    [0xffffffff, 7],
  ]) {
    yield jos.sysIpcTrySend(child, 1, BARE, READ);
    yield jos.sysIpcTrySend(child, 2, OWN + 1, READ);
    yield jos.sysIpcTrySend(child, 3, READ_ONLY, WRITE);
    yield jos.sysIpcTrySend(child, 4, OWN, PTE_U);
    yield jos.sysIpcTrySend(child, 0xfffffff5, va, perm);
    yield jos.sysIpcTrySend(child, 99, UTOP, 0);
    yield jos.sysYield();
  }
}

function* receiver(parent: number): Helper {
  yield jos.sysPageAlloc(parent, OWN, WRITE);
  yield jos.sysEnvDestroy(parent);
  yield jos.sysIpcRecv(OWN + 4);
  for (const wanted of [UTOP, OWN, OWN, 0xf0000000, 0x10000000]) yield jos.sysIpcRecv(wanted);
  // Anybody may send to anybody.
  for (let i = 0; i < 3; i++) {
    yield jos.sysYield();
    yield jos.sysIpcTrySend(parent, 7, OWN, READ);
  }
}

function* main(): Program {
  const self = yield jos.sysGetenvid();
  yield jos.sysPageAlloc(0, UXSTACKTOP - PGSIZE, WRITE);
  const child = yield* jos.fork();
  if (child === 0) {
    yield* receiver(self);
    yield jos.exit();
  }
  yield jos.sysYield();
  const idle = yield jos.sysExofork();
  if (idle === 0) yield jos.exit();
  const who = [0, self, idle];
  const strangers = [NOBODY, idle + josAbi.NENV];
  yield* memoryCalls([...who, ...strangers]);
  yield* rights();
  yield* environmentCalls(who, strangers);
  yield jos.sysPageAlloc(0, OWN, WRITE);
  yield jos.sysPageUnmap(0, BARE);
  yield* messages(child);
  yield jos.sysIpcRecv(BARE);
  yield jos.store32(0x50000000, 1);
  for (const id of [idle, idle, child]) yield jos.sysEnvDestroy(id);
  const again = yield jos.sysExofork();
  if (again > 0) yield jos.sysEnvSetStatus(0, ENV_NOT_RUNNABLE);
}

// What deviates

/** The end of an entry into the kernel, at which it is the turn of `next`. */
interface End {
  readonly kernel: JosLab4;
  readonly next: Env;
  /** Whom it goes back to. */
  runs: Env;
  /** Who entered it, and the number in eax. */
  readonly caller: Env | null;
  readonly number: number;
  readonly envs: readonly EnvironmentView[];
}
/** Changes something; returns false if there is nothing to change. */
type Deviation = (end: End) => unknown;

const envAt = ({ kernel }: End, { slot }: EnvironmentView): Env => kernel.envNumber(slot);
const isCall = ({ kernel }: End): boolean => kernel.machine.cpu.control(frame.VECTOR) === trap.SYSTEM_CALL_VECTOR;
/** Those who are there, and do not run next. */
const others = ({ envs, next }: End): readonly EnvironmentView[] => envs.filter(({ slot }) => slot !== next.index);

/** The result of a call that comes back to its caller becomes another. */
const returning =
  (other: (result: number) => number, numbers?: readonly number[]): Deviation =>
  (end) => {
    const { next, caller, number } = end;
    const isOpen = number === josAbi.SYS_YIELD || caller?.address !== next.address || !isCall(end);
    if (isOpen || (numbers !== undefined && !numbers.includes(number))) return false;
    const result = next.register(trapframe.TF_EAX) | 0;
    if (other(result) === result) return false;
    next.setRegister(trapframe.TF_EAX, other(result));
    return true;
  };
/** A register of whoever goes on. */
const goingOn =
  (register: number): Deviation =>
  ({ next }) => {
    next.setRegister(register, next.register(register) ^ 1);
    return true;
  };
/** A word of the descriptor of one who does not run next. */
const field =
  (change: (env: Env, view: EnvironmentView, end: End) => unknown): Deviation =>
  (end) =>
    others(end).some((view) => change(envAt(end, view), view, end) !== false);
const becoming = (other: (env: Env) => Partial<Env> | false): Deviation =>
  field((env) => {
    const change = other(env);
    return change && Object.assign(env, change);
  });
/** The first page that somebody has below his stack. */
const pageOf = ({ kernel }: End, { root }: EnvironmentView): Va | undefined =>
  kernel.view.mappings(root).find(({ va }) => va < 0x800000)?.va;
const mapping =
  (change: (end: End, env: Env, va: Va) => unknown): Deviation =>
  (end) =>
    end.envs.some((view) => {
      const va = pageOf(end, view);
      return va !== undefined && change(end, envAt(end, view), va) !== false;
    });
/** A system call of that number which succeeded. */
const after =
  (number: number, change: (end: End) => unknown): Deviation =>
  (end) => {
    if (!isCall(end) || end.number !== number || end.caller?.address !== end.next.address) return false;
    if ((end.next.register(trapframe.TF_EAX) | 0) < 0) return false;
    return change(end);
  };
const sent = (change: (target: Env, end: End) => unknown): Deviation =>
  after(josAbi.SYS_IPC_TRY_SEND, (end) => {
    const target = end.kernel.envid2env(end.next.argument(0), false);
    return target !== null && change(target, end) !== false;
  });
const putting =
  (other: (value: number, from: number, perm: number) => [number, number, number]) =>
  (target: Env, { envs }: End): void => {
    const { value = 0, from = 0, perm = 0 } = envs.find(({ slot }) => slot === target.index)?.message ?? {};
    target.putMessage(...other(value, from, perm));
  };
/** The page that was allocated just now, and its place. */
const allocated = (change: (end: End, env: Env, va: Va) => unknown): Deviation =>
  after(josAbi.SYS_PAGE_ALLOC, (end) => {
    const env = end.kernel.envid2env(end.next.argument(0), true);
    return env !== null && change(end, env, end.next.argument(1) as Va) !== false;
  });
const child = ({ kernel, next }: End): Env => kernel.envNumber(ENVX(next.register(trapframe.TF_EAX)));
const made = (change: (env: Env, end: End) => unknown): Deviation =>
  after(josAbi.SYS_EXOFORK, (end) => change(child(end), end));

const RETURNED = /^(sys_\w+|system call 99) (returned -?\d+, where .* was right$|gave )|^a child of sys_exofork/;
const TURN = /where it was the turn of|has status/;
const TAKES_MEMORY = [josAbi.SYS_PAGE_ALLOC, josAbi.SYS_PAGE_MAP, josAbi.SYS_EXOFORK, josAbi.SYS_IPC_TRY_SEND];

const SEEN: Readonly<Record<string, readonly [Deviation, RegExp]>> = {
  'a result that is one more': [returning((result) => result + 1), RETURNED],
  'a result that is one less': [returning((result) => result - 1), RETURNED],
  'success in place of an error': [returning((result) => Math.max(result, 0)), RETURNED],
  'no memory, though there is': [
    returning((result) => (result < 0 ? result : -E_NO_MEM), TAKES_MEMORY),
    /returned -4, where (0|a number above 0) was right/,
  ],
  'an error in place of success': [returning((result) => (result < 0 ? result : -josAbi.E_INVAL)), RETURNED],
  'another error': [returning((result) => (result < 0 ? (result === -2 ? -3 : -2) : result)), RETURNED],
  ...Object.fromEntries(
    (['EDI', 'ESI', 'EBP', 'EBX', 'EDX', 'ECX', 'EIP', 'EFLAGS', 'ESP'] as const).map((name) => [
      `another ${name} of who goes on`,
      [goingOn(trapframe[`TF_${name}`]), new RegExp(`goes on with ${name.toLowerCase()} `)] as const,
    ]),
  ),
  'a parent that is another': [becoming(({ parentId }) => ({ parentId: parentId + 1 })), /has parent 0x/],
  'an upcall that is another': [becoming(({ pgfaultUpcall: old }) => ({ pgfaultUpcall: old ^ 8 })), /has upcall 0x/],
  'a wait that is none': [becoming(({ ipcRecving }) => ipcRecving && { ipcRecving: false }), /has recving 0x0/],
  'no wait that is one': [becoming(({ ipcRecving }) => !ipcRecving && { ipcRecving: true }), /has recving 0x1/],
  'one who cannot run any more': [
    becoming(({ status }) => status === ENV_RUNNABLE && { status: ENV_NOT_RUNNABLE }),
    TURN,
  ],
  'one who can run': [becoming(({ status }) => status === ENV_NOT_RUNNABLE && { status: ENV_RUNNABLE }), TURN],
  'one who is gone': [field((env, _, { kernel }) => kernel.envFree(env)), /is gone, and nobody ended it/],
  'one who is there': [({ kernel }) => typeof kernel.envAlloc(0) !== 'number', /is there, and nobody made it/],
  'another id': [
    becoming(({ id }) => ({ id: id + josAbi.NENV })),
    /is there, and nobody made it|is gone, and nobody ended/,
  ],
  'another who runs': [
    (end) => {
      const view = others(end).find(({ status }) => status === ENV_RUNNABLE);
      if (view === undefined || end.caller?.address !== end.next.address) return false;
      end.runs = envAt(end, view);
      return true;
    },
    TURN,
  ],
  'a right to write more': [
    mapping(({ kernel }, env, va) => {
      const looked = kernel.pageLookup(env.pgdir, va);
      if (looked === null || kernel.load(looked.entry) & PTE_W) return false;
      kernel.store(looked.entry, kernel.load(looked.entry) | PTE_W);
      return true;
    }),
    /has page 0x\w+ with flags 0x\w+ at 0x\w+, where page .* was right/,
  ],
  'a bit of its own more': [
    mapping(({ kernel }, env, va) => {
      const { entry } = kernel.pageLookup(env.pgdir, va) ?? { entry: 0 as Va };
      kernel.store(entry, kernel.load(entry) ^ 0x400);
    }),
    /has page 0x\w+ with flags 0x\w+ at 0x\w+, where page .* was right/,
  ],
  'a page in place of another': [
    mapping(({ kernel, number }, env, va) => {
      const { entry } = kernel.pageLookup(env.pgdir, va) ?? { entry: 0 as Va };
      // Which fresh page is given is the kernel's affair.
      if (number === josAbi.SYS_PAGE_ALLOC) return false;
      return kernel.pageInsert(env.pgdir, kernel.pageAlloc(ALLOC_ZERO), va, kernel.load(entry) & 0xe06);
    }),
    /has page 0x\w+ with flags 0x\w+ at 0x\w+, where page .* was right/,
  ],
  'a page more': [
    ({ kernel, next }) => kernel.pageInsert(next.pgdir, kernel.pageAlloc(ALLOC_ZERO), 0x7fe000, PTE_U) === 0,
    /has page 0x\w+ with flags 0x5 at 0x7fe000, where nothing was right/,
  ],
  'a page less': [
    mapping(({ kernel }, env, va) => kernel.pageRemove(env.pgdir, va)),
    /has nothing at 0x\w+, where it had a page|succeeded, and nothing is mapped/,
  ],
  'another value of a message': [
    sent(putting((value, from, perm) => [value ^ 1, from, perm])),
    /has a message with value/,
  ],
  'another sender of a message': [sent(putting((value, from, perm) => [value, from + 1, perm])), /has a message from/],
  'other permissions of a message': [
    sent(putting((value, from, perm) => [value, from, perm ^ 2])),
    /has a message with permissions/,
  ],
  'another result of who waited': [
    sent((env) => env.setRegister(trapframe.TF_EAX, 1)),
    /has result 0x1, where 0x0 was right/,
  ],
  'a fresh page that is not zero': [
    allocated(({ kernel }, env, va) => {
      const { page } = kernel.pageLookup(env.pgdir, va) ?? { page: 0 as Va };
      kernel.memset((kernel.page2kva(page) + PGSIZE - 4) as Va, 1, 1);
    }),
    /gave page 0x\w+, which is not zero/,
  ],
  'a fresh page that is in use': [
    allocated(({ kernel, envs }, env, va) => {
      const used = kernel.view.mappings(envs[0].root).find((one) => one.va === 0x800000);
      if (used === undefined || va === 0x800000) return false;
      kernel.pageInsert(
        env.pgdir,
        kernel.pa2page(used.pa),
        va,
        WRITE & kernel.load((kernel.pageLookup(env.pgdir, va)?.entry ?? 0) as Va),
      );
      return true;
    }),
    /gave page 0x\w+, which was in use/,
  ],
  'a child that runs already': [
    made((env) => Object.assign(env, { status: ENV_RUNNABLE })),
    /a child of sys_exofork starts not runnable, with 0 in eax/,
  ],
  'a child with another result': [
    made((env) => env.setRegister(trapframe.TF_EAX, 1)),
    /a child of sys_exofork starts not runnable, with 0 in eax/,
  ],
  'a child with memory': [
    made((env, { kernel }) => void kernel.pageInsert(env.pgdir, kernel.pageAlloc(ALLOC_ZERO), OWN, PTE_U)),
    /at 0x400000, where nothing was right/,
  ],
  'a child of somebody else': [made((env) => Object.assign(env, { parentId: 0 })), /has parent 0x0/],
  'a child with an upcall': [
    made((env) => Object.assign(env, { pgfaultUpcall: 8 })),
    /has upcall 0x8, where 0x0 was right/,
  ],
};

const PASSES: Readonly<Record<string, Deviation>> = {
  'registers that nobody saves or restores': ({ next }) => {
    for (const name of [trapframe.TF_OESP, trapframe.TF_TRAPNO, trapframe.TF_ERR]) next.setRegister(name, 0x1234);
    return true;
  },
  'how often somebody ran': ({ next }) => {
    next.runs += 7;
    return true;
  },
  'the order of free pages, and what they hold': ({ kernel }) => {
    const pages = [kernel.pageAlloc(0), kernel.pageAlloc(0)];
    for (const page of pages) {
      kernel.memset(kernel.page2kva(page), 0x55, PGSIZE);
      kernel.pageFree(page);
    }
    return true;
  },
  'the order of free environments': ({ kernel }) => {
    const first = kernel.envAt(kernel.envFreeList);
    const second = kernel.envAt(first.link);
    [first.link, second.link] = [second.link, first.address];
    kernel.envFreeList = second.address;
    return true;
  },
  'a table that nobody needs': ({ kernel, next }) => kernel.pgdirWalk(next.pgdir, 0x60000000, true) !== 0,
  'the address of a wait that is over': becoming(
    ({ ipcRecving, ipcDstva }) => !ipcRecving && { ipcDstva: ipcDstva ^ 0x1000 },
  ),
};

const ALL: Readonly<Record<string, readonly [Deviation, right: RegExp | null]>> = {
  ...SEEN,
  ...Object.fromEntries(Object.entries(PASSES).map(([name, deviation]) => [name, [deviation, null] as const])),
};

// The run

/** A kernel that deviates once, at the end of the next entry into it, under the model alone. */
class Modelled {
  /** What the next entry is to do; null, once it is done, or if it is to do nothing. */
  deviation: Deviation | null = null;
  isDone = false;
  readonly environments: Environments;
  private readonly model: EnvironmentModel;

  constructor() {
    this.environments = new Environments(this.deviating());
    this.environments.boot();
    this.environments.rewind();
    this.environments.launch([PROGRAM], OFF, SILENT);
    const { kernel } = this.environments;
    this.model = new EnvironmentModel(kernel, new EnvironmentsObservation(kernel), new Map(), STRICT);
    kernel.machine.listen((event) => this.hear(event), MODELLED_EVENTS);
  }

  moment(): KernelState & { readonly model: ModelMoment } {
    return { ...this.environments.state(), model: this.model.moment() };
  }

  goBack(moment: ReturnType<Modelled['moment']>): void {
    this.environments.goBack(moment);
    this.model.goBackTo(moment.model);
  }

  /** Passes one boundary, and what is said if the kernel deviates there; null if nothing is. */
  saidOf(deviation: Deviation): string | null {
    Object.assign(this, { deviation, isDone: false });
    try {
      this.environments.pass(null);
      return null;
    } catch (error) {
      return (error as Error).message;
    } finally {
      this.deviation = null;
    }
  }

  private hear(event: MachineEvent): void {
    const { kernel } = this.environments;
    this.model.hear(event);
    if (event.type === 'return') this.model.compare(new EnvironmentsObservation(kernel), event.slot);
    else if (event.type === 'idle') this.model.compare(new EnvironmentsObservation(kernel), -1);
  }

  private deviating(): typeof JosLab4 {
    const modelled = this;
    return class extends JosLab4 {
      override envRun(next: Env): void {
        const { view, machine, curenv: caller } = this;
        const number = machine.cpu.get(frame.RAX);
        const end: End = { kernel: this, next, runs: next, caller, number, envs: view.processes() };
        if (modelled.deviation !== null) modelled.isDone = modelled.deviation(end) !== false;
        modelled.deviation = null;
        super.envRun(end.runs);
      }
    };
  }
}

const PROGRAM = jos.defineJosProgram({ name: 'everything', entries: { main, handler } });

test('at each entry into the kernel whatever a contract speaks of is seen and named, and whatever none speaks of passes', () => {
  const modelled = new Modelled();
  const { environments } = modelled;
  const { view } = environments.kernel;
  const done = new Set<string>();
  const wrong = new Set<string>();
  /** Calls and results that came up: what is no matter of results is tried once for each. */
  const met = new Set<string>();
  while (!view.processes().some(({ recving }) => recving)) environments.pass(null);
  for (let left = MOST_BOUNDARIES; environments.isRunning && left > 0; left--) {
    const moment = modelled.moment();
    environments.pass(null);
    const { lastCall } = environments;
    if (lastCall < 0) continue;
    const situation = `${lastCall} ${view.processes().find(({ slot }) => slot === view.current)?.eax}`;
    const after = modelled.moment();
    for (const [name, [deviation, right]] of Object.entries(ALL)) {
      if (met.has(situation) && !name.includes('result')) continue;
      modelled.goBack(moment);
      const said = modelled.saidOf(deviation);
      if (!modelled.isDone) continue;
      done.add(name);
      if (right === null ? said !== null : !right.test(said ?? '')) wrong.add(`${name}, in call ${lastCall}: ${said}`);
    }
    met.add(situation);
    modelled.goBack(after);
  }
  expect([...wrong]).toEqual([]);
  expect(Object.keys(ALL).filter((name) => !done.has(name))).toEqual([]);
});
