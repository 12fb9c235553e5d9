/** JOS with environments as commands see it. */

import { type MachineEvent, type ProgramError, register } from '../../../hardware/hardware.ts';
import { JosKernel, JosLab4, josAbi } from '../../../kernel/kernel.ts';
import {
  type Brought,
  copyOnWriteIsNotWritten,
  EnvironmentModel,
  lab4Judging,
  MODELLED_EVENTS,
  STRICT,
  type Watch,
} from '../../../specs/specs.ts';
import { inThousands } from '../../../specs/thousands.ts';
import { josParameters } from '../../boot/jos.ts';
import { josProgramsOf } from '../../boot/programs.ts';
import { DEFAULT_TIMER, parseTimer } from '../../boot/usage-error.ts';
import { textOf } from '../../boot/values.ts';
import { labelOf } from '../../drawing/owner.ts';
import { type Host, WITHOUT_FILES } from '../../host.ts';
import type { Header, Kind, LogSettings, Standstill, System } from '../kind.ts';
import { type ScreenWords, ViewScreen } from '../view-screen.ts';
import { allocationsOfJos } from './allocations.ts';
import { environmentFigures, environmentTable } from './environment-summary.ts';
import { JosTally } from './environment-tally.ts';
import { JOS_LACKS } from './lacks.ts';

const FLAGS = { [josAbi.PTE_COW]: 'COW' };
const NONE: ReadonlySet<never> = new Set();
const CHOSEN = { mode: 'chosen' } as const;
/** Where no environment runs. */
const NOBODY = -1;

/** JosLab4, or `Kernel` that extends it. */
export const josLab4 = (Kernel: typeof JosLab4, host: Host = WITHOUT_FILES): Kind => ({
  name: 'JOS',
  ownName: Kernel === JosLab4 ? undefined : Kernel.name,
  lacks: JOS_LACKS,
  base: () => josLab4(JosLab4, host),
  programs: (names) => josProgramsOf(host, names),
  make: (values, programs, oracle) => {
    const asked = parseTimer(textOf(values, 'timer') ?? DEFAULT_TIMER);
    const timer = oracle?.asked.includes('tick') && values.timer === undefined ? CHOSEN : asked;
    const tally = new JosTally();
    const parameters = { ...josParameters(values), timer, programs, ...(oracle !== undefined && { oracle }) };
    const kernel = host.construct(tally.tallied(Kernel), JosKernel, parameters);
    tally.listen(kernel);
    return systemOf(kernel, tally, Kernel === JosLab4 ? OF_PROGRAMS : {});
  },
  around: (kernel) => {
    const tally = new JosTally();
    tally.listen(kernel as JosLab4);
    return systemOf(kernel as JosLab4, tally, {});
  },
});

/** Where the kernel is right, programs break copy-on-write: it is their library that does it. */
const OF_PROGRAMS: Brought = { invariants: [{ ...copyOnWriteIsNotWritten, subject: 'program' }] };

/** The words of its screen. */
export const ENVIRONMENTS_SHOWN: ScreenWords = {
  title: 'The screen of JOS: physical memory, environments, page tables of one of them, and the console',
  ...{ nouns: ['environment', 'environments'], one: 'environment 1000', firstSlot: 0, flagNames: FLAGS },
};

const systemOf = (kernel: JosLab4, tally: JosTally, judged: Brought): System => {
  const model: { current: EnvironmentModel | null } = { current: null };
  return {
    kernel,
    judging: lab4Judging(() => model.current?.sharedOnPurpose ?? NONE, judged),
    allocations: allocationsOfJos(kernel),
    screen: new ViewScreen(kernel, ENVIRONMENTS_SHOWN),
    flagNames: FLAGS,
    speaks: true,
    readsKeys: false,
    header: (settings) => headerOf(kernel, settings),
    summary: () => environmentTable(kernel, tally),
    machineLines: () => environmentFigures(kernel, tally),
    standstill: () => standstillOf(kernel),
    describeError: (error) => describeError(kernel, tally, error),
    checkedBy: (watch) => followCalls(kernel, watch, model),
  };
};

/** Holds what programs do against the model of their calls, which also knows what they share on purpose. Throws ModelBroken out of the run. */
const followCalls = (kernel: JosLab4, { tracker }: Watch, model: { current: EnvironmentModel | null }): void => {
  type State = ConstructorParameters<typeof EnvironmentModel>[1];
  const hear = (event: MachineEvent): void => {
    model.current?.hear(event);
    if (event.type !== 'return' && event.type !== 'idle') return;
    const state = tracker.counted as State;
    // What environments begin with is taken for granted: the programs were started by the boot.
    if (model.current === null) model.current = new EnvironmentModel(kernel, state, new Map(), STRICT);
    else model.current.compare(state, event.type === 'return' ? event.slot : NOBODY);
  };
  kernel.machine.listen(hear, MODELLED_EVENTS);
};

const headerOf = (kernel: JosLab4, { types, check, kernelName }: LogSettings): Header => {
  const { programs, timer, parameters } = kernel;
  const { pages, variant } = parameters;
  const names = programs.map(({ layout }) => layout.name);
  const booted = { programs: names, timer, pages, ...(kernelName !== undefined && { kernel: kernelName }) };
  return { ...booted, events: types, system: 'jos', variant, ...(check !== 'off' && { check }) };
};

/** An environment at a breakpoint, where a panic of a program ends, makes everything wait; and some may wait for ever. */
const standstillOf = ({ machine, view }: JosLab4): Standstill | null => {
  if (machine.cpu.runState !== register.IDLE) return null;
  if (view.current >= 0) {
    const id = labelOf(view, view.pidOf(view.current));
    return {
      sentence: `Environment ${id} is at a breakpoint, and everything waits in the kernel's monitor.`,
      complaint: `environment ${id} is at a breakpoint`,
    };
  }
  const waiting = view.processes().filter(({ status }) => status === josAbi.ENV_NOT_RUNNABLE).length;
  if (waiting === 0) return null;
  const who = waiting === 1 ? 'an environment waits' : `${inThousands(waiting)} environments wait`;
  return { sentence: `Nothing can run any more; ${who} for ever.` };
};

/** The error with the environment instead of its place in the table, which is what the machine knows. */
const describeError = ({ machine, view }: JosLab4, { inError }: JosTally, error: ProgramError): string => {
  const { program, entry, operation, problem } = error;
  const known = inError[machine.execution.programErrors.indexOf(error)];
  const id = known ?? labelOf(view, view.pidOf(error.process));
  return `program ${program} (environment ${id}), entry ${entry}, operation ${operation}: ${problem}`;
};
