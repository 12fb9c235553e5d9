/** The keys of the live screen in words: one line that is always there, and a page. */
import { type System, wrapped } from '../../presentation/presentation.ts';
import type { Condition } from './condition.ts';
import type { Face } from './played-run.ts';

/** What a kernel has that changes what there is to say of keys. */
type Keyed = Pick<System, 'readsKeys' | 'screen'>;

/** When keys are told: what the player is about, how many processes there are, and whether their memory is on the screen. */
export interface KeyMoment {
  readonly condition: Condition;
  readonly processes: number;
  readonly page: 'all' | 'events' | 'guide';
  /** A run, if it is not given. */
  readonly face?: Face;
}

const RUNNING: KeyMoment = { condition: 'running', processes: 2, page: 'all' };

/** Where there is something to run, and to pause. */
const GOES: readonly Condition[] = ['running', 'stepping'];
const STANDS: readonly Condition[] = ['paused', 'past', 'in error'];
/** Where a kernel that reads keys reads one: while it runs, when nothing can, and after a panic. */
const READS: readonly Condition[] = [...GOES, 'waiting', 'panicked'];

interface Key {
  readonly keys: string;
  /** For the line, and for the page. */
  readonly brief: string;
  readonly does: string;
  /** Whether it does anything then; always, if it is not given. */
  works?(moment: KeyMoment): boolean;
}

const moves = ({ condition }: KeyMoment): boolean => GOES.includes(condition) || STANDS.includes(condition);
const isSession = ({ face }: KeyMoment): boolean => face === 'session';
const isSeveral = ({ processes, page }: KeyMoment): boolean => processes > 1 && page !== 'events';

/** The most important ones first. */
const KEYS: readonly Key[] = [
  { keys: 'q', brief: 'q quit', does: 'quit: the last screen and the summary stay behind (also Ctrl-C)' },
  { keys: '?', brief: '? help', does: 'this page', works: ({ page }) => page !== 'guide' },
  {
    keys: ':',
    brief: ': words',
    does: 'a line of words, such as until process 2 exits; :help lists them',
    works: isSession,
  },
  { keys: 'space', brief: 'space pause', does: 'pause', works: ({ condition }) => GOES.includes(condition) },
  { keys: 'space', brief: 'space go on', does: 'go on', works: ({ condition }) => STANDS.includes(condition) },
  {
    keys: 'o s t',
    brief: 'o s t step',
    does: 'pause after one operation, one system call, one tick of the timer',
    works: moves,
  },
  { keys: 'O S T', brief: 'O S T back', does: 'the same, back', works: ({ condition }) => condition !== 'running' },
  { keys: 'e E', brief: 'e E event', does: 'on and back by an event: a system call or a tick', works: isSession },
  { keys: '+ -', brief: '+ - speed', does: 'faster, slower (also cursor up, down)', works: moves },
  {
    keys: 'n p',
    brief: 'n p h r whose memory',
    does: 'next, previous process (also cursor right, left)',
    works: isSeveral,
  },
  { keys: '1-9 A-R', brief: '', does: 'the process of that letter, unless the letter steps back', works: isSeveral },
  { keys: 'r h', brief: '', does: 'show the memory of each process in turn; hold the one shown', works: isSeveral },
  { keys: 'v', brief: 'v view', does: 'screen and events, or events alone' },
  { keys: 'Ctrl-Z', brief: '', does: 'suspend; fg comes back' },
];
const KEY_OF_KERNEL: Key = {
  keys: 'a f e',
  brief: 'a f e boot',
  does: 'keys of WeensyOS itself: reboot with the allocators, p-fork, p-exit; the kernel reads a key at its next trap, so a paused one waits',
  works: ({ condition }) => READS.includes(condition),
};

/** The keys that do something at that moment. */
const keysAt = ({ readsKeys }: Keyed, moment: KeyMoment): readonly Key[] =>
  [...KEYS, ...(readsKeys && moment.face !== 'session' ? [KEY_OF_KERNEL] : [])].filter(
    ({ works }) => works === undefined || works(moment),
  );

const KEY_COLUMNS = 9;
const INDENT = '   ';
/** What stands between samples of the legend. */
const GAP = '   ';
const NARROW = 60;

/** The keys that work at that moment, as many as fit on `columns`. */
export const keyLine = (columns: number, keyed: Keyed, moment: KeyMoment = RUNNING): string => {
  let line = '';
  for (const { brief } of keysAt(keyed, moment)) {
    if (brief === '') continue;
    if (line.length + 3 + brief.length > columns) break;
    line += `${line === '' ? ' ' : '   '}${brief}`;
  }
  return line;
};

/** All keys that work at that moment, and what the letters and colours of the screen mean, on lines of at most `columns`. */
export const guideLines = (colour: boolean, keyed: Keyed, columns: number, moment: KeyMoment = RUNNING): string[] => {
  const indent = columns < NARROW ? '' : INDENT;
  return [
    `${indent}Keys (any key closes this page)`,
    ...keysAt(keyed, { ...moment, page: 'guide' }).flatMap((key) => keyLines(key, indent, columns)),
    ...legendLines(keyed.screen.legend(colour), indent, columns),
  ];
};

const keyLines = ({ keys, does }: Key, indent: string, columns: number): string[] => {
  const head = `${indent}${keys.padEnd(KEY_COLUMNS)}`;
  const [first, ...others] = wrapped(does, Math.max(1, columns - head.length));
  return [head + first, ...others.map((line) => ' '.repeat(head.length) + line)];
};

/** The legend, on lines that fit: escape sequences have no width. */
const legendLines = (legend: readonly string[], indent: string, columns: number): string[] => {
  const lines: string[] = [];
  let width = Number.POSITIVE_INFINITY;
  for (const sample of legend.join('').trim().split(GAP)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences that set colours.
    const length = sample.replace(/\x1b\[[\d;]*m/g, '').length;
    if (width + GAP.length + length > columns) {
      lines.push(indent + sample);
      width = indent.length + length;
    } else {
      lines[lines.length - 1] += GAP + sample;
      width += GAP.length + length;
    }
  }
  return lines;
};
