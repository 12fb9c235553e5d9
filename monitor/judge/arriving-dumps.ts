/** `judge --watch`: the dumps of a folder as a debugger saves them there, in their order, each once it is whole. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Interruption } from '../limits/interruption.ts';
import { dumpsNamed, numberOf } from './dump-file.ts';

const MILLISECONDS_BETWEEN_LOOKS = 200;

/** Those that are there and those that come, until the line of the end stands beside them, or somebody interrupts. The folder may be yet to come. */
export async function* arriving(folder: string, interruption: Interruption): AsyncGenerator<string> {
  const given = new Set<string>();
  const sizes = new Map<string, number>();
  for (;;) {
    const next = wholeIn(folder, sizes).find((name) => !given.has(name));
    if (next !== undefined) {
      given.add(next);
      yield join(folder, next);
    } else if (interruption.isAsked || isOver(folder)) return;
    else await Promise.race([interruption.asked, passed(MILLISECONDS_BETWEEN_LOOKS)]);
  }
}

const passed = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Dumps whose line is written, which comes after; where there are no lines, those that have the size they had when they were looked at last. */
const wholeIn = (folder: string, sizes: Map<string, number>): string[] => {
  const numbers = new Set(linesIn(folder).map((line) => Number.parseInt(line, 10)));
  return dumpsNamed(namesIn(folder)).filter((name) => {
    if (numbers.size > 0) return numbers.has(numberOf(name) ?? -1);
    const { size = 0 } = statSync(join(folder, name), { throwIfNoEntry: false }) ?? {};
    const before = sizes.get(name);
    sizes.set(name, size);
    return size > 0 && size === before;
  });
};

const isOver = (folder: string): boolean => /^\d+ (?:end|stopped)/.test(linesIn(folder).at(-1) ?? '');

/** Lines of events that are whole: they begin with the number of a dump, and end. */
const linesIn = (folder: string): string[] => {
  try {
    const lines = readFileSync(join(folder, 'events.txt'), 'latin1').split('\n').slice(0, -1);
    return lines.filter((line) => /^\d+ /.test(line));
  } catch {
    return [];
  }
};

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};
