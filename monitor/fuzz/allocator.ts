/** The allocator that a command line names: one that comes with Ringfence, or one in a file. */
import { basename, extname } from 'node:path';
import type { AllocatorClass } from '../../kernel/kernel.ts';
import { isPath, UsageError } from '../../presentation/boot/usage-error.ts';
import { isSeeded, knownAllocator, seededBug } from '../../presentation/presentation.ts';
import { whatIsMissing } from '../../specs/specs.ts';
import { loadModule } from '../command-line/bundle.ts';

export interface Chosen {
  /** As it was given: a name, or a path. */
  readonly given: string;
  /** A short name for reports and files. */
  readonly name: string;
  readonly Allocator: AllocatorClass;
}

const EXAMPLE =
  'write `export default class Mine { constructor(memory, pages) { … } allocate(count) { … } free(page, count) { … } }`';

/** The allocator that `given` means. Throws a UsageError. */
export const chosenAllocator = async (given: string): Promise<Chosen> => {
  if (isSeeded(given))
    return { given, name: given, Allocator: (await seededBug(given)).Code as unknown as AllocatorClass };
  if (!isPath(given)) return { given, name: given, Allocator: knownAllocator(given) };
  const { default: Own } = (await loadModule(given, 'allocator')).exports;
  if (Own === undefined) throw new UsageError(`${given}: it exports no allocator: ${EXAMPLE}`);
  const missing = whatIsMissing(Own);
  if (missing !== null) throw new UsageError(`${given}: its default export is no allocator: ${missing}; ${EXAMPLE}`);
  return { given, name: basename(given, extname(given)), Allocator: Own as AllocatorClass };
};
