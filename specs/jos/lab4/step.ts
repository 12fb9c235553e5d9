/**
 * Steps of random programs of environments: small numbers that choose what is done, and with which arguments, from tables. What system calls
 * there are and what their arguments mean, the kernel says.
 */
import { type Argument, type CallDescription, josAbi, memlayout } from '../../../kernel/kernel.ts';

const { PGSIZE, UTOP } = memlayout;

/** A kind, and numbers that choose each argument. */
export type EnvStep = readonly number[];

/** The most arguments that a call has. */
export const MOST_ARGUMENTS = 5;

/** Addresses that steps name: pages of no use yet, text, stack, what may not be named, and one that is no page. */
const ADDRESSES: readonly number[] = [
  ...[0x400000, 0x401000, 0xa00000, 0xa01000, 0x10000000, 0x800000, 0xeebfd000, 0, josAbi.PFTEMP],
  ...[0xa00004, UTOP, UTOP - PGSIZE, 0xf0000000],
];
/** What they ask for: readable, writable, bits of their own; not present, not for users, a large page. */
const PERMISSIONS: readonly number[] = [5, 7, 0x207, 0x405, 4, 3, 0x87];
const LENGTHS: readonly number[] = [5, 1, 7, 0, PGSIZE - 1, PGSIZE, PGSIZE + 1, 2 ** 31, 2 ** 32 - 1];
const NOBODY = 0x7777;

/** What an argument is: a number, or somebody that the program knows when it gets there. */
export type Value = number | 'child' | 'self' | 'parent' | 'handler';

/** The ids that a step can mean: the caller by 0 and by its own, its last child, its parent, nobody. */
const IDS: readonly Value[] = [0, 'child', 'self', NOBODY, 0, 'child', 'parent', NOBODY];
const ENTRIES: readonly Value[] = ['handler', 0, 0xdeadbeef];

/** The value that `choice` chooses for an argument of that domain. */
export const valueFor = ({ domain }: Pick<Argument, 'domain'>, choice: number): Value => {
  const pick = <T>(table: readonly T[]): T => table[choice % table.length];
  switch (domain) {
    case 'page':
    case 'address':
      return pick(ADDRESSES);
    case 'id':
      return pick(IDS);
    case 'permissions':
      return pick(PERMISSIONS);
    case 'length':
      return pick(LENGTHS);
    case 'entry':
      return pick(ENTRIES);
    case 'word':
      return choice;
    default:
      return pick([...domain, Math.max(...domain) - 1, Math.max(...domain) + 3]);
  }
};

/** The address that the first choice of a step chooses, and the values of the arguments of a call. */
export const addressOf = ([, choice = 0]: EnvStep): number => ADDRESSES[choice % ADDRESSES.length];
export const permissionsOf = ([, , choice = 0]: EnvStep): number => PERMISSIONS[choice % PERMISSIONS.length];
export const argumentsOf = ({ arguments: args }: CallDescription, [, ...choices]: EnvStep): Value[] =>
  args.map((argument, i) => valueFor(argument, choices[i] ?? 0));
