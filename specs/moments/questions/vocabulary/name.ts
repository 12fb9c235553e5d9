/** What a name of the vocabulary is. */
import type { Asked, State } from '../state.ts';
import type { Type, Value } from '../value.ts';

/** What stands in parentheses. A page is meant by any physical address in it; an invariant by its name. */
export type Parameter = 'page' | 'physical address' | 'virtual address' | 'process' | 'invariant';

/** A name that questions may have: what it takes, what it is, and how it is answered. */
export interface Name {
  readonly name: string;
  readonly takes: readonly Parameter[];
  /** Whether it may stand without what it takes. */
  readonly isOptional?: true;
  readonly gives: Type;
  readonly meaning: string;
  /** Why the kernel has no such thing; null if it has. */
  lacking?(asked: Asked): string | null;
  /** With no argument null. What an argument that there is not leads to is null, too: it is not asked for. */
  of(state: State, ...given: readonly NonNullable<Value>[]): Value;
}

/** Of a name that is about processes. */
export const needsProcesses = ({ kernel }: Asked): string | null =>
  kernel.view.processes === undefined ? 'this kernel shows no processes' : null;
