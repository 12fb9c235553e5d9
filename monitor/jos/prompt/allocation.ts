/** `alloc`, `free`, `insert` and `remove`: the kernel's own methods by hand, so that a mistake in one of them shows here. */
import type { Ppn } from '../../../hardware/hardware.ts';
import { memlayout } from '../../../kernel/kernel.ts';
import { UsageError } from '../../../presentation/boot/usage-error.ts';
import { type Command, pageName, parsePage, parseVa } from './command.ts';
import { parseFlags } from './flags.ts';
import { freeListLines, isFree } from './free-list.ts';
import type { Session } from './session.ts';
import { mappingLine } from './showmappings.ts';

export const alloc: Command = {
  name: 'alloc',
  parameters: '[zero]',
  does: 'page_alloc: take a page off the free list, zeroed if asked for',
  words: [0, 1],
  run: (session, [word]) => {
    if (word !== undefined && word !== 'zero') throw new UsageError(`${word}: expected zero, or nothing`);
    const { kernel } = session;
    return session.perform(() => {
      const pp = kernel.pageAlloc(word === 'zero' ? memlayout.ALLOC_ZERO : 0);
      return [pp === 0 ? 'page_alloc returned NULL: no page is free' : describe(session, kernel.view.pageOf(pp))];
    });
  },
};

export const free: Command = {
  name: 'free',
  parameters: '[PAGE]',
  does: 'the free list: its length and its first ten pages; with PAGE, page_free: put that page back',
  words: [0, 1],
  run: (session, [word]) => {
    if (word === undefined) return freeListLines(session.kernel);
    const { kernel } = session;
    const page = parsePage(session, word);
    return session.perform(() => {
      kernel.pageFree(kernel.view.descriptorOf(page));
      return [describe(session, page)];
    });
  },
};

export const insert: Command = {
  name: 'insert',
  parameters: 'PAGE VA [FLAGS]',
  does: 'page_insert: map a page at an address, with flags such as W|U',
  words: [2, 3],
  run: (session, [named, at, flags = '0']) => {
    const [page, address, perm] = [parsePage(session, named), parseVa(at), parseFlags(flags)];
    const { kernel } = session;
    return session.perform(() => {
      const result = kernel.pageInsert(kernel.kernPgdir, kernel.view.descriptorOf(page), address, perm);
      return [`page_insert returned ${result}${result < 0 ? ', -E_NO_MEM' : ''}`, ...after(session, address, page)];
    });
  },
};

export const remove: Command = {
  name: 'remove',
  parameters: 'VA',
  does: 'page_remove: unmap the page at an address',
  words: [1, 1],
  run: (session, [at]) => {
    const address = parseVa(at);
    const { kernel } = session;
    return session.perform(() => {
      const looked = kernel.pageLookup(kernel.kernPgdir, address);
      kernel.pageRemove(kernel.kernPgdir, address);
      return after(session, address, looked === null ? null : kernel.view.pageOf(looked.page));
    });
  },
};

const after = ({ kernel, machine }: Session, address: number, page: Ppn | null): string[] => [
  mappingLine(machine, address),
  ...(page === null ? [] : [describe({ kernel }, page)]),
];

/** A page and its count, read without any effect. */
const describe = ({ kernel }: Pick<Session, 'kernel'>, page: Ppn): string => {
  return `${pageName(page)}: count ${kernel.view.referenceCount(page)}, ${isFree(kernel, page) ? 'on the free list' : 'not on the free list'}`;
};
