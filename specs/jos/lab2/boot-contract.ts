/**
 * What the lab's functions promise, each call by itself: for calls that the boot makes and its checks, while pages are held that nobody knows of and
 * the free list is hidden. After the boot a model follows what is mapped (model.ts).
 */
import { PAGE_SIZE, type Ppn, PTE_A, PTE_D, ppn } from '../../../hardware/hardware.ts';
import { memlayout } from '../../../kernel/kernel.ts';
import type { Asked, Call } from './call.ts';
import { describeMapped, visitPages } from './mapped-pages.ts';
import { hex, type Lab2Observation } from './observation.ts';

const { E_NO_MEM, KERNBASE, PDX, PTE_ADDR, PTE_P, PTE_PS, PTE_U, PTE_W, PTSIZE, PTX } = memlayout;

type AskedOf<Name extends Asked['name']> = Extract<Asked, { readonly name: Name }>;
type Promised<Name extends Asked['name']> = (asked: AskedOf<Name>, call: Call, state: Lab2Observation) => string | null;

/** What `call` did otherwise than its function promises, in words; null if nothing. `state` is that after it. */
export const breach = (call: Call, state: Lab2Observation): string | null => {
  const { name } = call.asked;
  const wrong = (PROMISES[name] as Promised<typeof name>)(call.asked, call, state) ?? lostPage(call, state);
  return wrong === null ? null : `${name} ${wrong}`;
};

const bootAlloc: Promised<'boot_alloc'> = ({ bytes }, { result }, { kernel }) => {
  const address = result >>> 0;
  if (address < KERNBASE) return `gave ${hex(address)}, which is no address of the kernel`;
  const next = kernel.nextfree >>> 0;
  if (next > 0 && address + bytes > next) return `gave ${hex(address)}, and goes on at ${hex(next)}`;
  return null;
};

const pageInit: Promised<'page_init'> = (_, __, state) => {
  const lost = pagesOf(state).find((page) => state.isAllocatable(page) && !state.isFree(page));
  return lost === undefined ? null : `did not put page ${hex(lost)} on the free list`;
};

const pageAlloc: Promised<'page_alloc'> = (_, { result }, state) => {
  if (result === 0) return null;
  const page = state.view.pageOf(result);
  if (state.isFree(page)) return `gave page ${hex(page)}, and left it on the free list`;
  if (state.view.linkOf(page) !== 0) return `gave page ${hex(page)}, and left its link`;
  const count = state.view.referenceCount(page);
  return count === 0 ? null : `gave page ${hex(page)} with a count of ${count}`;
};

const pageFree: Promised<'page_free'> = ({ page }, _, state) =>
  state.isFree(page) ? null : `did not put page ${hex(page)} on the free list`;

/** Whether there must be a table for `address`: it was there, or was to be made, and there was a page to make it of. */
const tableOf = ({ before, free }: Call, { view }: Lab2Observation, address: number, create: boolean): boolean =>
  (before[view.kernelRoot][PDX(address)] & PTE_P) !== 0 || (create && free.length > 0);

const pgdirWalk: Promised<'pgdir_walk'> = ({ address, create }, call, state) => {
  const { machine, view } = state;
  const table = PTE_ADDR(machine.memory.words[(view.kernelRoot * PAGE_SIZE) / 4 + PDX(address)]);
  const expected = tableOf(call, state, address, create) ? (KERNBASE + table + PTX(address) * 4) >>> 0 : 0;
  const found = call.result >>> 0;
  return found === expected ? null : `(${hex(address)}) gave ${hex(found)}, where ${hex(expected)} was right`;
};

const pageInsert: Promised<'page_insert'> = ({ page, address, perm }, call, state) => {
  const expected = tableOf(call, state, address, true) ? 0 : -E_NO_MEM;
  if (call.result !== expected) return `returned ${call.result}, where ${expected} was right`;
  return expected === 0 ? wrongPage(state, address, page * PAGE_SIZE, perm) : null;
};

const pageRemove: Promised<'page_remove'> = ({ address }, _, state) => wrongPage(state, address, -1, 0);

const mapRegion: Promised<'boot_map_region'> = ({ address, size, target, perm }, _, state) => {
  let wrong: string | null = null;
  visitPages(state.kernel, address, address + size, (at, found, rights) => {
    wrong ??= differs(at, [found, rights], [target + at - address, perm]);
  });
  return wrong;
};

/** The processor may not know of large pages yet. */
const mapLarge: Promised<'boot_map_region_large'> = ({ address, size, target, perm }, _, { machine, view }) => {
  const start = (view.kernelRoot * PAGE_SIZE) / 4;
  for (let offset = 0; offset < size; offset += PTSIZE) {
    const found = machine.memory.words[start + PDX(address + offset)] & ~(PTE_A | PTE_D);
    const expected = (target + offset) | perm | PTE_P | PTE_PS;
    if (found !== expected) return `wrote entry ${hex(found)} for ${hex(address + offset)}, not ${hex(expected)}`;
  }
  return null;
};

/** That looking changes nothing is an invariant; where nothing was found, only a caller could tell. */
const pageLookup: Promised<'page_lookup'> = () => null;

const PROMISES: { readonly [Name in Asked['name']]: Promised<Name> } = {
  boot_alloc: bootAlloc,
  page_init: pageInit,
  page_alloc: pageAlloc,
  page_free: pageFree,
  pgdir_walk: pgdirWalk,
  page_insert: pageInsert,
  page_remove: pageRemove,
  page_lookup: pageLookup,
  boot_map_region: mapRegion,
  boot_map_region_large: mapLarge,
};

/** A page that lost its last mapping is free; and one that is free no longer is used, unless it was asked for. */
const lostPage = ({ asked, mappings, free }: Call, state: Lab2Observation): string | null => {
  const dropped = mappings.map(({ pa }) => ppn(pa / PAGE_SIZE)).find((page) => isLost(state, page));
  if (dropped !== undefined) return `dropped page ${hex(dropped)}, and did not free it`;
  const taken = asked.name === 'page_alloc' ? undefined : free.find((page) => isLost(state, page));
  return taken === undefined ? null : `took page ${hex(taken)}, and nobody uses it`;
};

const isLost = (state: Lab2Observation, page: Ppn): boolean =>
  state.isAllocatable(page) && state.usesOf(page) === 0 && !state.isFree(page);

const wrongPage = ({ kernel }: Lab2Observation, address: number, target: number, perm: number): string | null => {
  let wrong: string | null = null;
  visitPages(kernel, address, address + PAGE_SIZE, (at, found, rights) => {
    wrong = differs(at, [found, rights], [target, perm]);
  });
  return wrong;
};

type Mapped = readonly [target: number, rights: number];

/** What an address maps to otherwise than it should. That a directory allows enough is an invariant. */
const differs = (address: number, [found, rights]: Mapped, [target, perm]: Mapped): string | null => {
  if (found === target && rights === (perm & (PTE_W | PTE_U))) return null;
  return `left ${hex(address)} mapped to ${describeMapped(found, rights)}, where ${describeMapped(target, perm)} was right`;
};

const pagesOf = ({ view }: Lab2Observation): Ppn[] => Array.from({ length: view.pages }, (_, page) => ppn(page));
