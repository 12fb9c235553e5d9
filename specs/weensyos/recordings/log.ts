/**
 * Logs: what a few lines of a kernel's own write of it, a line an event as a trace has them, without header, hashes and checkpoints. Such a kernel is
 * somebody's own, on a machine whose timer goes by the clock: ticks come where they came, and pages may be taken in another order.
 */
import { counter, type Oracle } from '../../../hardware/hardware.ts';
import type { WeensyKernel } from '../../../kernel/kernel.ts';
import { type Difference, firstDifference } from '../../judge/recordings/comparison.ts';
import { eventText, explainDifference } from './explanation.ts';
import { askedOf } from './handout.ts';
import type { Recording } from './recording.ts';
import { recordTrace } from './trace.ts';

const TICK = /^\d+ \d+ T /;
/** Fields of a line before the changes; of those the number of free pages and the hash are the machine's own. */
const FIELDS = 8;
const COMPARED = 6;

/** Whether the kernel's viewer took a page at the first event, as it does unless it was left out. */
export const hasViewer = ({ lines }: Recording): boolean => / \+/.test(lines[0]) && /^0 \d+ [GYT] /.test(lines[0]);

/** Says where ticks came: for a kernel whose timer is chosen, and whose machine is told to `follow`. */
export class LoggedTicks implements Oracle {
  readonly asked = ['tick'] as const;
  private readonly ticks: ReadonlySet<number>;
  private events: () => number = () => -1;

  constructor({ lines }: Recording) {
    this.ticks = new Set(lines.flatMap((line, event) => (TICK.test(line) ? [event] : [])));
  }

  follow({ machine }: WeensyKernel): void {
    this.events = () => machine.counters[counter.EVENTS];
  }

  choose(): number {
    return this.ticks.has(this.events()) ? 1 : 0;
  }
}

/**
 * Boots `kernel`, which must be fresh and have its ticks from the log, and runs it beside that to the first line that differs: in who asks for what, in
 * what came of it, or in how many pages were taken, shared, dropped or freed. Null if none does.
 */
export const compareLog = ({ lines, places, events }: Recording, kernel: WeensyKernel): Difference | null => {
  const record = (write: (line: string) => boolean): void =>
    recordTrace(kernel, { events, log: events }, (line) => !/^\d/.test(line) || write(line));
  const difference = firstDifference(lines, record, {
    explain: (recorded, model) => explainCounts(recorded, model) ?? explainFields(recorded, model),
    asks: askedOf,
    comparable: (line) => line && [...fieldsOf(line), countsText(line)].join(' '),
    isWhole: false,
  });
  return difference && { ...difference, line: (places?.[difference.line - 1] ?? difference.line - 1) + 1 };
};

const fieldsOf = (line: string): string[] => line.split(' ').slice(0, COMPARED);

const KINDS = ['taken', 'freed', 'shared', 'dropped by one of its users'] as const;
const LETTERS = ['+', '-', '=', '~'];

/** How many pages have changed in each way, from before the event to after it: what came and went within is not seen by everybody. */
const countsOf = (line: string): number[] => {
  const pages = new Map<string, string[]>();
  for (const change of line.split(' ').slice(FIELDS)) {
    const [letter, page] = [change[0], change.slice(1)];
    if (LETTERS.includes(letter)) pages.set(page, [...(pages.get(page) ?? []), letter]);
  }
  const nets = [...pages.values()].map(netOf);
  return LETTERS.map((letter) => nets.filter((net) => net === letter).length);
};

/** What several changes of a page's count come to; empty if to nothing. */
const netOf = (letters: readonly string[]): string => {
  const rises = letters.filter((letter) => '+='.includes(letter)).length;
  const [first, last] = [letters[0], letters[letters.length - 1]];
  if (rises * 2 === letters.length) return '';
  return rises * 2 > letters.length ? (first === '+' ? '+' : '=') : last === '-' ? '-' : '~';
};

const countsText = (line: string): string => countsOf(line).join(' ');

/** What else parts them: pages have other numbers anyhow, and are not told. Of a call that failed on one side it matters how much was free. */
const explainFields = (recorded: string | undefined, model: string | undefined): string => {
  const [there, here] = [recorded, model].map((line) => line?.split(' '));
  const sentence = explainDifference(
    ...([there, here].map((line) => line?.slice(0, COMPARED).join(' ')) as [string?, string?]),
  );
  const hasFailed = there !== undefined && here !== undefined && (there[RESULT] === '-1') !== (here[RESULT] === '-1');
  return hasFailed
    ? `${sentence.slice(0, -1)}; ${there[FREE]} pages are free there, and ${here[FREE]} here.`
    : sentence;
};
const [RESULT, FREE] = [4, 6];

/** The first kind of change of which one line has more pages than the other, as a sentence; null if something else parts them. */
const explainCounts = (recorded: string | undefined, model: string | undefined): string | null => {
  if (recorded === undefined || model === undefined || fieldsOf(recorded).join() !== fieldsOf(model).join())
    return null;
  const [there, here] = [countsOf(recorded), countsOf(model)];
  const kind = there.findIndex((count, i) => count !== here[i]);
  if (kind < 0) return null;
  const pages = (count: number): string => (count === 1 ? '1 page is' : `${count} pages are`);
  return `${eventText(recorded.split(' '))}, ${pages(there[kind])} ${KINDS[kind]} in the recording and ${here[kind]} in the model.`;
};
