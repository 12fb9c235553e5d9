/** What events consist of: every type with its fields, the choice that `--events` makes among them, and an event as its line has it. */
import type { MachineEvent } from '../../hardware/hardware.ts';
import { thereAre } from '../command-line/meant.ts';
import { UsageError } from '../command-line/usage-error.ts';

export type EventType = MachineEvent['type'];
type FieldsOf<Type extends EventType> = Exclude<keyof Extract<MachineEvent, { readonly type: Type }>, 'type'>;

/** Every type of event with its fields, in the order in which a line has them. A type or field too few or too many does not compile. */
export const EVENT_FIELDS: { readonly [Type in EventType]: { readonly [Field in FieldsOf<Type>]-?: true } } = {
  operation: { slot: true, kind: true, operands: true, result: true },
  'system call': { slot: true, number: true, argument: true },
  exception: { slot: true, vector: true, errorCode: true, address: true },
  timer: { slot: true },
  return: { slot: true, result: true },
  switch: { from: true, to: true },
  idle: {},
  'tlb fill': { va: true, pa: true, kinds: true },
  flush: { root: true },
  invalidate: { va: true },
  page: { page: true, before: true, count: true },
  map: { root: true, va: true, pa: true, permissions: true },
  unmap: { root: true, va: true, pa: true },
  'out of memory': {},
  setup: { slot: true, name: true },
  segment: { va: true, fileSize: true, size: true, writable: true },
  'set up': { slot: true },
  output: { slot: true, text: true },
  choice: { question: true, alternatives: true, choice: true },
  log: { text: true },
};
export const EVENT_TYPES = Object.keys(EVENT_FIELDS) as readonly EventType[];

/** The types of event that `--events` lists, `_` standing for a space; all if it is not given. Throws a UsageError. */
export const parseEventTypes = (text: string | undefined): readonly EventType[] => {
  if (text === undefined) return EVENT_TYPES;
  const asked = text.split(',').map((name) => name.trim().replaceAll('_', ' '));
  const unknown = asked.find((name) => !Object.hasOwn(EVENT_FIELDS, name));
  if (unknown === undefined) return EVENT_TYPES.filter((type) => asked.includes(type));
  throw new UsageError(
    `--events ${text}: there is no event ${unknown || '(empty)'}: ${thereAre(
      unknown.replaceAll(' ', '_'),
      EVENT_TYPES.map((name) => name.replaceAll(' ', '_')),
    )}`,
  );
};

/** The event with its fields in order. */
export const fieldsOf = (event: MachineEvent): object => {
  const told: Record<string, unknown> = { type: event.type };
  for (const name of Object.keys(EVENT_FIELDS[event.type])) told[name] = plain(event[name as keyof MachineEvent]);
  return told;
};

/** JSON has no numbers that are not finite: they are written as text. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
};
