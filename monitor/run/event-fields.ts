/** What events consist of: every type with its fields, the choice that `--events` makes among them, and an event as its line has it. */
import type { MachineEvent } from '../../hardware/hardware.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { either, flag, list, maybe, number, oneOf, type Shape, text, whole } from '../json/shape.ts';

export type EventType = MachineEvent['type'];
type FieldsOf<Type extends EventType> = Exclude<keyof Extract<MachineEvent, { readonly type: Type }>, 'type'>;

const slot = whole('The number of the process; with JOS the place of the environment in the table.');
const root = whole('The physical address of a root table.');
const va = whole('A virtual address.');
const pa = whole('A physical address.');
/** Programs may compute with any number, and JSON has no NaN. */
const word = either([number(), oneOf(['NaN', 'Infinity', '-Infinity'])]);

/** Every type of event with its fields, in the order in which a line has them. A type or field too few or too many does not compile. */
export const EVENT_FIELDS: { readonly [Type in EventType]: { readonly [Field in FieldsOf<Type>]-?: Shape<unknown> } } =
  {
    operation: { slot, kind: whole('Its number (docs/events.md).'), operands: list(word), result: maybe(word) },
    'system call': { slot, number: word, argument: word },
    exception: { slot, vector: whole(), errorCode: whole(), address: whole() },
    timer: { slot },
    return: { slot, result: word },
    switch: { from: whole(), to: whole() },
    idle: {},
    'tlb fill': { va, pa, kinds: whole('A set of bits (docs/events.md).') },
    flush: { root },
    invalidate: { va },
    page: { page: whole('The number of a physical page.'), before: whole(), count: whole() },
    map: { root, va, pa, permissions: whole('Flags of an entry.') },
    unmap: { root, va, pa },
    'out of memory': {},
    setup: { slot, name: text() },
    segment: { va, fileSize: whole(), size: whole(), writable: flag() },
    'set up': { slot },
    output: { slot, text: text() },
    choice: { question: text(), alternatives: whole(), choice: whole() },
    log: { text: text() },
  };
export const EVENT_TYPES = Object.keys(EVENT_FIELDS) as readonly EventType[];

/** The types of event that `--events` lists, `_` standing for a space; all if it is not given. Throws a UsageError. */
export const parseEventTypes = (given: string | undefined): readonly EventType[] => {
  if (given === undefined) return EVENT_TYPES;
  const asked = given.split(',').map((name) => name.trim().replaceAll('_', ' '));
  const unknown = asked.find((name) => !Object.hasOwn(EVENT_FIELDS, name));
  if (unknown === undefined) return EVENT_TYPES.filter((type) => asked.includes(type));
  throw new UsageError(
    `--events ${given}: there is no event ${unknown || '(empty)'}: there are ${EVENT_TYPES.map((name) => name.replaceAll(' ', '_')).join(', ')}`,
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
