/**
 * What is done to an allocator, as numbers: three for each operation. Whatever part of a sequence is left out, the rest is a sequence:
 * an operation on a block that is not there does nothing, nor does an allocation of one that was there.
 *
 *     kind                 first number   second number
 *     ALLOCATE             block          pages            takes a block, which is known by that number from then on
 *     ALLOCATE_ZEROED      block          pages
 *     FREE                 block          0                drops a reference; of a block that is free already: a double free
 *     SHARE                block          0                adds a reference
 *     REALLOCATE           block          pages            resizes a block; one that is free already: must be refused
 *     FREE_AT              page           pages            a free of what nobody was given
 *     EXHAUST              0              pages            takes blocks until none is left, and gives them back
 *     FREE_ALL             0              0                frees everything; all must then be to be had again
 *     REALLOCATE_AT        page           pages            a resize of a page that nobody was given
 *
 * Pages are any number, also a fraction, or none at all (NaN): an allocator may be asked for nonsense.
 */
export const ALLOCATE = 0;
export const ALLOCATE_ZEROED = 1;
export const FREE_BLOCK = 2;
export const SHARE = 3;
export const REALLOCATE = 4;
export const FREE_AT = 5;
export const EXHAUST = 6;
export const FREE_ALL = 7;
export const REALLOCATE_AT = 8;

export const STEP_NUMBERS = 3;
/** Operations on an allocator, three numbers each, as drawn above. */
export type Sequence = readonly number[];

/** What an allocator begins with. */
export interface Scope {
  readonly pages: number;
  /** Pages that are not its to give, ascending. */
  readonly holes: readonly number[];
}

/** How many operations a sequence has. */
export const lengthOf = (sequence: Sequence): number => sequence.length / STEP_NUMBERS;

/** The operations of a sequence, as triples. */
export function* stepsOf(sequence: Sequence): Generator<readonly [kind: number, first: number, second: number]> {
  for (let at = 0; at < sequence.length; at += STEP_NUMBERS) yield [sequence[at], sequence[at + 1], sequence[at + 2]];
}

export const hasBlock = (kind: number): boolean => kind < FREE_AT;
export const hasSize = (kind: number): boolean => kind !== FREE_BLOCK && kind !== SHARE && kind !== FREE_ALL;

/** The names of blocks in readable code, in the order of their allocations: a, b, …, z, a1, b1, …. */
export const blockNames = (sequence: Sequence): ReadonlyMap<number, string> => {
  const names = new Map<number, string>();
  for (const [kind, block] of stepsOf(sequence)) {
    if (hasBlock(kind) && !names.has(block)) names.set(block, nameOf(names.size));
  }
  return names;
};

const LETTERS = 26;
const nameOf = (index: number): string =>
  `${String.fromCharCode('a'.charCodeAt(0) + (index % LETTERS))}${index < LETTERS ? '' : Math.floor(index / LETTERS)}`;

/** A sequence as the statements of TypeScript that do it, one an operation: `const a = allocate(2);`, `free(a);`. */
export const statementsOf = (sequence: Sequence): readonly string[] => {
  const names = blockNames(sequence);
  return [...stepsOf(sequence)].map(([kind, first, second]) =>
    statementOf(kind, names.get(first) ?? '', first, second),
  );
};

/** What statements call an operation: `free`, `allocateZeroed`. */
export const nameOfOperation = (kind: number): string => /(\w+)\(/.exec(statementOf(kind, '', 0, 0))?.[1] ?? '';

const statementOf = (kind: number, name: string, first: number, second: number): string => {
  switch (kind) {
    case ALLOCATE:
      return `const ${name} = allocate(${second});`;
    case ALLOCATE_ZEROED:
      return `const ${name} = allocateZeroed(${second});`;
    case FREE_BLOCK:
      return `free(${name});`;
    case SHARE:
      return `share(${name});`;
    case REALLOCATE:
      return `reallocate(${name}, ${second});`;
    case FREE_AT:
      return `freeAt(${first}, ${second});`;
    case REALLOCATE_AT:
      return `reallocateAt(${first}, ${second});`;
    case EXHAUST:
      return `exhaust(${second});`;
    default:
      return 'freeAll();';
  }
};

/** What a saved program calls; each call adds an operation. A block is known by its number. */
export interface Player {
  allocate(pages: number): number;
  allocateZeroed(pages: number): number;
  free(block: number): void;
  share(block: number): void;
  reallocate(block: number, pages: number): void;
  freeAt(page: number, pages: number): void;
  reallocateAt(page: number, pages: number): void;
  exhaust(pages: number): void;
  freeAll(): void;
}

/** The sequence of what `program` calls. */
export const recorded = (program: (player: Player) => void): Sequence => {
  const sequence: number[] = [];
  let blocks = 0;
  const allocate = (kind: number, pages: number): number => {
    sequence.push(kind, blocks, pages);
    return blocks++;
  };
  program({
    allocate: (pages) => allocate(ALLOCATE, pages),
    allocateZeroed: (pages) => allocate(ALLOCATE_ZEROED, pages),
    free: (block) => void sequence.push(FREE_BLOCK, block, 0),
    share: (block) => void sequence.push(SHARE, block, 0),
    reallocate: (block, pages) => void sequence.push(REALLOCATE, block, pages),
    freeAt: (page, pages) => void sequence.push(FREE_AT, page, pages),
    reallocateAt: (page, pages) => void sequence.push(REALLOCATE_AT, page, pages),
    exhaust: (pages) => void sequence.push(EXHAUST, 0, pages),
    freeAll: () => void sequence.push(FREE_ALL, 0, 0),
  });
  return sequence;
};
