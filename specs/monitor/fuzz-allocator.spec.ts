/** `fuzzAllocator` in a suite, which keeps what it finds: that comes first the next time. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type AllocatorClass, Bitmap } from '../../kernel/kernel.ts';
import { fuzzAllocator } from '../../monitor/check/suite/suite.ts';
import { folderWith } from './terminal.ts';

/** Gives page 0 to whoever asks for 11 pages, which no short sequence does. */
class Late extends Bitmap {
  override allocate(count: number, zeroed: boolean): number {
    return count === 11 && this.nextFree(0) > 3 ? 0 : super.allocate(count, zeroed);
  }
}
class Overlaps extends Bitmap {
  override allocate(count: number, zeroed: boolean): number {
    return count === 2 ? 0 : super.allocate(count, zeroed);
  }
}
const saidOf = async (Allocator: AllocatorClass, failures: string | null): Promise<string> => {
  const error = await fuzzAllocator(Allocator, { runs: 60, failures }).catch((thrown: unknown) => thrown);
  return error instanceof Error ? error.message : `it survived: ${JSON.stringify(error)}`;
};

test('short sequences come first, then random runs; what was found is saved, and comes before both the next time', async () => {
  expect(await saidOf(Overlaps, null)).toMatch(
    /broke a rule: [\s\S]*Found in \.\/specs\/monitor\/\S+ by trying every short sequence\.$/,
  );
  const failures = join(folderWith({}), 'failures');
  const first = await saidOf(Late, failures);
  expect(first).toMatch(/Found in \S+ by random run \d+ of seed 1\.\nSaved in \S+: it is done first from now on\.$/);
  const [name] = readdirSync(failures);
  expect(await saidOf(Late, failures)).toContain(`by the saved sequence ${join(failures, name)}`);
});

test('one that breaks no rule survives, and what is no allocator is refused', async () => {
  expect(await saidOf(Bitmap, null)).toMatch(/^it survived: \{"operations":\d{4,},"runs":60\}$/);
  await expect(fuzzAllocator(Map as unknown as AllocatorClass)).rejects.toThrow(/^this is no allocator: /);
});
