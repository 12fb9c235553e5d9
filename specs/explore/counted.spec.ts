/** Larger scopes, of which other engines have counted states, transitions and depth. */
import { expect, test } from 'vitest';
import { explore } from './explore.ts';
import { KernelSearch } from './kernels/kernel-search.ts';
import { ExploredWeensyOS } from './kernels/weensyos/explored.ts';
import { WeensyPages } from './systems/weensyos.ts';

test.each([
  [5, 3, 3, 300_293, 3_302_076, 14, 684],
  [6, 3, 3, 1_532_450, 17_752_386, 16, 788],
  [6, 4, 2, 1_078_858, 13_215_656, 18, 332],
])('%i pages, %i processes, %i addresses', (pages, processes, addresses, states, edges, depth, classes) => {
  const system = new WeensyPages({ pages, processes, addresses });
  expect(explore(system)).toMatchObject({ end: 'complete', states, edges, depth });
  expect(explore(system, { symmetry: true })).toMatchObject({ end: 'complete', states: classes });
});

test('6 pages, 2 processes, 3 addresses, if any page may be taken', () => {
  const system = new WeensyPages({ pages: 6, processes: 2, addresses: 3, anyPage: true });
  expect(explore(system)).toMatchObject({ end: 'complete', states: 24_814, edges: 248_264 });
});

/** WeensyOS, its states told apart by all of memory that is in use. */
class Unreduced extends ExploredWeensyOS {
  readonly classes = new Set<string>();

  override identify(): Int32Array {
    this.classes.add(super.identify().join());
    const fingerprint = this.kernel.machine.fingerprint();
    return Int32Array.from([0, 8, 16, 0], (at) => Number.parseInt(fingerprint.slice(at, at + 8), 16) | 0);
  }
}

test('WeensyOS itself, 2 processes, a page of heap, 8 free pages: 24,197 states if pages have names, which are 14 if they have none', () => {
  const system = new Unreduced({ free: 8, processes: 2, heap: 1 });
  const search = new KernelSearch(system);
  expect(search.run()).toBe('complete');
  expect([search.explored.states, system.classes.size]).toEqual([24_197, 14]);
});
