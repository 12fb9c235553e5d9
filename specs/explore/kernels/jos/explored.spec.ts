import { expect, test } from 'vitest';
import type { JosKernel } from '../../../../kernel/kernel.ts';
import { JOS_BUGS } from '../../../jos/lab2/bugs/list.ts';
import type { ExploredStates } from '../found-states.ts';
import { KernelSearch } from '../kernel-search.ts';
import { retold } from '../retold.ts';
import { ExploredJos, type JosScope } from './explored.ts';

const explored = (scope: JosScope, Kernel?: typeof JosKernel): ExploredStates => {
  const search = new KernelSearch(new ExploredJos(scope, Kernel));
  search.run();
  return search.explored;
};

/** JOS without a machine, its addresses under one table: how many pages are free and held, and what is mapped, with which rights, and cached. */
interface PagesOfJos {
  readonly free: number;
  readonly held: number;
  readonly hasTable: boolean;
  /** Of each address the page, by a number of no meaning, 0 if there is none; whether it may be written, and whether it is cached. */
  readonly at: readonly (readonly [page: number, isWritable: boolean, isCached: boolean])[];
}

const withAt = (state: PagesOfJos, address: number, mapped: PagesOfJos['at'][number]): PagesOfJos => {
  const [old] = state.at[address];
  const at = state.at.with(address, mapped);
  const isFreed = old !== 0 && !at.some(([page]) => page === old);
  return { ...state, at, free: state.free + (isFreed ? 1 : 0) };
};

/** All that can come of `state`, once for each call that can be made. */
const stepsOfJos = (state: PagesOfJos): PagesOfJos[] => {
  const { free, held, hasTable, at } = state;
  const taken = free > 0 ? { ...state, free: free - 1, held: held + 1 } : state;
  const insertHeld = (address: number): PagesOfJos => {
    if (!hasTable && free === 0) return state;
    const tabled = { ...state, hasTable: true, free: hasTable ? free : free - 1, held: held - 1 };
    return withAt(tabled, address, [Math.max(...at.map(([page]) => page)) + 1, true, false]);
  };
  return [
    ...[taken, taken],
    ...(held > 0 ? [{ ...state, free: free + 1, held: held - 1 }] : []),
    ...at.flatMap(([page, isWritable], address) => [
      ...(held > 0 ? [insertHeld(address)] : []),
      ...at.filter(([other]) => other !== 0).map(([other]) => withAt(state, address, [other, true, false])),
      ...(page !== 0
        ? [withAt(state, address, [page, false, false]), withAt(state, address, [page, isWritable, true])]
        : []),
      ...[state, withAt(state, address, [0, false, false])],
    ]),
  ];
};

const countedJos = (pages: number, addresses: number): { states: number; edges: number } => {
  const nameless = ({ at, ...rest }: PagesOfJos): string => {
    const pages = at.map(([page]) => page);
    return JSON.stringify([rest, at.map(([page, ...others]) => [page === 0 ? -1 : pages.indexOf(page), ...others])]);
  };
  const first: PagesOfJos = { free: pages, held: 0, hasTable: false, at: new Array(addresses).fill([0, false, false]) };
  const found = new Map([[nameless(first), first]]);
  let edges = 0;
  for (const state of found.values()) {
    for (const next of stepsOfJos(state)) {
      edges += 1;
      if (!found.has(nameless(next))) found.set(nameless(next), next);
    }
  }
  return { states: found.size, edges };
};

test.each([
  [0, 1],
  [1, 1],
  [5, 1],
  [3, 2],
  [5, 2],
])(
  'with %i pages on the list and %i addresses it has the states and steps that a model without a machine has',
  (free, addresses) => {
    const result = explored({ free, addresses });
    expect(result).toMatchObject({ end: 'complete', broken: null, ...countedJos(free, addresses) });
  },
);

test.each([
  ['jos-14', 'functions do what they say'],
  ['jos-58', 'TLB within tables'],
  ['jos-66', 'functions do what they say'],
])('%s, which passes all checks of the course, is found', (id, name) => {
  const Kernel = JOS_BUGS.find((bug) => bug.id === id)?.Kernel;
  const { broken } = explored({ free: 5, addresses: 2 }, Kernel);
  expect(broken?.wrong.name).toBe(name);
  const again = retold(new ExploredJos({ free: 5, addresses: 2 }, Kernel), broken?.steps ?? []);
  expect(again.wrong).toEqual(broken?.wrong);
});
