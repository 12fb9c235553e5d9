/** Says in a sentence what two lines of recordings differ in. */
import type { Difference } from '../../judge/recordings/comparison.ts';

const CALLS: Readonly<Record<string, string>> = {
  G: 'getpid',
  Y: 'yield',
  P: 'panic',
  A: 'page_alloc',
  F: 'fork',
  E: 'exit',
  T: 'a timer interrupt',
};
const EVENT_FIELDS = [
  'event number',
  'process',
  'kind',
  'argument',
  'result',
  'next process',
  'free pages',
  'hash of counts',
];
/** So many of them say what a program asks for. */
const ASKED = 4;
const CHECKPOINT_FIELDS = [
  'events',
  'stream of all events',
  'reference counts',
  'page tables and mappings',
  'contents of heaps',
  'free pages',
  'live processes',
];
const CHANGES: Readonly<Record<string, string>> = {
  '+': 'page taken',
  '-': 'page freed',
  '=': 'page shared',
  '~': 'reference dropped',
  '!': 'no page found',
};

/** The entry into the kernel that `line` tells of, by its plain name; null if it is no event's line. */
export const entryOf = (line: string): string | null => {
  if (!/^\d/.test(line)) return null;
  const [, , letter] = line.split(' ');
  return letter === 'T' ? 'tick' : (CALLS[letter] ?? null);
};

/** Whether a program does another thing in one line than in the other: the number of the event, the process, the call or its argument differ. */
export const asksOtherwise = ({ recorded = '', model = '' }: Pick<Difference, 'recorded' | 'model'>): boolean => {
  const [there, here] = [recorded, model].map((line) => line.split(' ', ASKED).join(' '));
  return /^\d/.test(there) && /^\d/.test(here) && there !== here;
};

/** In what two lines of a recording of WeensyOS part, as a sentence; a line that is undefined was not written. */
export const explainDifference = (recorded: string | undefined, model: string | undefined): string => {
  if (recorded === undefined) return 'The recording ends here and the model goes on.';
  if (model === undefined) return 'The model stops here and the recording goes on.';
  if (/^\d/.test(recorded) && /^\d/.test(model)) return explainEvent(recorded.split(' '), model.split(' '));
  if (recorded.startsWith('I ') && model.startsWith('I ')) return explainSetup(recorded.split(' '), model.split(' '));
  if (recorded.startsWith('C ') && model.startsWith('C '))
    return explainCheckpoint(recorded.split(' '), model.split(' '));
  if (/^\d/.test(recorded) && /^[CZ] /.test(model)) return 'The model stops here and the recording goes on.';
  return 'The lines differ.';
};

/** The event that a line of these fields tells of. */
export const eventText = ([number, pid, letter]: readonly string[]): string =>
  `At event ${number}, ${CALLS[letter] ?? letter} of process ${pid}`;

const explainEvent = (recorded: string[], model: string[]): string => {
  const head = `${eventText(recorded)}, `;
  const field = EVENT_FIELDS.findIndex((_, i) => recorded[i] !== model[i]);
  const change = explainChange(recorded.slice(EVENT_FIELDS.length), model.slice(EVENT_FIELDS.length));
  // The hash follows from the changes, and free pages mostly do, so the changes say more.
  if (change !== null && (field < 0 || field >= 6)) return `${head}${change}.`;
  const first = `the ${EVENT_FIELDS[field]} is ${recorded[field]} in the recording and ${model[field]} in the model`;
  return change === null ? `${head}${first}.` : `${head}${first}; ${change}.`;
};

const explainSetup = (recorded: string[], model: string[]): string => {
  const change = explainChange(recorded.slice(3), model.slice(3));
  return `While process ${recorded[1]} is set up, ${change ?? 'its name or number differs'}.`;
};

const explainChange = (recorded: string[], model: string[]): string | null => {
  const at = recorded.findIndex((change, i) => change !== model[i]);
  const place = at >= 0 ? at : recorded.length;
  if (recorded[place] === model[place]) return null;
  return `change ${place + 1} is ${describe(recorded[place])} in the recording and ${describe(model[place])} in the model`;
};

const describe = (change: string | undefined): string => {
  if (change === undefined) return 'missing';
  const meaning = CHANGES[change[0]];
  return meaning === undefined ? change : `${change} (${meaning})`;
};

const explainCheckpoint = (recorded: string[], model: string[]): string => {
  const field = recorded.findIndex((value, i) => value !== model[i]) - 1;
  const name = CHECKPOINT_FIELDS[field] ?? 'counts of system calls';
  return `At the checkpoint after event ${recorded[1]}, the first to differ is: ${name}.`;
};
