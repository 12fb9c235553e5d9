/**
 * What hangs on the kernel's own words alone: tables, counts, who exists. It is found out anew only when such a word changed: programs store into pages
 * that are theirs, and of those there are many more states than of the kernel's.
 */
import type { Ppn } from '../../../hardware/hardware.ts';
import { isMapping } from '../../judge/observation.ts';
import type { State } from './state.ts';

export class KernelSide<Value> {
  private readonly find: (state: State) => Value;
  private known: { readonly pages: readonly Int32Array[]; readonly value: Value } | null = null;
  /** Pages that are nothing but memory of programs, in the state that is known. */
  private programs: ReadonlySet<number> = new Set();

  /** `find` gives the value in a state. */
  constructor(find: (state: State) => Value) {
    this.find = find;
  }

  /** The value in `state`: of one machine, in whatever order its states come. */
  of(state: State): Value {
    // Pages that are equal by identity are equal in content.
    const { pages } = state.machine.memory.snapshot();
    if (this.known !== null && this.isSame(pages, this.known.pages, state.machine.memory.ramPages))
      return this.known.value;
    this.known = { pages, value: this.find(state) };
    this.programs = ofPrograms(state);
    return this.known.value;
  }

  private isSame(pages: readonly Int32Array[], known: readonly Int32Array[], count: number): boolean {
    for (let page = 0; page < count; page++) if (pages[page] !== known[page] && !this.programs.has(page)) return false;
    return true;
  }
}

const ofPrograms = ({ observation }: State): ReadonlySet<Ppn> =>
  new Set(
    [...observation.references]
      .filter(([page, references]) => observation.isAllocatable(page) && references.every(isMapping))
      .map(([page]) => page),
  );
