/** Each invariant of lab 2 from both sides: the least change that breaks it is seen, and named for it; what is next to that, and right, passes. */
import { describe, expect, test } from 'vitest';
import { PAGE_WORDS, PTE_A, PTE_D, ppn, va } from '../../../../hardware/hardware.ts';
import { memlayout } from '../../../../kernel/kernel.ts';
import { firstBroken } from '../../../judge/invariant.ts';
import { casesOf, type Draw, drawn, oneOf, type Side, type Sides, type Table } from '../../../judge/sides.ts';
import type { Call } from '../call.ts';
import { type Known, Lab2Observation } from '../observation.ts';
import { LAB2_INVARIANTS, OF_THE_MAP } from './list.ts';
import { BARE, FAR, HERE, NEXT, Place, STACK } from './place.ts';

const { ALLOC_ZERO, KERNBASE, KSTKSIZE, PAGE_INFO_BYTES, PGSIZE, PTE_P, PTE_PS, PTE_U, PTE_W } = memlayout;
const { PTSIZE, ROUNDUP, UENVS, ULIM, UPAGES, UTOP, UVPT } = memlayout;
/** Where there is no table. */
const VOID = 0x20000000;
const AVAILABLE = 0xe00;
const SET_BY_HARDWARE = [PTE_A, PTE_D];

type On = Side<Place, Partial<Known>>;
type Where = (place: Place, draw: Draw) => number;

const doing =
  (change: (place: Place, draw: Draw) => void): On =>
  (place, draw) => {
    change(place, draw);
    return {};
  };

/** A bit of a word of a page is another: any one, or one of `bits`. */
const bitOf = (pageOf: Where, bits = Array.from({ length: 32 }, (_, i) => 1 << i)) =>
  doing((place, draw) => {
    const word = oneOf(draw, [0, PAGE_WORDS - 1, draw(PAGE_WORDS)]);
    place.change(pageOf(place, draw) * PGSIZE + word * 4, (old) => old ^ oneOf(draw, bits));
  });
const held: Where = (place) => place.held;
const anyTable: Where = ({ kernel: { view } }, draw) =>
  oneOf(draw, [view.kernelRoot, ...view.tables(view.kernelRoot).map(({ page }) => page)]);

/** A call that must leave memory as it is: no word may be another, but for what the hardware does. */
const untouched = (make: (place: Place, draw: Draw) => Partial<Call>): Sides<Place, Partial<Known>> => {
  const changing =
    (change: On): On =>
    (place, draw) => {
      const other = make(place, draw);
      change(place, draw);
      return place.called(other);
    };
  return {
    breaks: {
      'any bit of any page that is another': changing(bitOf(({ kernel }, draw) => draw(kernel.npages))),
      'bits A and D of what is no table': changing(bitOf(held, SET_BY_HARDWARE)),
    },
    keeps: {
      'memory as it is': changing(() => ({})),
      'bits A and D of a table': changing(bitOf(anyTable, SET_BY_HARDWARE)),
    },
  };
};
const after =
  (make: (place: Place) => void, change: On = () => ({}), other: Partial<Call> = {}): On =>
  (place, draw) => {
    make(place);
    change(place, draw);
    return place.called(other);
  };
/** The entry of a page between `start` and `end` becomes another: of the first, of the last, or of any. */
const entryIn =
  (region: (place: Place) => readonly [start: number, end: number]) =>
  (become: (entry: number, draw: Draw) => number): On =>
    doing((place, draw) => {
      const [start, end] = region(place);
      const pages = (end - start) / PGSIZE;
      const address = start + oneOf(draw, [0, pages - 1, draw(pages)]) * PGSIZE;
      place.change(place.entry(address), (entry) => become(entry, draw));
    });
const otherPage = (entry: number, draw: Draw): number => entry ^ (PGSIZE << (entry & PTE_PS ? 10 + draw(6) : draw(8)));
const without =
  (right: number) =>
  (entry: number): number =>
    entry & ~right;
const withRight =
  (right: number) =>
  (entry: number): number =>
    entry | right;
const markedOtherwise = (entry: number, draw: Draw): number => entry ^ oneOf(draw, [PTE_A, PTE_D, AVAILABLE]);
const directory = (address: number, become: (entry: number, draw: Draw) => number): On =>
  doing((place, draw) => place.change(place.directoryEntry(address), (entry) => become(entry, draw)));

const ofDescriptors = entryIn(({ kernel }) => [UPAGES, UPAGES + ROUNDUP(kernel.npages * PAGE_INFO_BYTES, PGSIZE)]);
const ofWindow = entryIn(() => [KERNBASE, 2 ** 32]);
const ofStack = entryIn(({ kernel }) => [kernel.kstacktop - KSTKSIZE, kernel.kstacktop]);
const behindDescriptors = ({ kernel }: Place): number => UPAGES + ROUNDUP(kernel.npages * PAGE_INFO_BYTES, PGSIZE);
/** Of MIT the first page from ULIM on; of SJTU, where the stack's region is there, the first behind that. */
const behindTables = ({ kernel }: Place): number => (kernel.kstacktop === KERNBASE ? ULIM : kernel.kstacktop);
/** A page that is empty, and not in the stack's region: the last before it, or the first behind. */
const besideGuard = ({ kernel }: Place): number =>
  kernel.kstacktop === KERNBASE ? KERNBASE - PTSIZE - PGSIZE : kernel.kstacktop;
const mapping = (address: (place: Place, draw: Draw) => number, rights: number): On =>
  doing((place, draw) => place.map(address(place, draw), rights));

const mapped: Where = (place, draw) => place.pageAt(oneOf(draw, [HERE, NEXT, FAR, STACK]));
const free: Where = ({ kernel }, draw) => {
  const list = kernel.view.freeList();
  return list[oneOf(draw, [0, list.length - 2, draw(list.length - 1)])];
};
const lastFree: Where = ({ kernel }) => kernel.view.freeList().at(-1) ?? 0;
const table: Where = (place) => place.tableAt(FAR);
const reserved: Where = ({ kernel: { view } }, draw) =>
  oneOf(draw, [0, 0xa0, 0xa0 + draw(0x60), 0xff, 0x100, view.firstFreePage - 1]);

const freeing =
  (page: Where, stopped: string | null = null): On =>
  (place, draw) => ({ ...place.said({ name: 'page_free', page: ppn(page(place, draw)) }, { stopped }), stopped });
/** boot_alloc is asked for so much more than there is. */
const askingFor =
  (more: number, other: Partial<Call> = {}): On =>
  (place) => {
    const { npages, view } = place.kernel;
    const result = KERNBASE + view.firstFreePage * PGSIZE;
    const asked = { name: 'boot_alloc', bytes: (npages - view.firstFreePage) * PGSIZE + more } as const;
    return { ...place.said(asked, { result, ...other }), stopped: other.stopped ?? null };
  };
const giving =
  (result: (place: Place, draw: Draw) => number, isEmpty = false): On =>
  (place, draw) => {
    const page = result(place, draw);
    const given = page < 0 ? 0 : place.descriptor(page);
    return place.said({ name: 'page_alloc', flags: 0 }, { result: given, ...(isEmpty && { free: [] }) });
  };
/** page_alloc is called with those flags; then a bit of what it gave is another, or of the page beside. */
const allocating =
  (flags: number, beside: number | null): On =>
  (place, draw) => {
    const page = place.kernel.view.pageOf(place.kernel.pageAlloc(flags));
    if (beside !== null) bitOf(() => page + beside)(place, draw);
    return { ...place.called(), held: new Set([place.held, page]) };
  };
const reading = (address: number, change: (place: Place) => void): On =>
  doing((place) => {
    const { kernel } = place;
    kernel.store(va(address), 1);
    change(place);
  });

const TABLE: Table<Place, Partial<Known>> = {
  'keeps going': {
    breaks: {
      'a stop in no call': () => ({ stopped: 'a panic' }),
      'a stop where all that is left is asked for': askingFor(0, { stopped: 'a panic' }),
      'a stop in a free of what is held': freeing(held, 'a panic'),
      'a stop after a call that was over': (place, draw) => ({ ...freeing(mapped)(place, draw), stopped: 'a panic' }),
    },
    keeps: {
      'a stop where a byte more is asked for than there is': askingFor(1, { stopped: 'a panic' }),
      'a stop in a free of what is mapped': freeing(mapped, 'a panic'),
      'a stop in a free of what is free': freeing(free, 'a panic'),
    },
  },
  'memory has an end': {
    breaks: { 'a byte more than there is': askingFor(1) },
    keeps: { 'all that there is': askingFor(0) },
  },
  'whole pages at boot': {
    breaks: {
      'a start within a page': (place, draw) =>
        place.said({ name: 'boot_alloc', bytes: 1 }, { result: KERNBASE + 1 + draw(PGSIZE - 1) }),
    },
    keeps: {
      'the start of any page': (place, draw) =>
        place.said({ name: 'boot_alloc', bytes: 1 }, { result: (KERNBASE + draw(PGSIZE) * PGSIZE) | 0 }),
    },
  },
  'looking changes nothing': untouched(({ kernel }, draw) => {
    const address = oneOf(draw, [HERE, BARE, VOID]);
    if (draw(2) === 0) kernel.pageLookup(kernel.kernPgdir, address);
    else kernel.pgdirWalk(kernel.kernPgdir, address, false);
    return {};
  }),
  'failed insert changes nothing': untouched((place) => {
    const { kernel } = place;
    place.starved(() => kernel.pageInsert(kernel.kernPgdir, place.descriptor(place.held), VOID, PTE_W));
    // With the list hidden again the call itself changed nothing.
    return { before: place.called().call.after };
  }),
  'removing nothing changes nothing': untouched(({ kernel }, draw) => {
    kernel.pageRemove(kernel.kernPgdir, oneOf(draw, [BARE, HERE - PGSIZE, VOID]));
    return {};
  }),
  'wrong free is refused': {
    breaks: { 'a free of what is mapped': freeing(mapped), 'a free of what is free, but for the last': freeing(free) },
    keeps: { 'a free of what is held': freeing(held), 'a free of the last that is free': freeing(lastFree) },
  },
  'gives what is free': {
    breaks: {
      'nothing, though a page is free': giving(() => -1),
      'a page that is mapped': giving(mapped),
      'a page that is held': giving(held),
      'a page that is reserved': giving(reserved),
    },
    keeps: { 'any page that is free': giving(free), 'nothing, if nothing is free': giving(() => -1, true) },
  },
  'zeroed page is zero': {
    breaks: {
      'any bit of the page': allocating(ALLOC_ZERO, 0),
      'any bit of the page, with another flag': allocating(ALLOC_ZERO | 2, 0),
    },
    keeps: {
      'any contents that nobody asked to be zero': allocating(2, 0),
      'what is in the page beside': allocating(ALLOC_ZERO, -1),
    },
  },
  'tables at UVPT': {
    breaks: {
      'a right that is missing': directory(UVPT, (entry, draw) => entry & ~oneOf(draw, [PTE_P, PTE_U])),
      'a right too many': directory(UVPT, withRight(PTE_W)),
      'a large page': directory(UVPT, withRight(PTE_PS)),
      'another table': directory(UVPT, otherPage),
    },
    keeps: { 'other marks': directory(UVPT, markedOtherwise) },
  },
  'descriptors at UPAGES': {
    breaks: {
      'a right that is missing': ofDescriptors((entry, draw) => entry & ~oneOf(draw, [PTE_P, PTE_U])),
      'a right too many': ofDescriptors(withRight(PTE_W)),
      'another page': ofDescriptors(otherPage),
      'a right that the directory withholds': directory(UPAGES, without(PTE_U)),
    },
    keeps: {
      'other marks': ofDescriptors(markedOtherwise),
      'a page behind them, to be read': mapping(behindDescriptors, PTE_U),
      'no page behind them': doing((place) => place.change(place.entry(behindDescriptors(place)), () => 0)),
    },
  },
  'memory at KERNBASE': {
    breaks: {
      'a right that is missing': ofWindow((entry, draw) => entry & ~oneOf(draw, [PTE_P, PTE_W])),
      'another page': ofWindow(otherPage),
    },
    keeps: { 'other marks': ofWindow(markedOtherwise) },
  },
  'kernel stack': {
    breaks: {
      'a right that is missing': ofStack((entry, draw) => entry & ~oneOf(draw, [PTE_P, PTE_W])),
      'another page': ofStack(otherPage),
    },
    keeps: { 'other marks': ofStack(markedOtherwise) },
  },
  'stack guard': {
    breaks: {
      'a page just below the stack': mapping(({ kernel }) => kernel.kstacktop - KSTKSIZE - PGSIZE, 0),
      'the lowest page': mapping(({ kernel }) => kernel.kstacktop - PTSIZE, 0),
      'any page': mapping(({ kernel }, draw) => kernel.kstacktop - PTSIZE + draw(1016) * PGSIZE, PTE_W),
    },
    keeps: { 'a page beside the region': mapping(besideGuard, 0) },
  },
  'closed to programs': {
    breaks: {
      'the first page from UTOP on, to be written': mapping(() => UTOP, PTE_U | PTE_W),
      'the last page below UPAGES, to be written': mapping(() => UPAGES - PGSIZE, PTE_U | PTE_W),
      'a page behind the descriptors, to be written': mapping(behindDescriptors, PTE_U | PTE_W),
      'the first page from ULIM on, to be read': mapping(behindTables, PTE_U),
      'memory to be used': ofWindow(withRight(PTE_U)),
      'the stack to be used': ofStack(withRight(PTE_U)),
    },
    keeps: {
      'pages from UTOP on, to be read': mapping(
        (_, draw) => oneOf(draw, [UTOP, UENVS + PGSIZE, UPAGES - PGSIZE]),
        PTE_U,
      ),
      'pages from UTOP on, for the kernel': mapping((_, draw) => oneOf(draw, [UTOP, UPAGES - PGSIZE]), PTE_W),
    },
  },
  'directory allows enough': {
    breaks: {
      'a right to write that it withholds': directory(HERE, without(PTE_W)),
      'a right of programs that it withholds': directory(HERE, without(PTE_U)),
      'the same right for the only page': directory(FAR, without(PTE_U)),
    },
    keeps: {
      'what no page of the table gives': directory(FAR, without(PTE_W)),
      'what it gives beyond that': doing((place) => {
        place.change(place.entry(FAR), without(PTE_U));
        place.change(place.directoryEntry(FAR), without(PTE_W | PTE_U));
      }),
    },
  },
  'free list ends': {
    breaks: {
      'a page that leads to itself': doing((place, draw) => {
        const pp = place.descriptor(free(place, draw));
        place.kernel.setPpLink(pp, pp);
      }),
      'the last, which leads back': doing((place, draw) =>
        place.kernel.setPpLink(place.descriptor(lastFree(place, draw)), place.descriptor(free(place, draw))),
      ),
      'a link into a descriptor': doing((place, draw) =>
        place.kernel.setPpLink(place.descriptor(lastFree(place, draw)), va(place.descriptor(0) + 4)),
      ),
      'a link behind the descriptors': doing((place, draw) =>
        place.kernel.setPpLink(place.descriptor(lastFree(place, draw)), place.descriptor(place.kernel.npages)),
      ),
      'a link before them': doing((place, draw) =>
        place.kernel.setPpLink(place.descriptor(lastFree(place, draw)), place.descriptor(-1)),
      ),
    },
    keeps: {
      'another order': doing((place) => {
        const { kernel } = place;
        const [first, second] = [kernel.pageAlloc(0), kernel.pageAlloc(0)];
        for (const pp of [first, second]) kernel.pageFree(pp);
      }),
    },
  },
  'reserved is never free': {
    breaks: { 'any of them on the list': doing((place, draw) => place.push(reserved(place, draw))) },
    keeps: {
      'the pages beside them on the list': doing(({ kernel: { view } }) =>
        expect(view.freeList()).toEqual(expect.arrayContaining([0x1, 0x9f, view.pages - 1])),
      ),
    },
  },
  'no use after free': {
    breaks: {
      'a mapped page on the list': doing((place, draw) => place.push(mapped(place, draw))),
      'a table on the list': doing((place, draw) => place.push(table(place, draw))),
      'a held page on the list': doing((place) => place.push(place.held)),
      'a count of a free page': doing((place, draw) =>
        place.count(oneOf(draw, [free(place, draw), lastFree(place, draw)]), () => oneOf(draw, [1, 0x8000, 0xffff])),
      ),
    },
    keeps: { 'any contents of a free page': bitOf(free) },
  },
  'static maps do not count': {
    breaks: {
      'a count of 2': doing((place, draw) => place.count(reserved(place, draw), () => oneOf(draw, [2, 0xffff]))),
      'two more than the mappings below UTOP': doing((place) => {
        place.map(BARE, 0);
        place.count(0x100, () => 3);
      }),
    },
    keeps: {
      'a count of 0 or 1': doing((place, draw) => place.count(reserved(place, draw), () => draw(2))),
      'one more than the mappings below UTOP': doing((place) => {
        place.map(BARE, 0);
        place.count(0x100, () => 2);
      }),
    },
  },
  'exact reference count': {
    breaks: {
      'one too many': doing((place, draw) => place.count(mapped(place, draw), (count) => count + 1)),
      'one too few': doing((place, draw) => place.count(mapped(place, draw), (count) => count - 1)),
      'a table that counts otherwise': doing((place, draw) =>
        place.count(table(place, draw), () => oneOf(draw, [0, 2])),
      ),
      'a held page that counts': doing((place) => place.count(place.held, () => 1)),
      'a mapping more': doing((place) => place.change(place.entry(BARE), () => (place.pageAt(HERE) * PGSIZE) | PTE_P)),
    },
    keeps: {
      'a mapping more that is counted': after((place) => {
        place.kernel.pageInsert(place.kernel.kernPgdir, place.descriptor(place.pageAt(NEXT)), BARE, PTE_U);
      }),
    },
  },
  'no link off the list': {
    breaks: {
      'a link of a mapped page': doing((place, draw) =>
        place.kernel.setPpLink(place.descriptor(mapped(place, draw)), va(oneOf(draw, [1, 0xf0000000]))),
      ),
      'a link of a held page': doing((place) => place.kernel.setPpLink(place.descriptor(place.held), va(1))),
    },
    keeps: {
      'a link of a reserved page': doing((place, draw) =>
        place.kernel.setPpLink(place.descriptor(reserved(place, draw)), va(1)),
      ),
    },
  },
  'nothing leaks': {
    breaks: {
      'a page that is taken, and that nobody has': doing(({ kernel }) => void kernel.pageAlloc(0)),
      'a list that ends early': doing((place) => {
        const [last, before] = place.kernel.view.freeList().toReversed();
        place.kernel.setPpLink(place.descriptor(before), va(0));
        expect(place.kernel.view.linkOf(last)).toBe(0);
      }),
    },
    keeps: {
      'a page that is taken, and that somebody has': (place) => ({
        held: new Set([place.held, place.kernel.view.pageOf(place.kernel.pageAlloc(0))]),
      }),
      'a page less, which is a table': doing(({ kernel }) => void kernel.pgdirWalk(kernel.kernPgdir, 0, true)),
    },
  },
  'TLB within tables': {
    breaks: {
      'a right to write that is taken': reading(NEXT, (place) => place.change(place.entry(NEXT), without(PTE_W))),
      'the same, of the first of a table': reading(HERE, (place) => {
        for (const address of [HERE, STACK]) place.change(place.entry(address), without(PTE_W));
      }),
      'a page that is removed': reading(NEXT, (place) => {
        place.count(place.pageAt(NEXT), () => 0);
        place.push(place.pageAt(NEXT));
        place.change(place.entry(NEXT), () => 0);
      }),
    },
    keeps: {
      'a right that is given': reading(NEXT, (place) => place.change(place.entry(NEXT), withRight(PTE_U))),
      'a right that is taken, and forgotten': reading(NEXT, (place) => {
        place.change(place.entry(NEXT), without(PTE_W));
        place.kernel.tlbInvalidate(place.kernel.kernPgdir, NEXT);
      }),
      'marks that are taken': reading(NEXT, (place) => place.change(place.entry(NEXT), without(PTE_A | PTE_D))),
    },
  },
};

test('each invariant has a row', () => {
  expect(Object.keys(TABLE)).toEqual(LAB2_INVARIANTS.map(({ name }) => name));
});

const CASES = casesOf(TABLE);
/** What differs where the window is of large pages. */
const OF_LARGE_PAGES = CASES.filter(({ text }) => OF_THE_MAP.some(({ name }) => text.startsWith(`“${name}”`)));
const RUNS = 4;

describe.each([
  ['mit', CASES],
  ['sjtu', OF_LARGE_PAGES],
] as const)('On the kernel of %s', (variant, cases) => {
  const place = new Place(variant);
  test.each(cases)('$text', ({ side, broken }) => {
    drawn(RUNS, (draw) => {
      place.rewind();
      const known = { held: new Set([place.held]), call: null, stopped: null, ...side(place, draw) };
      const found = firstBroken(LAB2_INVARIANTS, new Lab2Observation(place.kernel, known));
      expect(found === null ? null : [found[0].name, found[1]]).toEqual(broken && [broken, found?.[1]]);
    });
  });
});
