/** Messages that stand on the screen of a dump, and whose mistake each tells of. */
import { CONSOLE_ADDRESS, type Memory, PAGE_SIZE } from '../../hardware/hardware.ts';
import type { Found } from '../symptoms/messages/message.ts';
import { consoleRows } from './console.ts';
import type { Changed } from './open-dump.ts';

/** A row of the memory viewer's pictures, or a title above one. */
const OF_PICTURE = /^\s*0x[0-9A-F]{6}(?: |$)|^\s*(?:PHYSICAL MEMORY|VIRTUAL ADDRESS SPACE.*)$/;

/** What the screen says, in other words. */
export type ScreenMessage = Pick<Found, 'name' | 'quote' | 'blames' | 'did' | 'means'>;

export interface ScreenText {
  /** All rows, for whoever looks for what is not a message. */
  readonly text: string;
  readonly messages: readonly ScreenMessage[];
}

/** Reads the screen, unless it is what it was `before`. Where nothing but pictures is on it nobody need know how messages look. */
export const readScreen = async (
  memory: Memory,
  before: { readonly screen: string; readonly messages: ScreenText['messages'] } | null,
  changed: Changed | null,
): Promise<ScreenText> => {
  if (before !== null && changed?.has(CONSOLE_ADDRESS / PAGE_SIZE) === false)
    return { text: before.screen, messages: before.messages };
  const rows = consoleRows(memory);
  const text = rows.join('\n');
  if (text === before?.screen) return { text, messages: before.messages };
  const told = rows.filter((row) => row !== '' && !OF_PICTURE.test(row));
  if (told.length === 0) return { text, messages: [] };
  const { read } = await import('../symptoms/reading/reading.ts');
  return { text, messages: read(text).messages };
};
