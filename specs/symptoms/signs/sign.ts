/** Signs: what can be seen in a text that speaks for one mistake and against another. */
import type { Blamed } from '../messages/message.ts';
import type { Reading } from '../reading/reading.ts';
import type { Screen } from '../reading/screen.ts';

export interface Sign {
  /** By which mistakes refer to it; a message is a sign, too, under its own name. */
  readonly name: string;
  /** Whether it shows that somebody did wrong; nobody, where it is as it must be, and only tells mistakes apart. */
  readonly blames: Blamed;
  /** What is to be seen, as a clause with its numbers: "the map shows …". Null if it is not there, or cannot be known. */
  readonly see: (reading: Reading) => string | null;
}

/** A sign of pictures of memory: the latest that shows it. */
export const mapSign = (
  name: string,
  blames: Blamed,
  see: (screen: Screen, reading: Reading) => string | null,
): Sign => ({
  ...{ name, blames },
  see: (reading) => {
    for (const screen of reading.screens.toReversed()) {
      const seen = see(screen, reading);
      if (seen !== null) return seen;
    }
    return null;
  },
});

export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
export const pageAddress = (page: number): string => `0x${(page * 0x1000).toString(16)}`;
