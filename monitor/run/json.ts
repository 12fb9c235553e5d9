/** What the lines of `run --json` look like: a header, events, what broke, an end (docs/events.md). */

import { END_REASONS } from '../../presentation/presentation.ts';
import { either, flag, headed, list, maybe, object, oneOf, type Schema, text, whole } from '../json/shape.ts';
import { EVENT_FIELDS, EVENT_TYPES } from './event-fields.ts';

/** How the schema of the log is known; the header has it. */
export const RUN_ID = 'ringfence/run/1';

const MOMENT = {
  cycle: whole("The machine's cycle.", 0),
  event: whole('How many system calls and ticks there were so far.', 0),
};

const HEADER = object(
  {
    type: oneOf(['header']),
    format: oneOf(['ringfence-events']),
    version: whole(),
    programs: list(text(), 'Names of the programs.'),
    seed: maybe(whole()),
    order: maybe(object({ kind: text(), stride: maybe(whole()), seed: maybe(whole()) })),
    timer: maybe(object({ mode: oneOf(['off', 'cycles', 'every']), period: maybe(whole()) })),
    pages: whole('Pages of physical memory.', 1),
    slots: maybe(whole()),
    allocatable: maybe(whole('Pages that are given away, if not all.')),
    viewer: maybe(flag()),
    check: maybe(oneOf(['off', 'every-trap', 'every-tick', 'end'])),
    kernel: maybe(text("The name of the user's own class.")),
    events: list(oneOf(EVENT_TYPES), 'The types of event that this log has.'),
    system: maybe(oneOf(['jos'])),
    variant: maybe(oneOf(['mit', 'sjtu'])),
    lab: maybe(whole()),
    schema: oneOf([RUN_ID], 'Which schema this is, and in which version.'),
  },
  'The first line: what was booted.',
);

const EVENTS = EVENT_TYPES.map((type) => object({ ...MOMENT, type: oneOf([type]), ...EVENT_FIELDS[type] }));

const BROKEN = object(
  {
    type: oneOf(['invariant broken']),
    name: text('The invariant.'),
    sentence: text('What it says.'),
    page: maybe(whole('The page at fault.')),
    process: maybe(whole('The process at fault.')),
    expected: text(),
    found: text(),
    during: text('What the kernel had done.'),
    ...MOMENT,
    causes: list(text(), 'Who made the count of the page wrong.'),
    history: list(text(), 'The last changes of the page.'),
  },
  'The last line but one, if an invariant broke.',
);

const count = whole(undefined, 0);
const END = object(
  {
    type: oneOf(['end']),
    reason: oneOf(END_REASONS),
    message: maybe(text('What there is to add.')),
    ...MOMENT,
    freePages: count,
    ...{ operations: count, systemCalls: count, interrupts: count, faults: count, contextSwitches: count },
    ...{ tlbHits: count, tlbMisses: count, walkLoads: count, flushes: count },
    moment: maybe(text('This moment, as --moment takes it.')),
  },
  'The last line. A log without it was cut off.',
);

const { schema } = either([HEADER, ...EVENTS, BROKEN, END]);

/** The schema of a line. */
export const RUN: { readonly name: string; readonly schema: Schema } = {
  name: 'run',
  schema: headed(RUN_ID, 'What ringfence run --json writes: lines, each such an object (docs/events.md).', schema),
};
