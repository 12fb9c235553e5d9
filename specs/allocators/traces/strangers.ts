/** Files of programs that watch memory, and that are no traces: what they are, and what to do with them. */

const RECORD = 'record what pages are asked for with perf or ftrace, as docs/traces.md says';

/** How one of the first lines of such a file looks, and what there is to say. */
const STRANGERS: readonly (readonly [RegExp, string])[] = [
  [
    /^v [0-9a-f]+ [0-9a-f]+\s*$|^# ?heaptrack|^heaptrack (stats|output)/i,
    'this is a recording of heaptrack; the script in docs/traces.md makes a .rep file of it',
  ],
  [
    /^\s*\{?\s*"dhatFileVersion"/,
    `this is a file of DHAT, which has sums for each place in the program, and not in which order blocks were asked for and freed; ${RECORD}`,
  ],
  [
    /^heap(?:_v2\/|\s+profile:|profile:)|^___ Begin jemalloc statistics ___/,
    `this is a profile of jemalloc, which has sums of samples, and not in which order blocks were asked for and freed; ${RECORD}`,
  ],
];

/** What a file is that has `line` near its beginning, and is no trace; null if nothing is known of it. */
export const strangerIn = (line: string): string | null =>
  STRANGERS.find(([looks]) => looks.test(line.replace(/^\ufeff/, '')))?.[1] ?? null;
