/** What an operator of mutation makes: a replacement of some characters; and what it is given to make it. */
import type { Node } from 'acorn';

/** One replacement: the characters from `start` to `end` become `text`. */
export interface Edit {
  readonly operator: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Where an operator looks. */
export interface Place {
  /** The module, with blanks in place of its types. */
  readonly code: string;
  /** Finds where an operator's sign stands: the first token equal to `sign` from offset `from` on. Throws if there is none. */
  find(sign: string, from: number): { readonly start: number; readonly end: number };
  /** Fields of the classes of the module, each with its type. */
  readonly fields: readonly Field[];
}

/** A field of a class of the module. */
export interface Field {
  readonly name: string;
  /** As it is written, or as the value says that it begins with; '' if that is not known. */
  readonly type: string;
  /** Of which class, by where that begins and ends. */
  readonly from: number;
  readonly to: number;
}

export const edit = (operator: string, { start, end }: Pick<Node, 'start' | 'end'>, text: string): Edit => ({
  operator,
  start,
  end,
  text,
});
