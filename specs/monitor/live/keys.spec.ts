import { describe, expect, test } from 'vitest';
import { commandsOf } from '../../../monitor/live/keys.ts';
import type { Face } from '../../../monitor/live/played-run.ts';
import { COMMANDS } from '../../../presentation/boot/programs.ts';

describe('what is typed at the live screen', () => {
  test('is one command for each key, however many arrive at once', () => {
    expect(commandsOf(' os')).toEqual([
      { do: 'pause' },
      { do: 'step', step: 'operation', direction: 'next' },
      { do: 'step', step: 'system call', direction: 'next' },
    ]);
    expect(commandsOf('')).toEqual([]);
  });

  test('reaches the machine when WeensyOS itself has a use for it, but for q, which ends the screen as well', () => {
    for (const key of Object.keys(COMMANDS)) expect(commandsOf(key)).toEqual([{ do: 'type', key }]);
    expect(commandsOf('q\x03')).toEqual([{ do: 'quit' }, { do: 'quit' }]);
  });

  test('chooses processes by the letters that the memory viewer gives them', () => {
    expect(commandsOf('19AR')).toEqual([0, 8, 9, 26].map((index) => ({ do: 'show', index })));
  });

  test('steps back by the capital letters of what steps on; a session has events and a line of words besides', () => {
    const back = (keys: string, face: Face): unknown[] =>
      commandsOf(keys, face).map((command) => (command.do === 'step' ? [command.step, command.direction] : command.do));
    const steps = ['operation', 'system call', 'tick'];
    for (const face of ['run', 'session'] as const) {
      expect(back('ost', face)).toEqual(steps.map((step) => [step, 'next']));
      expect(back('OST', face)).toEqual(steps.map((step) => [step, 'previous']));
    }
    expect(back('eE:', 'session')).toEqual([['event', 'next'], ['event', 'previous'], 'line']);
    expect(back('eE:', 'run')).toEqual(['type', 'show', 'type']);
  });

  test('may be cursor keys, in both forms that terminals send', () => {
    expect(commandsOf('\x1b[A\x1bOB')).toEqual([{ do: 'faster' }, { do: 'slower' }]);
    expect(commandsOf('\x1b[Cn\x1b[D')).toEqual([{ do: 'next' }, { do: 'next' }, { do: 'previous' }]);
  });

  test('does nothing by halves: other control sequences vanish whole, Escape alone is a key', () => {
    expect(commandsOf('\x1b[15~\x1b[1;5A\x1bOP\x00\r')).toEqual([]);
    expect(commandsOf('\x1b')).toEqual([{ do: 'close' }]);
    expect(commandsOf('\x1b\x1b[A')).toEqual([{ do: 'close' }, { do: 'faster' }]);
    expect(commandsOf('é漢😀')).toEqual([]);
  });
});
