/** Each invariant of libraries from both sides: the least change that breaks it is seen, and named for it; what is next to that passes. */
import { describe, expect, test } from 'vitest';
import { PAGE_WORDS, ppn } from '../../../../../hardware/hardware.ts';
import { josAbi, memlayout } from '../../../../../kernel/kernel.ts';
import { firstBroken, type Violation } from '../../../../judge/invariant.ts';
import { casesOf, type Draw, drawn, oneOf, type Side, type Table } from '../../../../judge/sides.ts';
import { CHILD, OWN, PARENT, Place, SHARED, STRANGER } from '../../invariants/place.ts';
import { EXCEPTION_STACK, GOT, PFTEMP, PRIVATE, READ_ONLY, SENT } from '../intent.ts';
import type { Moment } from '../moment.ts';
import { LibraryObservation } from '../observation.ts';
import { LIBRARY_INVARIANTS } from './list.ts';

const { ALLOC_ZERO, PGSIZE, PTE_U, PTE_W, UTEMP } = memlayout;
const { ENV_IPC_RECVING, ENV_NOT_RUNNABLE, ENV_PARENT_ID, ENV_PGFAULT_UPCALL, ENV_STATUS, PTE_COW } = josAbi;
const UW = PTE_U | PTE_W;

/** Whose moment it is, and which; and what is told of what is wrong, where that is known. */
interface Known {
  readonly slot: number;
  readonly moment: Moment;
  readonly told?: Partial<Violation>;
}
type On = Side<Place, Known>;
type Change = (place: Place, draw: Draw) => void;

const at =
  (slot: number, moment: Moment, told: Partial<Violation> = {}): On =>
  () => ({ slot, moment, told });
/** The environment is between two lines of its program; the parent has a child. */
const resting =
  (change: Change, slot = PARENT): On =>
  (place, draw) => {
    change(place, draw);
    return { slot, moment: { kind: 'rests', child: slot === PARENT ? place.id(CHILD) : 0, act: 0 } };
  };
/** The child begins: it has all but what the parent made after the fork. */
const starting =
  (change: Change): On =>
  (place, draw) => {
    place.kernel.pageRemove(place.pgdir(PARENT), OWN);
    change(place, draw);
    return { slot: PARENT, moment: { kind: 'starts', child: place.id(CHILD) } };
  };
/** The environment has a fresh page. */
const fresh =
  (slot: number, address: number, rights: number): Change =>
  ({ kernel }) => {
    kernel.pageInsert(kernel.envNumber(slot).pgdir, kernel.pageAlloc(ALLOC_ZERO), address, rights);
  };
const gone =
  (slot: number, address: number): Change =>
  (place) =>
    place.kernel.pageRemove(place.pgdir(slot), address);
/** The page that one environment has at an address, another has, too. */
const also =
  (
    [from, source]: readonly [slot: number, address: number],
    [to, target]: readonly [slot: number, address: number],
    rights: number,
  ): Change =>
  (place) => {
    const page = place.descriptor(place.pageAt(source, place.pgdir(from)));
    place.kernel.pageInsert(place.pgdir(to), page, target, rights);
  };
const field =
  (slot: number, offset: number, value: number): Change =>
  (place) =>
    place.changeField(slot, offset, () => value);
const all =
  (...changes: readonly Change[]): Change =>
  (place, draw) => {
    for (const change of changes) change(place, draw);
  };
/** The child has a copy of its own of what it shares, in which so many words are others. */
const copied =
  (others: number): Change =>
  (place, draw) => {
    const { kernel } = place;
    const old = place.pageAt(SHARED, place.pgdir(CHILD));
    fresh(CHILD, SHARED, UW)(place, draw);
    const page = place.pageAt(SHARED, place.pgdir(CHILD));
    kernel.machine.memory.copyPage(page, old);
    const word = oneOf(draw, [0, PAGE_WORDS - 1, draw(PAGE_WORDS)]);
    if (others > 0) place.change(page * PGSIZE + word * 4, (old) => old ^ (1 << draw(32)));
  };
const waits = field(CHILD, ENV_STATUS, ENV_NOT_RUNNABLE);
const hears = field(CHILD, ENV_IPC_RECVING, 1);

const TABLE: Table<Place, Known> = {
  'a child has what its parent has': {
    breaks: {
      'a page that it lacks': starting(gone(CHILD, SHARED)),
      'a page that it lacks, for the parent has made it since': (place, draw) => {
        fresh(PARENT, 0x10000000, UW)(place, draw);
        return { slot: PARENT, moment: { kind: 'starts', child: place.id(CHILD) } };
      },
      'a copy with a bit that is another': starting(copied(1)),
    },
    keeps: {
      'pages for copy-on-write': starting(() => {}),
      'a copy of a page': starting(copied(0)),
      'what the parent has for a moment': starting(fresh(PARENT, UTEMP, UW)),
      'no exception stack of the parent': starting(gone(PARENT, EXCEPTION_STACK)),
      'a page that it lacks, once it runs': resting(fresh(PARENT, 0x10000000, UW)),
    },
  },
  'what is read-only stays so': {
    breaks: {
      'the right to write': resting((place, draw) => fresh(PARENT, oneOf(draw, READ_ONLY), UW)(place, draw)),
      'any bit of its own': resting((place, draw) =>
        fresh(PARENT, READ_ONLY[0], PTE_U | oneOf(draw, [0x200, 0x400, PTE_COW]))(place, draw),
      ),
      'the right of a child': starting(
        all(fresh(PARENT, READ_ONLY[0], PTE_U), also([PARENT, READ_ONLY[0]], [CHILD, READ_ONLY[0]], UW)),
      ),
    },
    keeps: {
      'no right but to read': resting((place, draw) => fresh(PARENT, oneOf(draw, READ_ONLY), PTE_U)(place, draw)),
      'the right to write the pages beside': resting(
        all(fresh(PARENT, READ_ONLY[0] - PGSIZE, UW), fresh(PARENT, READ_ONLY[0] + PGSIZE, UW)),
      ),
      "another's right": resting(fresh(STRANGER, READ_ONLY[0], UW)),
    },
  },
  'the exception stack is private': {
    breaks: {
      'a page of two': resting(also([PARENT, EXCEPTION_STACK], [CHILD, EXCEPTION_STACK], UW)),
      'a page in two places': resting(also([PARENT, EXCEPTION_STACK], [PARENT, SENT], UW)),
      'a page that it may not write': resting(fresh(PARENT, EXCEPTION_STACK, PTE_U)),
    },
    keeps: {
      'another page': resting(fresh(PARENT, EXCEPTION_STACK, UW)),
      'one that it may not write, of who has no handler': resting(fresh(STRANGER, EXCEPTION_STACK, PTE_U), STRANGER),
    },
  },
  'somebody handles the faults': {
    breaks: {
      'no handler': resting(field(PARENT, ENV_PGFAULT_UPCALL, 0)),
      'no exception stack': resting(gone(PARENT, EXCEPTION_STACK)),
      'a page that cannot be written, and neither': resting(fresh(STRANGER, PRIVATE[0], PTE_U), STRANGER),
      'a handler without a stack': resting(
        all(fresh(STRANGER, PRIVATE[0], PTE_U), field(STRANGER, ENV_PGFAULT_UPCALL, 0x800000)),
        STRANGER,
      ),
    },
    keeps: {
      'neither, where all can be written': resting(() => {}, STRANGER),
      'neither, where what cannot is meant to be read': resting(
        all(fresh(STRANGER, READ_ONLY[1], PTE_U), fresh(STRANGER, GOT, PTE_U)),
        STRANGER,
      ),
      both: resting(
        all(
          fresh(STRANGER, PRIVATE[0], PTE_U),
          fresh(STRANGER, EXCEPTION_STACK, UW),
          field(STRANGER, ENV_PGFAULT_UPCALL, 0x800000),
        ),
        STRANGER,
      ),
    },
  },
  'a child can run': {
    breaks: {
      'one that was never let run': resting(waits),
      'one that is no child': resting(field(CHILD, ENV_PARENT_ID, 0x1001)),
    },
    keeps: {
      'one that waits for a message': resting(all(waits, hears)),
      'one that has ended': resting(({ kernel }) => kernel.envFree(kernel.envNumber(CHILD))),
      'no child, whoever else waits': (place, draw) => {
        waits(place, draw);
        return { slot: PARENT, moment: { kind: 'rests', child: 0, act: 0 } };
      },
    },
  },
  'the temporary page is free': {
    breaks: { 'a page there': resting(fresh(PARENT, PFTEMP, UW)) },
    keeps: {
      'a page below it': resting(fresh(PARENT, PFTEMP - PGSIZE, UW)),
      "another's page there": resting(fresh(CHILD, PFTEMP, UW)),
      'a page there at another moment': starting(all(fresh(PARENT, PFTEMP, UW))),
    },
  },
  'private memory is private': {
    breaks: {
      'a page of a stranger, too': resting(also([PARENT, OWN], [STRANGER, SENT], PTE_U)),
      'a page in two places': resting(also([PARENT, OWN], [PARENT, SENT], PTE_U)),
      'a page of a child that waits for a message': resting(
        all(also([PARENT, OWN], [CHILD, OWN], PTE_U), waits, hears),
      ),
      'the page of a child that begins': starting((place) =>
        also([PARENT, SHARED], [CHILD, SHARED], UW)(place, () => 0),
      ),
    },
    keeps: {
      'a page of two that goes with messages': resting(
        all(fresh(PARENT, SENT, UW), also([PARENT, SENT], [CHILD, GOT], UW)),
      ),
      'a page of two that both copy': resting(() => {}),
      'a page of a child that was not let run': (place, draw) => {
        all(also([PARENT, OWN], [CHILD, OWN], PTE_U), waits)(place, draw);
        return { slot: PARENT, moment: { kind: 'rests', child: 0, act: 0 } };
      },
    },
  },
  'nothing comes unasked': {
    breaks: { 'a page at 0': resting(fresh(PARENT, 0, UW)) },
    keeps: {
      'the page after it': resting(fresh(PARENT, PGSIZE, UW)),
      "another's page at 0": resting(fresh(STRANGER, 0, UW)),
    },
  },
  'what is stored is there': {
    breaks: {
      'a word that differs': (place) => ({
        slot: PARENT,
        moment: { kind: 'differs', va: OWN + PGSIZE - 4, expected: 1, found: 2 },
        told: {
          ...{ page: ppn(place.pageAt(OWN, place.pgdir(PARENT))), process: place.id(PARENT) },
          ...{ address: OWN + PGSIZE - 4, expected: '0x1', found: '0x2' },
        },
      }),
    },
    keeps: { 'the end of a program': at(PARENT, { kind: 'ends' }) },
  },
  'messages arrive': {
    breaks: {
      'another value': at(
        PARENT,
        { kind: 'misheard', field: 0, expected: 1, found: 2 },
        { expected: '0x1 as value of a message', found: '0x2' },
      ),
      'another sender': at(
        PARENT,
        { kind: 'misheard', field: 1, expected: 0, found: 2 },
        { expected: '0x0 as from of a message' },
      ),
      'a value where there is none': at(
        PARENT,
        { kind: 'misheard', field: 0, expected: -1, found: 0 },
        { expected: 'a value below 0 as value of a message', found: '0x0' },
      ),
    },
    keeps: { 'the end of a program': at(STRANGER, { kind: 'ends' }) },
  },
  'what is forbidden ends a program': {
    breaks: { 'a program that goes on': at(PARENT, { kind: 'goes on', va: 0x50000000 }, { address: 0x50000000 }) },
    keeps: { 'a program that ends': at(PARENT, { kind: 'ends' }) },
  },
  'programs come to their end': {
    breaks: {
      'no child': at(PARENT, { kind: 'no child', error: -5 }, { found: '-5, the result of fork' }),
      'a stop': at(PARENT, { kind: 'stops', how: 'it panics' }, { found: 'it panics' }),
    },
    keeps: { 'the end of a program': at(PARENT, { kind: 'ends' }) },
  },
};

test('each invariant has a row', () => {
  expect(Object.keys(TABLE)).toEqual(LIBRARY_INVARIANTS.map(({ name }) => name));
});

describe('In a state with a parent, its child and a stranger', () => {
  const place = new Place();
  test.each(casesOf(TABLE))('$text', ({ side, broken }) => {
    drawn(5, (draw) => {
      place.rewind();
      const { slot, moment, told = {} } = side(place, draw);
      const found = firstBroken(LIBRARY_INVARIANTS, new LibraryObservation(place.kernel, place.id(slot), moment));
      expect(found === null ? null : [found[0].name, found[1]]).toEqual(broken && [broken, found?.[1]]);
      expect(found?.[1] ?? {}).toMatchObject(told);
    });
  });
});
