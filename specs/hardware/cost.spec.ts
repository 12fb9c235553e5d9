/** What translations cost and count: cycles, hits, misses, entries loaded, flushes; exactly, and nothing else. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACCESS, WALK_LOAD } from '../../hardware/cost.ts';
import { CYCLES, FLUSHES, TLB_HITS, TLB_MISSES, WALK_LOADS } from '../../hardware/counters.ts';
import { copyOf, differences } from './action.ts';
import { type Control, type Walk, walkOf } from './oracle.ts';
import {
  anyAddress,
  control,
  l1,
  P,
  PAGE,
  PLAIN_ROOT,
  plainWorld,
  putEntry,
  RANDOM_PAGES,
  randomTables,
  setControl,
  U,
  W,
  type World,
  worldOf,
} from './tables.ts';

const kind = fc.nat(5);
/** Physical addresses of the entries that the manual's walk loads for `address`: those it passes, and the one that ends it. */
const loadedOf = (world: World, control: Control, address: number): number[] => {
  const { path, vector } = walkOf(world.memory, control, address);
  const passed = path.map((index) => index * 4);
  return vector === 14 ? [...passed, endOf(world, control, address, path)] : passed;
};
/** Where the walk stopped: the entry of the next level below the last one that it passed. */
const endOf = ({ memory }: World, { root }: Control, address: number, path: Walk['path']): number => {
  const last = path.length === 0 ? root : memory.words[path[path.length - 1]];
  const index = (BigInt(address) >> BigInt(39 - 9 * path.length)) & 511n;
  return ((last & ~0xfff) >>> 0) + Number(index) * 8;
};
/** What `act` adds to each counter that it changes. */
const added = ({ counters }: World, act: () => void): Record<number, number> => {
  const before = counters.slice();
  act();
  return Object.fromEntries([...counters].map((n, i) => [i, n - before[i]]).filter(([, n]) => n !== 0));
};

describe('a translation', () => {
  test('out of the tables is one miss, and costs an access and each entry that the walk loads', () => {
    fc.assert(
      fc.property(randomTables, control, anyAddress, kind, (fillTables, control, address, kind) => {
        const world = worldOf(RANDOM_PAGES);
        fillTables(world.memory);
        setControl(world, control);
        const loads = loadedOf(world, control, address).length;
        const costs = { [CYCLES]: ACCESS + loads * WALK_LOAD, [WALK_LOADS]: loads };
        const all = { [TLB_MISSES]: 1, ...(loads > 0 && costs) };
        expect(added(world, () => world.mmu.translate(address, kind))).toEqual(all);
      }),
      { numRuns: 400 },
    );
  });

  test('out of the TLB is one hit, and costs an access', () => {
    fc.assert(
      fc.property(fc.nat(511), fc.nat(PAGE - 1), kind, fc.nat(5), (page, offset, kind, times) => {
        const world = plainWorld(16);
        putEntry(world.memory, l1(page * PAGE), 8 * PAGE + P + W + U);
        world.mmu.translate(page * PAGE, kind);
        const again = (): void => {
          for (let i = 0; i < times; i++) world.mmu.translate(page * PAGE + offset, kind);
        };
        expect(added(world, again)).toEqual(times > 0 ? { [CYCLES]: times * ACCESS, [TLB_HITS]: times } : {});
      }),
      { numRuns: 50 },
    );
  });
});

test('a load of CR3 counts one flush, and costs nothing by itself', () => {
  const world = plainWorld(16);
  for (let i = 0; i < 3; i++) expect(added(world, () => world.mmu.loadRoot(PLAIN_ROOT))).toEqual({ [FLUSHES]: 1 });
});

test('an MMU that has translated nothing has no fault to tell', () => {
  expect(worldOf(1).mmu.fault).toEqual({ vector: 0, errorCode: 0, address: 0 });
});

describe('a walk by hand', () => {
  const world = (fillTables: (memory: World['memory']) => void, control: Control): World => {
    const world = worldOf(RANDOM_PAGES);
    fillTables(world.memory);
    setControl(world, control);
    return world;
  };

  test('gives what the tables give, whoever may use it, costs each entry loaded, and changes nothing', () => {
    fc.assert(
      fc.property(randomTables, control, anyAddress, (fillTables, control, address) => {
        const other = world(fillTables, { ...control, root: 0 });
        const [words, loads] = [copyOf(other.memory), loadedOf(other, control, address).length];
        let pa = 0;
        const costs = added(other, () => {
          pa = other.mmu.lookUp(control.root, address as never);
        });
        expect(pa).toBe(walkOf(other.memory, control, address).page?.pa ?? -1);
        expect(costs).toEqual(loads > 0 ? { [CYCLES]: loads * WALK_LOAD } : {});
        expect(differences(words, other.memory.words)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('costs nothing for an address that is none, whatever was walked before', () => {
    const world = plainWorld(16);
    world.mmu.lookUp(PLAIN_ROOT, 0 as never);
    expect(added(world, () => world.mmu.lookUp(PLAIN_ROOT, (2 ** 47) as never))).toEqual({});
  });

  test('shows the entries that the walk loads, one by one, without cost or effect', () => {
    fc.assert(
      fc.property(randomTables, control, anyAddress, (fillTables, control, address) => {
        const here = world(fillTables, control);
        const words = copyOf(here.memory);
        let steps: ReturnType<World['mmu']['steps']> = [];
        expect(added(here, () => (steps = here.mmu.steps(address as never)))).toEqual({});
        const expected = loadedOf(here, control, address).map((entryPa, i) => ({
          level: 4 - i,
          index: (entryPa % PAGE) / 8,
          entryPa,
          low: words[entryPa / 4],
          high: words[entryPa / 4 + 1],
        }));
        expect(steps).toEqual(expected);
        expect(differences(words, here.memory.words)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});
