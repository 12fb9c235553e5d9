/** Mutants that no spec can kill, because they do what the original does: each entry says why, and must stay true. */
import type { Mutant } from './mutant.ts';

export interface Equivalent {
  readonly file: string;
  /** The line of the source, and what mutants make of it; texts rather than numbers, so that moving a line changes nothing. */
  readonly original: string;
  /** The functions that it stands in, `Tlb.find`, where it is not all lines with that text. */
  readonly within?: readonly string[];
  readonly mutated: readonly string[];
  readonly why: string;
}

/** A mutant, its file, and whether it survived. */
export interface Judged {
  readonly file: string;
  readonly mutant: Pick<Mutant, 'original' | 'within' | 'mutated'>;
  readonly survived: boolean;
}

const concerns = (entry: Equivalent, file: string, { original, within, mutated }: Judged['mutant']): boolean =>
  entry.file === file &&
  entry.original === original &&
  (entry.within ?? [within]).includes(within) &&
  entry.mutated.includes(mutated);

/** The entry that explains a mutant, if there is one. */
export const explanationOf = (entries: readonly Equivalent[], file: string, mutant: Judged['mutant']) =>
  entries.find((entry) => concerns(entry, file, mutant));

/** A sentence for each explanation of a mutant of the judged files that is not there, or that a spec killed. */
export const mistakesIn = (entries: readonly Equivalent[], judged: readonly Judged[]): string[] => {
  const files = new Set(judged.map(({ file }) => file));
  return entries
    .filter(({ file }) => files.has(file))
    .flatMap((entry) => entry.mutated.map((mutated) => ({ ...entry, mutated: [mutated] })))
    .flatMap((entry) => {
      const found = judged.filter(({ file, mutant }) => concerns(entry, file, mutant));
      const mutation = `${entry.file}: ${entry.original} -> ${entry.mutated[0]}`;
      if (found.length === 0) return [`explained as equivalent, but there is no such mutant: ${mutation}`];
      return found.every(({ survived }) => survived)
        ? []
        : [`explained as equivalent, but a spec kills it: ${mutation}`];
    });
};
