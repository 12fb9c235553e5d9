/** The model against recordings of the real kernel: equal line for line; and what the comparison itself must notice. */
import { describe, expect, it } from 'vitest';
import { WeensyKernel } from '../../../kernel/kernel.ts';
import type { Difference } from '../../judge/recordings/comparison.ts';
import { compareFinal, compareTrace } from './comparison.ts';
import { CONFIGURATIONS, RECORDING_NAMES, type RecordingName } from './recorded/configurations.ts';
import { recordedText, stoppedAfter } from './recorded/fixture.ts';
import { MalformedRecording, parseRecording, type Recording } from './recording.ts';

const readTrace = (name: RecordingName): Recording => parseRecording(recordedText(name, 'trace'));
const readFinal = (name: RecordingName): Recording => parseRecording(recordedText(name, 'final'));

describe('The model', () => {
  for (const name of RECORDING_NAMES) {
    it(`equals the recording ${name} line for line, and ends in its final state`, () => {
      const kernel = new WeensyKernel(CONFIGURATIONS[name]);
      expect(compareTrace(readTrace(name), kernel)).toBeNull();
      expect(compareFinal(readFinal(name), kernel)).toBeNull();
    });
  }
});

/** What follows is about the comparison itself, for which the beginning of one trace is enough. */
const trace = parseRecording(stoppedAfter(recordedText('A7', 'trace'), 1000));
const final = readFinal('A7');
const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
const compareWithA7 = (text: string): Difference | null =>
  compareTrace(parseRecording(text), new WeensyKernel(CONFIGURATIONS.A7));

/** Number of the first line that `pattern` fits, from 1. */
const lineLike = (pattern: RegExp, { lines }: Recording = trace): number =>
  lines.findIndex((line) => pattern.test(line)) + 1;

/** The recording's text with `from` in line number `line` replaced by `to`. */
const changedText = ({ lines }: Recording, line: number, from: RegExp, to: string): string => {
  if (!from.test(lines[line - 1])) throw new Error(`nothing like ${from} in line ${line}: ${lines[line - 1]}`);
  return textOf(lines.with(line - 1, lines[line - 1].replace(from, to)));
};

const HEADER = 1;
const ALLOCATION = lineLike(/^\d+ \d A /);
const CHECKPOINT = lineLike(/^C /);
const END = lineLike(/^Z /);

describe('The comparison', () => {
  const changes: readonly [what: string, line: number, from: RegExp, to: string][] = [
    ['another number of free pages at boot', HEADER, /free 382/, 'free 383'],
    ['another page taken in a setup', lineLike(/^I 3 /), /\+013/, '+012'],
    ['another size of a segment', lineLike(/^I 2 /), / 1363 r/, ' 1364 r'],
    ['another process in an event', ALLOCATION, /^(\d+) \d/, '$1 9'],
    ['a system call of another kind', lineLike(/^700 \d Y/), / Y /, ' G '],
    ['another argument', ALLOCATION, /000 0 /, '001 0 '],
    ['another result', ALLOCATION, / 0 /, ' -1 '],
    ['another process that runs next', lineLike(/^500 /), /\d( \d+ \.)$/, '9$1'],
    ['another number of free pages', ALLOCATION, /\d+ (\S{16} )/, '0 $1'],
    ['another hash of the reference counts', ALLOCATION, /[0-9a-f]{16}/, '0123456789abcdef'],
    ['another page taken in an event', ALLOCATION, /\+0/, '+1'],
    ['a page freed, not taken', ALLOCATION, /\+/, '-'],
    ['a change that the model does not make', lineLike(/^600 /), /$/, ' !'],
    ['another hash of a checkpoint', CHECKPOINT, /^C 1000 ..../, 'C 1000 0000'],
    ['another count of a checkpoint', CHECKPOINT, / 0$/, ' 1'],
    ['another process that would have run on', END, /next \d+/, 'next 9'],
  ];
  for (const [what, line, from, to] of changes) {
    it(`notices ${what}, at the line that has it`, () => {
      const difference = compareWithA7(changedText(trace, line, from, to));
      expect(difference?.line).toBe(line);
      expect(difference?.recorded).toBe(trace.lines[line - 1].replace(from, to));
      expect(difference?.recorded).not.toBe(difference?.model);
    });
  }

  it('notices an end that counts fewer events than there are', () => {
    const text = changedText(trace, END, /events 1000/, 'events 999');
    expect(compareWithA7(text)?.line).toBe(CHECKPOINT - 1);
  });

  it('notices a recording that goes on after its end', () => {
    const text = textOf([...trace.lines, trace.lines[CHECKPOINT - 1], trace.lines[END - 1]]);
    expect(compareWithA7(text)).toMatchObject({ line: END + 1, model: undefined });
  });

  it('accepts a recording that logs only the first of its events one by one', () => {
    const text = textOf(trace.lines.filter((line) => !/^[5-9]\d\d /.test(line)));
    expect(compareWithA7(text)).toBeNull();
  });

  it('accepts a header of a kernel that lies at other addresses', () => {
    const header = 'B kernel_start 100000 kernel_end 11f000 kernel_pagetable 110000 free 382';
    expect(compareWithA7(textOf(trace.lines.with(0, header)))).toBeNull();
  });

  const finalChanges: readonly [what: string, pattern: RegExp, from: RegExp, to: string][] = [
    ['another character of a picture', /^V 2 4 /, /^(V 2 4 )./, '$1?'],
    ['another reference count', /^R 001 /, / 1 /, ' 2 '],
    ['another root', /^P 1 /, / ...$/, ' 1ff'],
    ['another table', /^T 3 /, / ...$/, ' 1ff'],
    ['other permissions', /^M 4 1c0000 /, / 5 /, ' 7 '],
    ['another first byte of a heap page', /^M 4 1c3000 /, / ..$/, ' ff'],
    ['another last row of the screen', /^W /, /^W ..../, 'W 0741'],
  ];
  it('notices every change of a final state, at the line that has it', () => {
    const kernel = new WeensyKernel(CONFIGURATIONS.A7);
    expect(compareTrace(readTrace('A7'), kernel)).toBeNull();
    for (const [what, pattern, from, to] of finalChanges) {
      const line = lineLike(pattern, final);
      const changed = parseRecording(changedText(final, line, from, to));
      expect(compareFinal(changed, kernel)?.line, what).toBe(line);
    }
  });
});

describe('Reading a recording', () => {
  const malformed: readonly [what: string, text: string, line: number][] = [
    ['nothing at all', '', 1],
    ['text of another kind', 'int main() {\n', 1],
    ['lines that end as on Windows', textOf(trace.lines).replaceAll('\n', '\r\n'), HEADER],
    ['a trace cut in the middle of a line', textOf(trace.lines).slice(0, -2), END],
    ['a trace without its last line', textOf(trace.lines.slice(0, -1)), END - 1],
    ['a header without its free pages', changedText(trace, HEADER, / free \d+/, ''), HEADER],
    ['a setup with a segment of no kind', changedText(trace, 3, / r\]/, ' x]'), 3],
    ['an event without its hash', changedText(trace, ALLOCATION, / \S{16} .*/, ''), ALLOCATION],
    ['a change of no known kind', changedText(trace, ALLOCATION, /\+/, '*'), ALLOCATION],
    ['a page number of two digits', changedText(trace, ALLOCATION, /\+0/, '+'), ALLOCATION],
    ['an event left out', textOf(trace.lines.toSpliced(ALLOCATION - 1, 1)), ALLOCATION],
    ['an event repeated', textOf(trace.lines.toSpliced(ALLOCATION, 0, trace.lines[ALLOCATION - 1])), ALLOCATION + 1],
    ['a checkpoint without a count', changedText(trace, CHECKPOINT, / \d+$/, ''), CHECKPOINT],
    ['an empty line', textOf(trace.lines.toSpliced(4, 0, '')), 5],
    ['a final state with a line of no kind', textOf(final.lines.toSpliced(6, 0, 'Q 1 2 3')), 7],
    ['a final state with a picture of 63 pages', changedText(final, 1, /_/, ''), 1],
  ];
  for (const [what, text, line] of malformed) {
    it(`refuses ${what}, and names line ${line}`, () => {
      expect(() => parseRecording(text)).toThrow(MalformedRecording);
      expect(() => parseRecording(text)).toThrow(new RegExp(`^line ${line}: `));
    });
  }
});
