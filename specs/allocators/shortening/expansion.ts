/** The operations that do much at once, written out as allocations and frees: easier to read where they are few. */
import {
  ALLOCATE,
  ALLOCATE_ZEROED,
  EXHAUST,
  FREE_ALL,
  FREE_BLOCK,
  type Scope,
  type Sequence,
  SHARE,
  stepsOf,
} from '../sequence.ts';

export const doesMuch = (kind: number): boolean => kind === EXHAUST || kind === FREE_ALL;

/** Whether `sequence` has an operation that could be written out. */
export const canExpand = (sequence: Sequence): boolean => [...stepsOf(sequence)].some(([kind]) => doesMuch(kind));

/** `sequence`, written out. It may do more than that did: frees of what is not there do nothing, or are refused. */
export const expanded = ({ pages }: Scope, sequence: Sequence): Sequence => {
  const result: number[] = [];
  /** References of the blocks so far, as if all allocations succeeded. */
  const references = new Map<number, number>();
  let block = Math.max(-1, ...[...stepsOf(sequence)].map(([, first]) => first));
  const exhaust = (size: number): void => {
    const first = block + 1;
    for (let page = 0; page <= pages; page += size) result.push(ALLOCATE, ++block, size);
    for (let taken = first; taken <= block; taken++) result.push(FREE_BLOCK, taken, 0);
  };
  for (const [kind, first, second] of stepsOf(sequence)) {
    if (!doesMuch(kind)) result.push(kind, first, second);
    if (kind === EXHAUST) exhaust(second);
    if (kind === FREE_ALL) {
      for (const [held, count] of [...references].reverse())
        for (let i = 0; i < count; i++) result.push(FREE_BLOCK, held, 0);
      references.clear();
      for (let size = pages; size >= 1; size--) exhaust(size);
    }
    note(references, kind, first);
  }
  return result;
};

const note = (references: Map<number, number>, kind: number, block: number): void => {
  if (kind === ALLOCATE || kind === ALLOCATE_ZEROED) references.set(block, 1);
  if (kind === SHARE || kind === FREE_BLOCK) {
    references.set(block, Math.max(0, (references.get(block) ?? 0) + (kind === SHARE ? 1 : -1)));
  }
};
