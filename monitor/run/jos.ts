/** Running JOS with programs: what its console shows, then how the run ended and a summary; or the event log. */
import { asError, type Halt, type ProgramError } from '../../hardware/hardware.ts';
import { JosLab4, type Lab4Parameters, Panic, type PanicSite } from '../../kernel/kernel.ts';
import { textOf, type Values } from '../command-line/options.ts';
import { josParameters, makeJos } from '../command-line/options-of-jos.ts';
import { josProgramsOf } from '../command-line/programs.ts';
import { DEFAULT_TIMER, parseTimer, parseWhole, UsageError } from '../command-line/usage-error.ts';
import { deedOf } from '../limits/mistake.ts';
import { reportReady } from '../limits/supervisor.ts';
import { verdict } from '../report/verdict.ts';
import { JosConsole } from './console.ts';
import { DEFAULT_EVENTS, type End, type Outcome, reasonOf, runToEnd } from './end-of-run.ts';
import { atBreakpoint, endingOf, remarkOf } from './ending.ts';
import { environmentAt, idText } from './environment.ts';
import { josSummaryLines } from './environment-summary.ts';
import { JosTally } from './environment-tally.ts';
import { parseEventTypes } from './event-fields.ts';
import { EventLog, type Header } from './event-log.ts';
import { grouped } from './summary.ts';

/** Events between two looks at the clock. */
const EVENTS_A_TURN = 500;
/** Operations without an event after which none is to be expected: a program spins, and no tick comes. */
const QUIET_OPERATIONS = 1_000_000;

/** Options of `run` that mean nothing here, and why. */
const WEENSYOS_ALONE: Readonly<Record<string, string>> = {
  order: 'JOS hands out the page that was freed last',
  processes: 'JOS has room for 1,024 environments',
  viewer: 'JOS has no memory viewer',
  show: 'there is no screen of JOS to show it on',
  picture: 'there is no screen of JOS to draw',
  check: 'ringfence check judges a kernel of JOS',
  seed: 'no program of JOS draws numbers',
  'record-allocations': 'JOS counts a page when it is mapped, not when it is taken',
};

/** A command line that is to run JOS: the programs that it names, its options, and seconds of patience. */
interface Asked {
  readonly names: readonly string[];
  readonly values: Values;
  readonly patience: number;
}

/** A run: its kernel, what is counted of it, and where its console goes, or the log instead of that if one is asked for. */
interface Run {
  readonly kernel: JosLab4;
  /** Whether the kernel is the user's own. */
  readonly isOwn: boolean;
  readonly tally: JosTally;
  readonly console: JosConsole | null;
  readonly log: EventLog | null;
}

/** How a run ended, and what a kernel of the user's own threw, if it did. */
interface JosOutcome extends Outcome {
  readonly thrown: string | null;
}

/** Boots `Kernel`, which is JosLab4 or extends it, and runs what the command line asks for. Returns the exit code. */
export const runJos = async (Kernel: typeof JosLab4, { names, values, patience }: Asked): Promise<number> => {
  refuseOptions(values);
  const end = parseJosEnd(textOf(values, 'until'));
  const timer = parseTimer(textOf(values, 'timer') ?? DEFAULT_TIMER);
  const programs = await josProgramsOf(names);
  const run = prepare(Kernel, { ...josParameters(values), timer, programs }, values);
  reportReady();
  const outcome = outcomeOf(run, end, patience);
  if (run.log !== null) endLog(run.log, run.kernel, end, outcome);
  show(run, end, outcome);
  return judge(run, outcome);
};

const refuseOptions = (values: Values): void => {
  const given = Object.keys(WEENSYOS_ALONE).find((name) => values[name] !== undefined);
  if (given === undefined) return;
  throw new UsageError(`--${given}: it is for WeensyOS alone, and this is JOS: ${WEENSYOS_ALONE[given]}`);
};

const parseJosEnd = (text: string | undefined): End => {
  const end = { events: DEFAULT_EVENTS, saturated: false, quiet: QUIET_OPERATIONS };
  if (text === undefined) return end;
  if (text === 'idle') return { events: Number.POSITIVE_INFINITY, saturated: false };
  if (/^\d+$/.test(text)) return { ...end, events: parseWhole('until', text, 1) };
  throw new UsageError(`--until ${text}: expected a number of events (system calls and ticks), or idle`);
};

const prepare = (Kernel: typeof JosLab4, parameters: Partial<Lab4Parameters>, values: Values): Run => {
  const isOwn = Kernel !== JosLab4;
  const tally = new JosTally();
  const kernel = makeJos(parameters, tally.tallied(Kernel));
  tally.listen(kernel);
  if (values.json !== true) return { kernel, isOwn, tally, console: new JosConsole(kernel.machine), log: null };
  const header = headerOf(kernel, isOwn ? Kernel.name : undefined, textOf(values, 'events'));
  return { kernel, isOwn, tally, console: null, log: new EventLog(kernel, header) };
};

const headerOf = (kernel: JosLab4, kernelName: string | undefined, events: string | undefined): Header => {
  const { programs, timer, parameters } = kernel;
  const { pages, variant } = parameters;
  const names = programs.map(({ layout }) => layout.name);
  const booted = { programs: names, timer, pages, ...(kernelName !== undefined && { kernel: kernelName }) };
  return { ...booted, events: parseEventTypes(events), system: 'jos', variant };
};

const outcomeOf = ({ kernel, isOwn, console, log }: Run, end: End, patience: number): JosOutcome => {
  const beforeTurn = (): void => {
    console?.flush();
    log?.flush();
  };
  try {
    const stuck = runToEnd(kernel, end, { turn: EVENTS_A_TURN, patience, beforeTurn });
    return { stuck, broken: null, thrown: null };
  } catch (error) {
    // Our own kernel throws nothing but what stops the machine: anything else is a mistake of ours.
    if (isOwn && !(error instanceof UsageError)) return { stuck: null, broken: null, thrown: deedOf(error) };
    console?.end();
    log?.end('error', asError(error).message);
    throw error;
  }
};

const endLog = (log: EventLog, kernel: JosLab4, end: End, outcome: JosOutcome): void => {
  if (outcome.thrown !== null) return log.end('error', outcome.thrown);
  const message = (outcome.stuck ?? kernel.machine.execution.halt)?.message;
  log.end(reasonOf(kernel, end, outcome), message ?? remarkOf(kernel, end));
};

/** What the console still has to show, how the run ended, and the summary. */
const show = ({ kernel, tally, console }: Run, end: End, outcome: JosOutcome): void => {
  if (console === null) return;
  console.end();
  const ending = outcome.thrown === null ? endingOf(kernel, end, outcome) : 'The kernel stopped.';
  process.stdout.write(`\n   ${ending}\n\n${josSummaryLines(kernel, tally).join('\n')}\n`);
};

/** Says on stderr what went wrong. Returns the exit code, 1 also if everything waits at a breakpoint. */
const judge = ({ kernel, tally }: Run, outcome: JosOutcome): number => {
  const describe = (error: ProgramError): string => describeProgramError(kernel, tally, error);
  const site = (halt: Halt): string => (halt instanceof Panic ? siteLines(halt.site) : '');
  const code = verdict(kernel.machine, outcome, { describe, site });
  const env = atBreakpoint(kernel);
  if (env !== null) process.stderr.write(`ringfence: environment ${idText(env)} is at a breakpoint: nothing runs on\n`);
  if (outcome.thrown !== null) {
    process.stderr.write(`ringfence: the kernel stopped: ${outcome.thrown}\n`);
  }
  return code === 0 && (env !== null || outcome.thrown !== null) ? 1 : code;
};

/** Where a panic was, on whose behalf, and in which functions. */
const siteLines = ({ cycle, process: id, handling, backtrace }: PanicSite): string => {
  const whose = id === 0 ? '' : ` for environment ${id.toString(16).padStart(8, '0')}`;
  const functions = backtrace.map((name, depth) => `\n  #${depth}  ${name}`);
  return `\n  at cycle ${grouped(Math.floor(cycle))}, in ${handling}${whose}${functions.join('')}`;
};

/** The error with the environment instead of its place in the table, which is what the machine knows. */
const describeProgramError = (kernel: JosLab4, { inError }: JosTally, error: ProgramError): string => {
  const { program, entry, operation, problem } = error;
  const known = inError[kernel.machine.execution.programErrors.indexOf(error)];
  const id = known ?? idText(environmentAt(kernel, error.process));
  return `program ${program} (environment ${id}), entry ${entry}, operation ${operation}: ${problem}`;
};
