/** Where a session stands, in lines: the place, who runs or what stopped the run, what happened last, and the lines of source. */
import { readFileSync } from 'node:fs';
import { asError, register } from '../../hardware/hardware.ts';
import { freePagesOf, programOf, type System } from '../../presentation/presentation.ts';
import { AllocatorPlaying, filmLines } from '../../specs/specs.ts';
import { frameOfGenerator } from '../limits/generator-frame.ts';
import { deedOf } from '../limits/mistake.ts';
import { innermost, type Place, placeText as sourceText, suspect } from '../limits/own-code.ts';
import { closeTrailOf, type Trail } from '../live/trail.ts';
import type { Session } from './session.ts';

/** Lines of what happened on the way, at most. */
const MOST_LINES = 12;

/** The place, and what happened on the way there as far as `rows` go. */
export const whereLines = (session: Session, rows = MOST_LINES): string[] => {
  const { system } = session;
  if (system === null) return [placeLine(session), ...pagesLines(session)];
  const trail = trailHere(session, rows);
  const lines = trail.lines.map((line) => `   ${line.trimStart()}`);
  return [placeLine(session), ...lines, ...changeLines(session, rows), ...sourceLines(system, trail)];
};

/** What the last step changed, where nobody ran: of several steps at once that says nothing. */
const changeLines = ({ system, moved }: Session, rows: number): string[] => {
  const changes = rows === 0 || moved > 1 ? [] : (system?.changes?.() ?? []);
  const more =
    changes.length > MOST_CHANGES ? [`     and ${changes.length - MOST_CHANGES} more, which inside tells`] : [];
  return [...changes.slice(0, MOST_CHANGES).map((line) => `     ${line}`), ...more];
};
const MOST_CHANGES = 24;

/** The pages of an allocator after the last operation, beside those before it. */
const pagesLines = ({ timeline, at }: Session): string[] => {
  const { playing } = timeline;
  if (!(playing instanceof AllocatorPlaying)) return [];
  timeline.goTo(at - 1);
  const before = playing.frame;
  timeline.goTo(at);
  const frames = [before, ...(at > 0 ? [playing.frame] : [])];
  const lines = filmLines(frames, playing.broken?.page ?? -1);
  return lines.map((line) => `   ${at > 1 ? line.replace('at first', 'before  ') : line}`);
};

/** The same of where a move led to, unless that is on the screen anyway. */
export const arrived = (session: Session, rows?: number): readonly string[] =>
  session.isShown ? [] : whereLines(session, rows);

/** What happened in the steps that the last command made; nothing at the beginning. */
export const trailHere = ({ timeline, system, moved }: Session, rows: number): Trail =>
  system === null ? { lines: [], deeds: [] } : closeTrailOf(timeline, system, moved, rows);

/** `event 12, operation 345: process 2 (exit) runs, 330 pages are free`. */
export const placeLine = (session: Session): string => `${placeText(session)}: ${conditionText(session)}`;

/** `event 12, operation 345`; or what it is called, where it has a name. */
export const placeText = ({ hasEvents, event, at, system, timeline }: Session): string => {
  const { title } = timeline.playing;
  if (title !== undefined) return hasEvents ? `event ${event}, ${title}` : title;
  if (hasEvents) return `event ${event}, operation ${at}`;
  return system === null ? `operation ${at}` : `after the boot, call ${at}`;
};

/** Who runs, or why nobody does. */
export const conditionText = ({ system, timeline, at }: Session): string => {
  const { thrown, playing } = timeline;
  if (thrown !== null && at >= thrown.at) return thrownText(thrown.error);
  if (system === null) return allocatorText(playing);
  const { machine, view } = system.kernel;
  const { halt } = machine.execution;
  if (halt !== null) return `the kernel stopped: ${halt.message}`;
  if (view.processes === undefined) return `${freePagesOf(view)} pages free`;
  return `${runnerText(system)}, ${freePagesOf(view)} pages free`;
};

const runnerText = ({ kernel, standstill, standing }: System): string => {
  const { machine, view } = kernel;
  if (standing !== undefined) return standing();
  if (machine.cpu.runState !== register.RUNNING)
    return standstill?.()?.sentence.replace(/\.$/, '') ?? 'nothing can run';
  const pid = view.pidOf(machine.cpu.slot);
  const process = view.processes?.().find((one) => one.pid === pid);
  return `${view.nameOf(pid)}${process === undefined ? '' : ` (${programOf(kernel, process)})`} runs`;
};

const thrownText = (error: unknown): string => (suspect() === undefined ? asError(error).message : deedOf(error));

const allocatorText = (playing: unknown): string =>
  playing instanceof AllocatorPlaying && playing.broken !== null
    ? `the allocator broke a rule: ${playing.broken.message}`
    : 'the allocator goes on';

/** The lines of source of the user's own that were executed last: of the kernel, if it did something that is told of, and of the program that runs. */
export const sourceLines = ({ kernel: { machine } }: System, { deeds }: Trail): string[] => {
  if (suspect() === undefined) return [];
  const program = machine.threadOf(machine.cpu.slot)?.program ?? null;
  const place = program === null ? null : innermost([frameOfGenerator(program)]);
  const deed = deeds.findLast((one) => one.place !== null);
  return [
    ...(deed === undefined ? [] : [`   the kernel was in ${deed.place}`]),
    ...(place === null ? [] : [`   ${sourceText(place)}: ${lineOf(place)}`]),
  ];
};

const lineOf = ({ file, line }: Place): string => {
  try {
    return readFileSync(file, 'utf8').split('\n')[line - 1]?.trim() ?? '';
  } catch {
    // The file was there when it was loaded.
    return '';
  }
};
