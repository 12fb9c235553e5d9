/** The keys of the live screen in words: one line that is always there, and a page. */
import type { System } from '../../kernels/kind.ts';
import { wrapped } from './line.ts';

/** What a kernel has that changes what there is to say of keys. */
type Keyed = Pick<System, 'readsKeys' | 'screen'>;

/** The most important ones first. */
const LINE: readonly string[] = [
  'q quit',
  '? help',
  'space pause',
  'o s t step',
  '+ - speed',
  'n p h r whose memory',
  'v view',
];
/** Of a kernel that reads them itself. */
const LINE_OF_KERNEL = 'a f e boot';

type Key = readonly [keys: string, does: string];

const KEYS: readonly Key[] = [
  ['q', 'quit: the last screen and the summary stay behind (also Ctrl-C)'],
  ['space', 'pause, go on'],
  ['o s t', 'pause after one operation, one system call, one tick of the timer'],
  ['+ -', 'faster, slower (also cursor up, down)'],
  ['n p', 'next, previous process (also cursor right, left)'],
  ['1-9 A-T', 'the process of that letter'],
  ['r h', 'show the memory of each process in turn; hold the one shown'],
  ['v', 'screen and events, or events alone'],
  ['Ctrl-Z', 'suspend; fg comes back'],
];
const KEYS_OF_KERNEL: Key = [
  'a f e',
  'keys of WeensyOS itself: reboot with the allocators, p-fork, p-exit; the kernel reads a key at its next trap, so a paused one waits',
];

const KEY_COLUMNS = 9;
const INDENT = '   ';
/** What stands between samples of the legend. */
const GAP = '   ';
const NARROW = 60;

/** The keys that fit on `columns`. */
export const keyLine = (columns: number, { readsKeys }: Keyed): string => {
  let line = '';
  for (const words of readsKeys ? [...LINE, LINE_OF_KERNEL] : LINE) {
    if (line.length + 3 + words.length > columns) break;
    line += `${line === '' ? ' ' : '   '}${words}`;
  }
  return line;
};

/** All keys, and what the letters and colours of the screen mean, on lines of at most `columns`. */
export const guideLines = (colour: boolean, { readsKeys, screen }: Keyed, columns: number): string[] => {
  const keys = readsKeys ? [...KEYS, KEYS_OF_KERNEL] : KEYS;
  const indent = columns < NARROW ? '' : INDENT;
  return [
    `${indent}Keys (any key closes this page)`,
    ...keys.flatMap((key) => keyLines(key, indent, columns)),
    ...legendLines(screen.legend(colour), indent, columns),
  ];
};

const keyLines = ([keys, does]: Key, indent: string, columns: number): string[] => {
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
