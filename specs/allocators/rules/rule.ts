/** What a rule of allocators is: a named sentence, and the error of an allocator that broke it. */

export interface Rule {
  readonly name: string;
  /** What holds. */
  readonly sentence: string;
  /** What goes wrong where it does not. */
  readonly why: string;
}

interface Details {
  readonly expected: string;
  readonly found: string;
  readonly page?: number;
  readonly method?: string;
}

/** An allocator broke `rule`. */
export class RuleBroken extends Error {
  readonly rule: Rule;
  readonly expected: string;
  readonly found: string;
  /** The page at fault, or -1. */
  readonly page: number;
  /** The method of the allocator whose answer it is, where that alone is at fault. */
  readonly method: string | null;

  constructor(rule: Rule, details: Details) {
    super(`${rule.name}: expected ${details.expected}; found ${details.found}`);
    this.name = 'RuleBroken';
    this.rule = rule;
    this.expected = details.expected;
    this.found = details.found;
    this.page = details.page ?? -1;
    this.method = details.method ?? null;
  }
}

/** Says that `rule` is broken, at `page` if that is to blame. Throws RuleBroken. */
export const broken = (rule: Rule, expected: string, found: string, page = -1): never => {
  throw new RuleBroken(rule, { expected, found, page });
};

/** `broken`, which came about by `cause` that was thrown. */
export const causedBy = (cause: unknown, broken: RuleBroken): RuleBroken => {
  broken.cause = cause;
  return broken;
};

/** Whether `error`, which may be anything that was thrown, is a broken rule. */
export const isBroken = (error: unknown): error is RuleBroken => {
  try {
    return error instanceof RuleBroken;
  } catch {
    return false; // it cannot even be looked at
  }
};
