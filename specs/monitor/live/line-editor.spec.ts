/** The line of words on the screen. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineEditor } from '../../../monitor/live/line-editor.ts';

const ENTER = '\r';
const UP = '\x1b[A';
const DOWN = '\x1bOB';

/** An editor that is open, with `typed` in it; and what came of that. */
const typed = (text: string, editor = new LineEditor()): [LineEditor, ReturnType<LineEditor['take']>] => {
  editor.open();
  return [editor, editor.take(text)];
};

test('what is typed stands there, until Enter gives it to be obeyed, and what comes after is left', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]{0,30}$/), fc.stringMatching(/^[a-z]{0,5}$/), (text, rest) => {
      const [editor, before] = typed(text);
      expect([editor.text, before]).toEqual([text, null]);
      expect(editor.take(ENTER + rest)).toEqual({ line: text.trim(), rest });
      expect(editor.text).toBeNull();
    }),
    { numRuns: 50 },
  );
});

test('keys that edit it do, and those that mean nothing vanish whole', () => {
  expect(typed('abc\x7f\bx')[0].text).toBe('ax');
  expect(typed('abc\x15d')[0].text).toBe('d');
  expect(typed('a\x1b[15~\x1b[Cb\x01')[0].text).toBe('ab');
});

test('Escape, Ctrl-C, and taking back more than there is give it up; what follows is no part of it', () => {
  for (const key of ['\x1b', '\x03', '\x7f\x7f\x7f\x7f']) {
    const [editor, rest] = typed(`abc${key}`);
    expect([editor.text, rest]).toEqual([null, null]);
  }
  expect(typed('ab\x03q')[1]).toEqual({ line: '', rest: 'q' });
});

test('earlier lines come back, the last first, and go again', () => {
  const editor = new LineEditor();
  for (const line of ['one', 'two', 'two']) typed(line + ENTER, editor);
  expect(typed(UP, editor)[0].text).toBe('two');
  expect(typed(UP + UP, editor)[0].text).toBe('one');
  expect(typed(UP + UP + UP, editor)[0].text).toBe('one');
  expect(typed(UP + UP + DOWN, editor)[0].text).toBe('two');
  expect(typed(UP + DOWN, editor)[0].text).toBe('');
});
