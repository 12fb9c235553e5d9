/** Advice: the text of programs is mapped without the right to write. */

import type { Invariant } from '../../judge/invariant.ts';
import { isWritable } from '../../judge/observation.ts';

/** A program has its text, its data and its stack: with fewer pages it shows nothing. */
const LEAST = 3;

/** No check of the course asks for it, and programs run without; but then fork copies what could be shared. */
export const textIsReadOnly: Invariant = {
  name: 'text is read-only',
  sentence: 'Of the pages of a program some may not be written: its text and its constants.',
  why: 'Text that can be written must be copied by fork (step 6 shares it), and a stray store of a program changes its code.',
  advice: true,
  violations: ({ spaces }) =>
    spaces.flatMap(({ owner, mappings }) => {
      const writable = mappings.filter(({ permissions }) => isWritable({ permissions } as never));
      if (mappings.length < LEAST || writable.length < mappings.length) return [];
      return [
        {
          process: owner.pid,
          address: mappings[0].va,
          expected: 'text without PTE_W',
          found: `all ${mappings.length} pages writable`,
        },
      ];
    }),
};
