/** What an assignment leaves open, point by point: a kernel on trial is held to the rest. Recordings and our own hunts leave nothing open. */

export interface Contract {
  /** Which free page is taken: the one that the boot's page order says, or any. */
  readonly order: 'kept' | 'any';
  /** Which number says that a call failed: the one of the handout, or any below zero. */
  readonly errors: 'exact' | 'any';
  /** What a fork shares: what nobody may write; or everything, until somebody writes (copy-on-write). */
  readonly sharing: 'text' | 'cow';
  /** When a page that was asked for is taken: at once, or when it is touched first. */
  readonly heap: 'eager' | 'lazy';
  /** Which free slot a child gets: the lowest, or any. */
  readonly slots: 'lowest' | 'any';
  /** Who runs next: the next in turn, or any that can, so long as nobody starves. */
  readonly schedule: 'robin' | 'any';
  /** Memory of others: if it is said, it is compared after every operation, and not only where programs read it. */
  readonly memory?: 'untouched';
}

/** All that the real kernel does: what recordings and our own kernels are held to. */
export const STRICT: Contract = {
  order: 'kept',
  errors: 'exact',
  sharing: 'text',
  heap: 'eager',
  slots: 'lowest',
  schedule: 'robin',
};

/** Open wherever the handouts are. */
export const OPEN: Contract = {
  order: 'any',
  errors: 'any',
  sharing: 'cow',
  heap: 'lazy',
  slots: 'any',
  schedule: 'any',
};

/** All that the real kernel does, and every operation held to what `ringfence explore weensyos` holds it to. */
export const REFINED: Contract = { ...STRICT, memory: 'untouched' };

const NAMED: Readonly<Record<string, Contract>> = { strict: STRICT, open: OPEN, refined: REFINED };

const POINTS = Object.keys(STRICT) as Exclude<keyof Contract, 'memory'>[];

/** `order=any, errors=any, …`: all points that are fixed. */
export const contractText = (contract: Partial<Contract>): string =>
  [...POINTS, 'memory' as const]
    .filter((point) => contract[point] !== undefined)
    .map((point) => `${point}=${contract[point]}`)
    .join(', ');

/** The points that `text` fixes: `order=kept,sharing=text`; or all of them, by `strict`, `open` or `refined`. Throws a RangeError that says what there is. */
export const parseContract = (text: string): Partial<Contract> => {
  if (Object.hasOwn(NAMED, text)) return NAMED[text];
  const changed: Record<string, string> = {};
  for (const part of text.split(',')) {
    const [point, value = ''] = part.trim().split('=');
    if (!isPoint(point))
      throw new RangeError(
        `there is no "${point}" in a contract: its points are ${POINTS.join(', ')}; or say ${Object.keys(NAMED).join(', ')}`,
      );
    const values = [STRICT[point], OPEN[point]];
    if (!values.some((known) => known === value)) throw new RangeError(`${point} is ${values.join(' or ')}`);
    changed[point] = value;
  }
  return changed;
};

const isPoint = (text: string): text is (typeof POINTS)[number] => Object.hasOwn(STRICT, text);
