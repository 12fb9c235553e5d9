/** What somebody brings to a trial beside a kernel: programs, calls and invariants of his own, and what he wants to know. */
import type { Executable } from '../../../hardware/hardware.ts';
import type { CallDescription, Watched } from '../../../kernel/kernel.ts';
import type { Invariant } from '../invariant.ts';

/** What may be brought to a trial; none of it is needed. */
export interface Brought {
  /** Invariants that must hold besides. */
  readonly invariants?: readonly Invariant<never>[];
  /** The name of the one invariant that is judged: no other, no model, no result of a call. All are if not given. */
  readonly only?: string;
  /** Programs that are run each alone first, then beside random ones. No model knows what they do: invariants judge them. */
  readonly programs?: readonly Executable[];
  /** System calls that the kernel has beside those that it declares, or other descriptions of the same numbers. */
  readonly calls?: readonly CallDescription[];
}

/** Somebody asks for an invariant that there is not. */
export class UnknownInvariant extends Error {
  constructor(name: string, known: readonly Invariant<never>[]) {
    super(`no invariant is named ${JSON.stringify(name)}: there are ${known.map((one) => one.name).join('; ')}`);
    this.name = 'UnknownInvariant';
  }
}

/** The invariants that are to be judged of a kernel that `usual` ones hold for: own ones first. Throws UnknownInvariant. */
export const judgedInvariants = <Observed>(
  usual: readonly Observed[],
  { invariants = [], only }: Brought,
): readonly Observed[] => {
  const all = [...(invariants as readonly unknown[]), ...usual] as readonly (Observed & Invariant<never>)[];
  if (only === undefined) return all;
  const one = all.filter(({ name }) => name === only);
  if (one.length === 0) throw new UnknownInvariant(only, all);
  return one;
};

/** `Kernel` with the brought `calls` among those that it declares. */
export const withCalls = <Kernel extends { readonly calls: readonly CallDescription[]; readonly name: string }>(
  Kernel: Kernel,
  calls: readonly CallDescription[] = [],
): Kernel => {
  if (calls.length === 0) return Kernel;
  const others = Kernel.calls.filter(({ number }) => !calls.some((call) => call.number === number));
  const all = [...others, ...calls];
  const Base = Kernel as unknown as new (...parameters: unknown[]) => Watched;
  const Extended = class extends Base {
    static readonly calls = all;

    constructor(...parameters: unknown[]) {
      super(...parameters);
      Object.defineProperty(this.view, 'calls', { value: all });
    }
  };
  Object.defineProperty(Extended, 'name', { value: Kernel.name });
  return Extended as unknown as Kernel;
};

/** A kernel has no use for what was brought. */
export class CannotBeBrought extends RangeError {
  constructor(message: string) {
    super(message);
    this.name = 'CannotBeBrought';
  }
}

/** A scenario runs a program that is not among those that were brought. */
export class NotBrought extends RangeError {
  constructor(name: string) {
    super(`it runs the program ${name}, which was not given`);
    this.name = 'NotBrought';
  }
}

/** The brought program of that name. Throws NotBrought if there is none. */
export const programNamed = (programs: readonly Executable[], name: string): Executable => {
  const program = programs.find(({ layout }) => layout.name === name);
  if (program === undefined) throw new NotBrought(name);
  return program;
};

/** How a brought program is shown where random ones are shown as code. */
export const programLine = (name: string): string => `// the program ${name}, which was given`;
