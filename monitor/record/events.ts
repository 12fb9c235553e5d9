/** Recordings of JOS with environments, and of kernels from scratch: an event a line, with the reference counts that it changed. */
import { type Values, wholeOf } from '../../presentation/boot/values.ts';
import type { Kind } from '../../presentation/presentation.ts';
import { askedOfJos, explainFields, recordEvents } from '../../specs/specs.ts';
import { type Form, programsAsked, type Recorder } from './recorder.ts';

const DEFAULT_EVENTS = 20_000;
const NOT_A_BOOT = 'it is for lab 2 of JOS, which runs no programs; here leave --programs out, or add --lab 2';

export const EVENTS: Form = {
  explain: explainFields,
  asks: askedOfJos,
  // A kernel that was changed may have another name.
  comparable: (line) => line?.replace(/^K \S+ /, 'K '),
  lacks: {
    'program-seed': 'no program of this kernel draws from a seed',
    meminit: NOT_A_BOOT,
    operations: NOT_A_BOOT,
    seed: NOT_A_BOOT,
    log: 'each event is written',
    final: 'the state after the last event shows with ringfence run --until, and in ringfence why',
  },
  async recorder(kind, values): Promise<Recorder> {
    const events = wholeOf(values, 'events', 1) ?? DEFAULT_EVENTS;
    const programs = await programsAsked(
      kind,
      values,
      `those to run, with commas between them, as ${exampleFor(kind)}`,
    );
    const { kernel } = kind.make(values, programs);
    const names = programs.map(({ layout }) => layout.name);
    return {
      kernel,
      record: (write) => recordEvents(kernel, { name: nameOf(kind, values), programs: names, events }, write),
    };
  },
};

const exampleFor = ({ name }: Kind): string => (name === 'JOS' ? 'pingpong' : './program.ts');

/** One word, that of JOS with its variant if it is not MIT's. */
const nameOf = ({ name }: Kind, values: Values): string => (values.variant === 'sjtu' ? SJTU : name);
const [MIT, SJTU] = ['JOS', 'JOS-sjtu'];

/** What a recording of events says of its run; options that are given come first. */
export const eventsValues = (lines: readonly string[], values: Values): Values => {
  const [, name, programs, pages] = /^K (\S+) programs=(\S*) pages=(\d+)/.exec(lines[0]) ?? [];
  const isJos = name === MIT || name === SJTU;
  const events = String(lines.filter((line) => /^\d/.test(line)).length);
  return {
    ...(isJos && { kernel: 'jos', variant: name === SJTU ? 'sjtu' : 'mit', memory: `${Number(pages) * 4}K`, programs }),
    ...(events !== '0' && { events }),
    ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
  };
};
