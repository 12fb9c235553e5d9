/**
 * Keys of the live screen: from what the terminal sends to commands. A letter of a process is its place among them, from 0. Keys
 * that the screen does not use itself are typed on the machine's keyboard.
 */

import { LETTERS, type Step } from '../../presentation/presentation.ts';
import type { Direction } from '../../specs/specs.ts';
import type { Face } from './played-run.ts';

/** What needs no more than its key. */
export type Deed =
  | 'quit'
  | 'suspend'
  | 'pause'
  | 'faster'
  | 'slower'
  | 'help'
  | 'view'
  | 'line'
  | 'close'
  | 'rotate'
  | 'hold'
  | 'next'
  | 'previous';

export type Command =
  | { readonly do: Deed }
  | { readonly do: 'step'; readonly step: Step; readonly direction: Direction }
  | { readonly do: 'show'; readonly index: number }
  | { readonly do: 'type'; readonly key: string };

const COMMANDS: Readonly<Record<string, Command>> = {
  '\x03': { do: 'quit' },
  '\x1a': { do: 'suspend' },
  '\x1b': { do: 'close' },
  '\x1b[A': { do: 'faster' },
  '\x1b[B': { do: 'slower' },
  '\x1b[C': { do: 'next' },
  '\x1b[D': { do: 'previous' },
  ' ': { do: 'pause' },
  '+': { do: 'faster' },
  '=': { do: 'faster' },
  '-': { do: 'slower' },
  '?': { do: 'help' },
  h: { do: 'hold' },
  n: { do: 'next' },
  o: { do: 'step', step: 'operation', direction: 'next' },
  p: { do: 'previous' },
  q: { do: 'quit' },
  r: { do: 'rotate' },
  s: { do: 'step', step: 'system call', direction: 'next' },
  t: { do: 'step', step: 'tick', direction: 'next' },
  v: { do: 'view' },
  // Letters of processes, of which there are seldom so many.
  O: { do: 'step', step: 'operation', direction: 'previous' },
  S: { do: 'step', step: 'system call', direction: 'previous' },
  T: { do: 'step', step: 'tick', direction: 'previous' },
};
/** What a session has besides. */
const OF_SESSION: Readonly<Record<string, Command>> = {
  ':': { do: 'line' },
  e: { do: 'step', step: 'event', direction: 'next' },
  E: { do: 'step', step: 'event', direction: 'previous' },
};

/** What follows Escape in a control sequence; cursor keys come as `[A` or as `OA`. */
const SEQUENCE = /^(?:\[[\d;]*|O)[@-~]/;

/** The commands of `typed`, which holds whole keys. Control sequences and control characters that mean nothing here are left out. */
export const commandsOf = (typed: string, face: Face = 'run'): Command[] => {
  const [first, ...escaped] = typed.split('\x1b');
  const keys = [...first, ...escaped.flatMap(escapedKeys)];
  return keys.map((key) => commandOf(key, face)).filter((command) => command !== null);
};

/** The keys of what follows an Escape: a control sequence, or the key Escape, and whatever comes then. */
const escapedKeys = (text: string): string[] => {
  const sequence = SEQUENCE.exec(text)?.[0] ?? '';
  return [`\x1b${sequence.replace('O', '[')}`, ...text.slice(sequence.length)];
};

const commandOf = (key: string, face: Face): Command | null => {
  if (face === 'session' && Object.hasOwn(OF_SESSION, key)) return OF_SESSION[key];
  if (Object.hasOwn(COMMANDS, key)) return COMMANDS[key];
  if (LETTERS.includes(key)) return { do: 'show', index: LETTERS.indexOf(key) };
  return /^[!-~]$/.test(key) ? { do: 'type', key } : null;
};
