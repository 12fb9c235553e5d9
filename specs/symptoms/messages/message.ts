/** A message that kernels, programs, emulators or grading scripts print: how it is known again, and what it says to those who know. */

export type System = 'WeensyOS' | 'JOS';

/** Whose mistake a message tells of: of the kernel, of a program on a kernel that did right, or nobody's. */
export type Blamed = 'kernel' | 'program' | 'nobody';

/** What a pattern's named groups took. */
export type Groups = Readonly<Record<string, string | undefined>>;

export interface Message {
  /** By which mistakes refer to it. */
  readonly name: string;
  /** Whose it is; both, if not given. */
  readonly system?: System;
  readonly blames: Blamed;
  /** Global; wordings of all years that are known. */
  readonly pattern: RegExp;
  /** Where several messages share a pattern: whether it is this one. The first of a list is taken. */
  readonly when?: (groups: Groups) => boolean;
  /** What the machine did, in a sentence. */
  readonly did: (groups: Groups) => string;
  /** What that means, in a sentence or two. */
  readonly means: (groups: Groups) => string;
}

/** A message that is in a text. */
export interface Found {
  readonly name: string;
  readonly system?: System | undefined;
  readonly blames: Blamed;
  /** As it stands there. */
  readonly quote: string;
  readonly at: number;
  readonly groups: Groups;
  readonly did: string;
  readonly means: string;
}

/** Those of `messages` that are in `text`, in its order; what one took no other takes. */
export const messagesIn = (text: string, messages: readonly Message[]): Found[] => {
  const found: Found[] = [];
  // Patterns take long to prepare, and a screen that shows a picture alone has no other text.
  if (text.trim() === '') return found;
  const taken = new Uint8Array(text.length);
  for (const message of messages) {
    for (const match of text.matchAll(message.pattern)) {
      const groups: Groups = match.groups ?? {};
      const span = taken.subarray(match.index, match.index + match[0].length);
      if (span.length === 0 || span.includes(1) || message.when?.(groups) === false) continue;
      span.fill(1);
      found.push(foundOf(message, match[0], match.index, groups));
    }
  }
  return found.toSorted((a, b) => a.at - b.at);
};

const foundOf = ({ name, system, blames, did, means }: Message, quote: string, at: number, groups: Groups): Found => ({
  ...{ name, system, blames, quote, at, groups },
  did: did(groups),
  means: means(groups),
});

/** Of a group that is a number: hexadecimal with or without `0x`; not a number if it is missing. */
export const hexOf = (groups: Groups, name: string): number => Number.parseInt(groups[name] ?? '', 16);

/** Addresses so low are null pointers, or fields of what a null pointer should point to. */
export const isNull = (address: number): boolean => address >= 0 && address < 0x1000;
