/** Random traces, and texts of traces with something wrong in them. */
import fc from 'fast-check';
import type { Trace } from './allocation-trace.ts';
import { TraceBuilder } from './trace-builder.ts';

/** What to do next: a number that chooses the operation and the block, and a size. */
const step = fc.tuple(fc.nat(0xffff), fc.oneof(fc.nat(100), fc.nat(100_000), fc.nat(2 ** 31 - 1)));

/** Traces of any operations; without reallocations unless `reallocates`. Whatever sizes are made of them are `round`ed. */
export const anyTrace = (
  reallocates = true,
  round: (bytes: number) => number = (bytes) => bytes,
): fc.Arbitrary<Trace> =>
  fc.array(step, { maxLength: 60 }).map((steps) => {
    const builder = new TraceBuilder();
    const live: number[] = [];
    for (const [choice, bytes] of steps) {
      const kind = choice % 4;
      const at = choice % Math.max(1, live.length);
      if (kind < 2 || live.length === 0) live.push(builder.allocate(round(bytes)));
      else if (kind === 2 && reallocates) builder.reallocate(live[at], Math.max(1, round(bytes)));
      else builder.free(live.splice(at, 1)[0]);
    }
    return builder.build();
  });

/** A place in a text, from 0 to 1, and what is done there. */
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.nat(20),
  inserted: fc.oneof(
    fc.constantFrom(
      '',
      '\n',
      ' ',
      '0',
      '-1',
      '99999999999999999999',
      '1e9',
      'a 1 2\n',
      'f 0\n',
      'Free(0),\n',
      '\0',
      'pfn=x ',
    ),
    fc.string({ maxLength: 8, unit: 'binary' }),
  ),
});

/** `text` with a few pieces taken out and put in. */
export const mutilated = (text: string): fc.Arbitrary<string> =>
  fc.array(mutation, { minLength: 1, maxLength: 3 }).map((mutations) =>
    mutations.reduce((torn, { at, removed, inserted }) => {
      const start = Math.floor(at * torn.length);
      return torn.slice(0, start) + inserted + torn.slice(start + removed);
    }, text),
  );
