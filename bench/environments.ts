/** Workloads of JOS with environments: what lab 4's bench measured on the real kernel. */
import { counter, type Executable } from '../hardware/hardware.ts';
import { JosLab4, josAbi, memlayout } from '../kernel/kernel.ts';
import { jos } from '../userland/userland.ts';
import { best, type Sample } from './timing.ts';

const PAGES = 2048;
const WARM_EVENTS = 5000;
const CALLS_A_TURN = 64;
const UNITS = 20_000;
const FORKS = 300;

/** Nanoseconds of one system call of `program`. */
const calls = (program: Executable): Sample => {
  const { machine } = booted(program);
  machine.run(Number.POSITIVE_INFINITY, WARM_EVENTS);
  return { nanoseconds: best(UNITS, () => machine.run(Number.POSITIVE_INFINITY, UNITS)) };
};

const booted = (program: Executable): JosLab4 => {
  const kernel = new JosLab4({ pages: PAGES, programs: [program] });
  kernel.boot();
  return kernel;
};

function* nullCalls(): jos.Program {
  for (let i = 0; i < CALLS_A_TURN; i++) yield jos.sysGetenvid();
  return jos.jump(nullCalls);
}

export const nullSystemCalls = (): Sample => calls(jos.defineJosProgram({ name: 'bench', entries: { nullCalls } }));

/** A parent forks, the child ends at once, and the parent yields until the child's place is free. */
function* reaping(): jos.Program {
  const child = yield* jos.fork();
  if (child === 0) yield jos.exit();
  const status = josAbi.UENVS + josAbi.ENVX(child) * josAbi.ENV_BYTES + josAbi.ENV_STATUS;
  while ((yield jos.load32(status)) !== josAbi.ENV_FREE) yield jos.sysYield();
  return jos.jump(reaping);
}

export const forkExitAndReap = (): Sample => {
  const kernel = booted(jos.defineJosProgram({ name: 'bench', entries: { reaping } }));
  kernel.machine.run(Number.POSITIVE_INFINITY, WARM_EVENTS);
  eventsUntilNextChild(kernel);
  const perFork = eventsUntilNextChild(kernel);
  const work = (): void => kernel.machine.run(Number.POSITIVE_INFINITY, perFork * FORKS);
  return { nanoseconds: best(FORKS, work), details: { 'system calls and faults': perFork } };
};

/** Runs until the place of the child has another id; returns the number of events that took. */
const eventsUntilNextChild = (kernel: JosLab4): number => {
  const { machine } = kernel;
  const idOf = (): number =>
    machine.memory.words[((kernel.variables.envs - memlayout.KERNBASE + josAbi.ENV_BYTES + josAbi.ENV_ID) >>> 0) >> 2];
  const [id, from] = [idOf(), machine.counters[counter.EVENTS]];
  while (idOf() === id) machine.run(Number.POSITIVE_INFINITY, 1);
  return machine.counters[counter.EVENTS] - from;
};
