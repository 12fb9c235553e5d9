/** A recording read back: its lines, checked for the form of the format, and how many events it holds. */

/** The text is not a recording; the message says at which line and what was expected there. */
export class MalformedRecording extends Error {
  constructor(line: number, problem: string) {
    super(`line ${line}: ${problem}`);
    this.name = 'MalformedRecording';
  }
}

/** A recording that was read: its lines, and what its header says. */
export interface Recording {
  readonly kind: 'trace' | 'final' | 'log';
  readonly lines: readonly string[];
  /** Of a log: where its lines stand in the file, from 0, among others that the kernel wrote. */
  readonly places?: readonly number[];
  /** Of a trace or log: events in all, and events written one by one. */
  readonly events: number;
  readonly logged: number;
  /** Whether the lines go to the end of the run, not only to some event. */
  readonly whole: boolean;
}

const CHANGE = ' (?:[-+=~][0-9a-f]{3}|!)';
const SEGMENT = String.raw` \[seg [0-9a-f]+ [0-9a-f]+ [0-9a-f]+ [rw]\]`;
const HASH = '[0-9a-f]{16}';
const EVENT = new RegExp(String.raw`^\d+ \d+ [A-Z?] [0-9a-f]+ -?\d+ \d+ \d+ (?:${HASH}|\.)(?:${CHANGE})*$`);
const SHAPES: readonly (readonly [name: string, shape: RegExp])[] = [
  ['header', /^B kernel_start [0-9a-f]+ kernel_end [0-9a-f]+ kernel_pagetable [0-9a-f]+ free \d+$/],
  ['setup', new RegExp(String.raw`^I \d+ \S+(?:${SEGMENT}|${CHANGE})* = free \d+ h ${HASH}$`)],
  ['event', EVENT],
  ['checkpoint', new RegExp(String.raw`^C \d+(?: ${HASH}){4}(?: \d+){11}$`)],
  ['end', /^Z events \d+ next \d+$/],
];
const FINAL_SHAPE =
  /^(?:V \d+ \d+ \S{64} [0-9a-f]{128}|R [0-9a-f]{3} \d+ \S [0-9a-f]{2}|P .*|T .*|M .*|W [0-9a-f]{320})$/;

/** Reads the text of a `.trace.txt` or `.final.txt`, or of a log, or its lines as they come when it is split. Throws MalformedRecording. */
export const parseRecording = (text: string | readonly string[]): Recording => {
  const lines = typeof text === 'string' ? text.split('\n') : [...text];
  if (isLog(lines)) return parseLog(lines);
  if (lines.at(-1) !== '') throw new MalformedRecording(lines.length, 'the file ends in the middle of a line');
  lines.pop();
  if (lines.length === 0) throw new MalformedRecording(1, 'the file is empty');
  return lines[0].startsWith('B ') ? parseTrace(lines) : parseFinal(lines);
};

const parseTrace = (lines: readonly string[]): Recording => {
  let logged = 0;
  for (const [index, line] of lines.entries()) {
    const shape = SHAPES.find(([, pattern]) => pattern.test(line));
    if (shape === undefined)
      throw new MalformedRecording(index + 1, `no header, setup, event, checkpoint or end: ${line.slice(0, 60)}`);
    if (shape[0] !== 'event') continue;
    if (Number.parseInt(line, 10) !== logged) throw new MalformedRecording(index + 1, `expected event ${logged}`);
    logged += 1;
  }
  const end = /^Z events (\d+)/.exec(lines[lines.length - 1]);
  if (end === null) throw new MalformedRecording(lines.length, 'a trace ends with a line like `Z events 20000 next 3`');
  return { kind: 'trace', lines, events: Number(end[1]), logged, whole: true };
};

/** A log has events and no header: whatever else its kernel printed stands between them. */
const isLog = (lines: readonly string[]): boolean =>
  !lines[0].startsWith('B ') && lines.some((line) => EVENT.test(line));

/** The last line may have been cut off when the machine was stopped. */
const parseLog = (lines: readonly string[]): Recording => {
  const places = [...lines.keys()].slice(0, -1).filter((place) => EVENT.test(lines[place]));
  const wrong = places.find((place, event) => Number.parseInt(lines[place], 10) !== event);
  if (wrong !== undefined) throw new MalformedRecording(wrong + 1, `expected event ${places.indexOf(wrong)}`);
  const events = places.length;
  return { kind: 'log', lines: places.map((place) => lines[place]), places, events, logged: events, whole: false };
};

const parseFinal = (lines: readonly string[]): Recording => {
  for (const [index, line] of lines.entries()) {
    if (!FINAL_SHAPE.test(line)) {
      const expected = 'a trace starts with `B kernel_start …`, a final state has lines V, R, P, T, M and W';
      throw new MalformedRecording(index + 1, `${expected}; found: ${line.slice(0, 60)}`);
    }
  }
  return { kind: 'final', lines, events: 0, logged: 0, whole: true };
};

/** The first `events` events of a trace, or all of it if it has no more; `trace` itself is not changed. */
export const firstEvents = (trace: Recording, events: number): Recording => {
  if (events >= trace.events) return trace;
  const isBefore = (line: string): boolean => {
    if (line.startsWith('C ')) return Number(line.split(' ')[1]) <= events;
    return !line.startsWith('Z ') && !(Number.parseInt(line, 10) >= events);
  };
  return { ...trace, lines: trace.lines.filter(isBefore), events, whole: false };
};
