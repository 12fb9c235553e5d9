import type { Invariant } from '../../judge/invariant.ts';
import { describeReferences, isMapping, isWritable } from '../../judge/observation.ts';

export const writableMeansPrivate: Invariant = {
  name: 'writable means private',
  sentence: 'A page that a program may write is mapped once, by one process; the console alone is shared.',
  why: 'Isolation: what one process writes, no other may see.',
  violations: ({ view, references }) =>
    [...references].flatMap(([page, who]) => {
      const mapped = who.filter(isMapping);
      const shared = mapped.length > 1 && mapped.some(isWritable);
      if (view.kindOf(page) !== 'allocatable' || !shared) return [];
      return [{ page, expected: 'one mapping, or none that may write', found: describeReferences(view, mapped) }];
    }),
};
