/** Two recordings side by side, up to the first line that differs. */

export interface Difference {
  /** Number of the line in the recording, from 1. */
  readonly line: number;
  /** The line as recorded and as the model gives it; undefined where one of them has ended. */
  readonly recorded: string | undefined;
  readonly model: string | undefined;
  /** What parted, in a sentence. */
  readonly sentence: string;
  /** What the handout asks there, and what it leaves open, if that is known. */
  readonly asks: string | null;
}

export interface ComparisonOptions {
  /** What parts two lines, in a sentence; either may be missing. */
  readonly explain: (recorded: string | undefined, model: string | undefined) => string;
  /** What the handout asks where a line stands; nothing, if not given. */
  readonly asks?: ((line: string | undefined) => string | null) | undefined;
  /** What of a line is compared; all of it, if not given. */
  readonly comparable?: (line: string | undefined) => string | undefined;
  /** Whether the recording goes to the end of its run, so that more lines of the model are a difference; yes, if not given. */
  readonly isWhole?: boolean;
}

/** Has `record` write its lines beside those that were recorded; null if all are equal. What `write` returns says whether to go on. */
export const firstDifference = (
  recorded: readonly string[],
  record: (write: (line: string) => boolean) => void,
  { explain, asks = () => null, comparable = (line) => line, isWhole = true }: ComparisonOptions,
): Difference | null => {
  let difference: Difference | null = null;
  let line = 0;
  const check = (model: string | undefined): boolean => {
    if (difference !== null || (!isWhole && line >= recorded.length)) return false;
    const here = recorded[line++];
    if (comparable(here) !== comparable(model))
      difference = { line, recorded: here, model, sentence: explain(here, model), asks: asks(here ?? model) };
    return difference === null;
  };
  record(check);
  if (difference === null && line < recorded.length) check(undefined);
  return difference;
};
