/** Each invariant across environments from both sides: the least change that breaks it is seen, and named for it; what is next to that passes. */
import { describe, expect, test } from 'vitest';
import {
  counter,
  PAGE_WORDS,
  type Ppn,
  PTE_A,
  PTE_D,
  ppn,
  register,
  trapframe,
  va,
} from '../../../../hardware/hardware.ts';
import { josAbi, memlayout } from '../../../../kernel/kernel.ts';
import { firstBroken } from '../../../judge/invariant.ts';
import { casesOf, type Draw, drawn, oneOf, type Side, type Table } from '../../../judge/sides.ts';
import type { Transition } from '../../../judge/watch/transition.ts';
import { EnvironmentsObservation } from '../observation.ts';
import { LAB4_INVARIANTS } from './list.ts';
import { BARE, CHILD, OWN, PARENT, Place, SHARED, STRANGER } from './place.ts';

const { KERNBASE, PDX, PGSIZE, PTE_U, PTE_W, UTEXT, UTOP, UVPT } = memlayout;
const { ENV_ID, ENV_IPC_VALUE, ENV_NOT_RUNNABLE, ENV_PGDIR, ENV_RUNNABLE, ENV_RUNNING } = josAbi;
const { ENV_STATUS, NENV, PTE_COW } = josAbi;

/** What does not show in memory: the call that led here, and which pages are shared on purpose. */
interface Known {
  readonly transition?: Transition;
  readonly onPurpose?: ReadonlySet<Ppn>;
}
type On = Side<Place, Known>;
type Where = (place: Place, draw: Draw) => number;

const doing =
  (change: (place: Place, draw: Draw) => void): On =>
  (place, draw) => {
    change(place, draw);
    return {};
  };
const EVERYBODY = [PARENT, STRANGER, CHILD];
const anybody: Where = (_, draw) => oneOf(draw, EVERYBODY);
const waiting: Where = (_, draw) => oneOf(draw, [STRANGER, CHILD]);

/** An entry from UTOP up of a directory is another: the first, the last, that at UVPT, or any. */
const kernelEntry = (become: (entry: number, draw: Draw) => number): On =>
  doing((place, draw) => {
    const index = oneOf(draw, [PDX(UTOP), 1023, PDX(UVPT), PDX(UTOP) + draw(1024 - PDX(UTOP))]);
    place.change(place.root(anybody(place, draw)) * PGSIZE + index * 4, (entry) => become(entry, draw));
  });
/** Any bit but those that the hardware sets. */
const bitOfEntry = (entry: number, draw: Draw): number => {
  const bit = 1 << draw(32);
  return entry ^ (bit & (PTE_A | PTE_D) ? PTE_W : bit);
};

const status = (slot: Where, to: number): On =>
  doing((place, draw) => place.changeField(slot(place, draw), ENV_STATUS, () => to));
const field = (slot: Where, offset: number, become: (word: number, draw: Draw, place: Place) => number): On =>
  doing((place, draw) => place.changeField(slot(place, draw), offset, (word) => become(word, draw, place)));
const savedRegister = (slot: Where, name: number, become: (word: number, draw: Draw) => number): On =>
  field(slot, name * 4, become);

const table: Where = (place, draw) => place.tableAt(UTEXT, place.pgdir(anybody(place, draw)));
const directory: Where = (place, draw) => place.root(anybody(place, draw));
const kernelTable: Where = (place) => place.tableAt(KERNBASE);
const anyTable: Where = (place, draw) => oneOf(draw, [table, directory, kernelTable])(place, draw);
const reserved: Where = ({ kernel: { view } }, draw) => oneOf(draw, [0, 7, 0xa0, 0xff, 0x100, view.firstFreePage - 1]);
const mapped: Where = (place, draw) => {
  const slot = anybody(place, draw);
  const found = place.kernel.view.mappings(ppn(place.root(slot)));
  return found[draw(found.length)].pa / PGSIZE;
};
const own: Where = (place) => place.pageAt(OWN, place.pgdir(PARENT));
const free: Where = ({ kernel }, draw) => {
  const list = kernel.view.freeList();
  return list[oneOf(draw, [0, list.length - 2, draw(list.length - 1)])];
};
const lastFree: Where = ({ kernel }) => kernel.view.freeList().at(-1) ?? 0;
/** Maps such a page at BARE of the parent, and counts that. */
const mapping = (page: Where, rights: number): On =>
  doing((place, draw) => {
    const one = page(place, draw);
    place.map(BARE, rights, place.pgdir(PARENT), one);
    place.count(one, (count) => count + 1);
  });
/** The entry for SHARED of an environment is another. */
const shared = (slot: number, become: (entry: number) => number): On =>
  doing((place) => place.change(place.entry(SHARED, place.pgdir(slot)), become));
const writable = (entry: number): number => entry | PTE_W;
const both =
  (...sides: readonly On[]): On =>
  (place, draw) =>
    Object.assign({}, ...sides.map((side) => side(place, draw)));

/** A word of a page, whatever it is, is another by a bit. */
const bitOf =
  (page: Where, bits = Array.from({ length: 32 }, (_, i) => 1 << i)): ((place: Place, draw: Draw) => void) =>
  (place, draw) => {
    const word = oneOf(draw, [0, PAGE_WORDS - 1, draw(PAGE_WORDS)]);
    place.change(page(place, draw) * PGSIZE + word * 4, (old) => old ^ oneOf(draw, bits));
  };
const failing =
  (change: (place: Place, draw: Draw) => void, result = -josAbi.E_INVAL): On =>
  (place, draw) => ({ transition: place.calling(result, () => change(place, draw)) });
const inDescriptor = (slot: number) => (place: Place) => place.changeField(slot, ENV_IPC_VALUE, (word) => word ^ 1);

const cycles = (index: number, more = 1): On =>
  doing(({ kernel: { machine } }) => {
    machine.counters[index] += more;
  });
const reading = (change: (place: Place) => void): On =>
  doing((place) => {
    place.kernel.store(va(OWN), 1);
    change(place);
  });

const TABLE: Table<Place, Known> = {
  'equal kernel part': {
    breaks: { 'any bit of an entry from UTOP up': kernelEntry(bitOfEntry) },
    keeps: { 'bits A and D': kernelEntry((entry, draw) => entry ^ oneOf(draw, [PTE_A, PTE_D])) },
  },
  'kernel memory is private': {
    breaks: {
      'memory of the kernel to be read': mapping(reserved, PTE_U),
      'a page table to be read': mapping(table, PTE_U),
      'a directory to be read': mapping(directory, PTE_U),
      "a table of the kernel's part": mapping(kernelTable, PTE_U),
    },
    keeps: {
      'memory of the kernel that programs cannot use': mapping(reserved, PTE_W),
      'a page table that programs cannot use': mapping(table, PTE_W),
      "another's page": mapping(mapped, PTE_U),
    },
  },
  'tables have one owner': {
    breaks: {
      'a table of another environment': doing((place) => {
        const theirs = place.word(place.directoryEntry(UTEXT, place.pgdir(STRANGER)));
        place.change(place.directoryEntry(0x40000000, place.pgdir(PARENT)), () => theirs);
      }),
      'a table in two places': doing((place) => {
        const entry = place.word(place.directoryEntry(UTEXT, place.pgdir(PARENT)));
        place.change(place.directoryEntry(0x40000000, place.pgdir(PARENT)), () => entry);
      }),
    },
    keeps: { 'a table more': doing((place) => void place.entry(0x40000000, place.pgdir(CHILD))) },
  },
  'runnable is complete': {
    breaks: {
      'no directory': field(waiting, ENV_PGDIR, () => 0),
      'a code segment that is not of ring 3': savedRegister(
        waiting,
        trapframe.TF_CS,
        (cs, draw) => (cs & ~3) | draw(3),
      ),
      'interrupts off': savedRegister(waiting, trapframe.TF_EFLAGS, (flags) => flags & ~0x200),
      'the same of who runs': savedRegister(
        () => PARENT,
        trapframe.TF_EFLAGS,
        (flags) => flags & ~0x200,
      ),
    },
    keeps: {
      'other flags': savedRegister(
        anybody,
        trapframe.TF_EFLAGS,
        (flags, draw) => flags ^ oneOf(draw, [1, 0x100, 0x400]),
      ),
      'another segment of ring 3': savedRegister(anybody, trapframe.TF_CS, () => 0x23),
      'anything of who cannot run': both(
        status(() => CHILD, ENV_NOT_RUNNABLE),
        savedRegister(
          () => CHILD,
          trapframe.TF_CS,
          () => 0,
        ),
        savedRegister(
          () => CHILD,
          trapframe.TF_EFLAGS,
          () => 0,
        ),
      ),
    },
  },
  'reached through root': {
    breaks: {
      'a directory of two': doing((place) => {
        const [one, other] = [STRANGER, CHILD].map((slot) => place.kernel.envNumber(slot));
        place.kernel.envSetupVm(one);
        other.pgdir = one.pgdir;
      }),
      'a mapping of it': mapping(directory, PTE_W),
      "the kernel's tables in force": doing(({ kernel }) => kernel.lcr3(kernel.kernPgdir)),
      "another's tables in force": doing((place, draw) => place.kernel.lcr3(place.pgdir(waiting(place, draw)))),
    },
    keeps: {
      'any tables in force where nobody runs': both(
        status(() => PARENT, ENV_RUNNABLE),
        doing(({ kernel }) => {
          kernel.lcr3(kernel.kernPgdir);
          kernel.curenv = null;
          kernel.machine.cpu.runState = register.IDLE;
        }),
      ),
    },
  },
  'the table of environments is in order': {
    breaks: {
      'who is there on the free list': doing((place, draw) => {
        const env = place.kernel.envNumber(anybody(place, draw));
        env.link = place.kernel.envFreeList;
        place.kernel.envFreeList = env.address;
      }),
      'a free place that is not on it': doing(({ kernel }) => {
        kernel.envFreeList = kernel.envAt(kernel.envFreeList).link;
      }),
      'a list that ends early': doing(({ kernel }, draw) => {
        const list = kernel.view.freeSlots();
        kernel.envNumber(list[oneOf(draw, [0, list.length - 2, draw(list.length - 1)])]).link = va(0);
      }),
      'a list that leads back': doing(({ kernel }, draw) => {
        const list = kernel.view.freeSlots();
        kernel.envNumber(list[list.length - 1]).link = kernel.envNumber(list[draw(list.length)]).address;
      }),
      'a place twice, in place of another': doing(({ kernel }) => {
        const [first, second, third] = kernel.view.freeSlots().slice(-3);
        kernel.envNumber(second).link = kernel.envNumber(first).address;
        kernel.envNumber(first).link = kernel.envNumber(third).address;
      }),
      'an id that leads elsewhere': field(waiting, ENV_ID, (id, draw) => id ^ oneOf(draw, [8, 0x200])),
      'an id that is no id': field(waiting, ENV_ID, (id) => id | 0x80000000),
      'one more that runs': status(waiting, ENV_RUNNING),
      'one that runs, and is not current': doing(({ kernel }) => {
        kernel.curenv = null;
      }),
    },
    keeps: {
      'another order of the list': doing(({ kernel }) => {
        const [first, second, third] = kernel.view.freeSlots();
        kernel.envFreeList = kernel.envNumber(second).address;
        kernel.envNumber(second).link = kernel.envNumber(first).address;
        kernel.envNumber(first).link = kernel.envNumber(third).address;
      }),
      'a later id of the same place': field(waiting, ENV_ID, (id) => id + NENV),
      'a current one that does not run': status(() => PARENT, ENV_RUNNABLE),
      'one that cannot run': status(waiting, ENV_NOT_RUNNABLE),
    },
  },
  'free list ends': {
    breaks: {
      'a page that leads to itself': doing((place, draw) => {
        const pp = place.descriptor(free(place, draw));
        place.kernel.setPpLink(pp, pp);
      }),
      'a link behind the descriptors': doing((place, draw) =>
        place.kernel.setPpLink(place.descriptor(lastFree(place, draw)), place.descriptor(place.kernel.npages)),
      ),
    },
    keeps: {
      'another order': doing(({ kernel }) => {
        for (const pp of [kernel.pageAlloc(0), kernel.pageAlloc(0)]) kernel.pageFree(pp);
      }),
    },
  },
  'no use after free': {
    breaks: {
      'a mapped page on the list': doing((place, draw) => place.push(mapped(place, draw))),
      'a table on the list': doing((place, draw) => place.push(oneOf(draw, [table, directory])(place, draw))),
      'a count of a free page': doing((place, draw) =>
        place.count(oneOf(draw, [free, lastFree])(place, draw), () => oneOf(draw, [1, 0xffff])),
      ),
    },
    keeps: { 'any contents of a free page': doing(bitOf(free)) },
  },
  'exact reference count': {
    breaks: {
      'one too many': doing((place, draw) =>
        place.count(oneOf(draw, [mapped, table, directory])(place, draw), (count) => count + 1),
      ),
      'one too few': doing((place, draw) =>
        place.count(oneOf(draw, [mapped, table, directory])(place, draw), (count) => count - 1),
      ),
      'a mapping more': doing((place, draw) => place.map(BARE, 0, place.pgdir(PARENT), own(place, draw))),
    },
    keeps: { 'a count of what is reserved': doing((place, draw) => place.count(reserved(place, draw), () => 0)) },
  },
  'nothing leaks': {
    breaks: {
      'a page that is taken, and that nobody has': doing(({ kernel }) => void kernel.pageAlloc(0)),
      'a page that is unmapped, and not freed': doing((place) => {
        place.count(place.pageAt(OWN, place.pgdir(PARENT)), () => 0);
        place.change(place.entry(OWN, place.pgdir(PARENT)), () => 0);
      }),
    },
    keeps: {
      'a page that is taken, and mapped': mapping(({ kernel }) => kernel.view.pageOf(kernel.pageAlloc(0)), PTE_U),
    },
  },
  'failure changes nothing': {
    breaks: {
      'any bit of a page of a program': failing(bitOf(mapped)),
      "bits A and D of a program's page": failing(bitOf(own, [PTE_A, PTE_D])),
      "another's descriptor": failing(inDescriptor(CHILD)),
      "the next one's descriptor": failing(inDescriptor(STRANGER)),
      'a count that is right again': failing((place, draw) => place.count(reserved(place, draw), (count) => count ^ 1)),
      'a page that was mapped': failing((place) => {
        const { kernel } = place;
        kernel.pageInsert(place.pgdir(PARENT), kernel.pageAlloc(0), BARE, PTE_U);
      }),
    },
    keeps: {
      'success, whatever it changed': failing(bitOf(own), 0),
      'contents of free pages, and their order': failing((place, draw) => {
        bitOf(free)(place, draw);
        for (const pp of [place.kernel.pageAlloc(0), place.kernel.pageAlloc(0)]) place.kernel.pageFree(pp);
      }),
      'bits A and D of tables': failing(bitOf(anyTable, [PTE_A, PTE_D])),
      "the caller's descriptor": failing(inDescriptor(PARENT)),
      "the kernel's stack": failing((place) => place.change(place.kernel.places.bootstack, (word) => word ^ 1)),
    },
  },
  'copy-on-write is not written': {
    breaks: {
      'a child that may write what its parent will copy': shared(CHILD, (entry) => (entry & ~PTE_COW) | PTE_W),
      'a parent that may write what its child will copy': shared(PARENT, writable),
      'one that may write, and will copy': shared(CHILD, writable),
    },
    keeps: {
      'the same if the one cannot run': both(
        shared(CHILD, writable),
        status(() => CHILD, ENV_NOT_RUNNABLE),
      ),
      'the same if it is on purpose': (place, draw) => ({
        ...shared(CHILD, writable)(place, draw),
        onPurpose: new Set([ppn(place.pageAt(SHARED, place.pgdir(CHILD)))]),
      }),
      'two that write, and none that will copy': both(
        ...[PARENT, CHILD].map((slot) => shared(slot, (entry) => (entry & ~PTE_COW) | PTE_W)),
      ),
      'a writer whose bit is another': both(
        ...[PARENT, CHILD].map((slot) => shared(slot, (entry) => (entry & ~PTE_COW) | 0x200 | PTE_W)),
      ),
    },
  },
  'TLB within tables': {
    breaks: {
      'a right to write that is taken': reading((place) =>
        place.change(place.entry(OWN, place.pgdir(PARENT)), (entry) => entry & ~PTE_W),
      ),
      'a page in place of another': reading((place) => {
        const { kernel } = place;
        const old = own(place, () => 0);
        const page = kernel.view.pageOf(kernel.pageAlloc(0));
        place.map(OWN, PTE_U | PTE_W, place.pgdir(PARENT), page);
        place.count(page, () => 1);
        place.count(old, () => 0);
        place.push(old);
      }),
    },
    keeps: {
      'a right that is taken, and forgotten': reading((place) => {
        place.change(place.entry(OWN, place.pgdir(PARENT)), (entry) => entry & ~PTE_W);
        place.kernel.tlbInvalidate(place.pgdir(PARENT), OWN);
      }),
      "a right that is taken from another's page": reading((place) =>
        place.change(place.entry(UTEXT, place.pgdir(STRANGER)), (entry) => entry & ~PTE_W),
      ),
    },
  },
  'cycles add up': {
    breaks: {
      'one that is credited to nobody': cycles(counter.CREDITED),
      'one in user mode too many': cycles(counter.slotCounter(CHILD, counter.USER_CYCLES)),
      'one in the kernel too many': cycles(counter.slotCounter(NENV - 1, counter.KERNEL_CYCLES)),
    },
    keeps: {
      'one that another is charged with': both(
        cycles(counter.slotCounter(CHILD, counter.USER_CYCLES)),
        cycles(counter.slotCounter(PARENT, counter.KERNEL_CYCLES), -1),
      ),
    },
  },
};

test('each invariant has a row', () => {
  expect(Object.keys(TABLE)).toEqual(LAB4_INVARIANTS.map(({ name }) => name));
});

describe('In a state with a parent, its child and a stranger', () => {
  const place = new Place();
  test.each(casesOf(TABLE))('$text', ({ side, broken }) => {
    drawn(5, (draw) => {
      place.rewind();
      const { transition = null, onPurpose } = side(place, draw);
      const found = firstBroken(LAB4_INVARIANTS, new EnvironmentsObservation(place.kernel, transition, onPurpose));
      expect(found === null ? null : [found[0].name, found[1]]).toEqual(broken && [broken, found?.[1]]);
    });
  });
});
