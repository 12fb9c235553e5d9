/** The table of processes in a dump: how large a descriptor is and what it consists of, found out by what must hold of those in use. */
import { type Memory, PAGE_SIZE } from '../../../hardware/hardware.ts';
import type { GivenLayout } from '../layout.ts';
import type { NamedAddress } from '../symbols/named-address.ts';
import { UnusableDump } from '../unusable.ts';

/** Byte offsets in a descriptor. */
export interface Fields {
  readonly pagetable: number;
  readonly pid: number;
  readonly state: number;
  readonly regs: number;
}

export interface Descriptors {
  /** What the sources call the table. */
  readonly name: string;
  readonly address: number;
  readonly stride: number;
  readonly slots: number;
  readonly fields: Fields;
  /** Descriptors in use that are as they must be, and those that are not. */
  readonly right: readonly number[];
  readonly wrong: readonly number[];
}

/** The course's own, in C++ and in C; who adds members adds them behind. */
const USUAL: readonly (Fields & { readonly bytes: number })[] = [
  { pagetable: 0, pid: 8, state: 12, regs: 16, bytes: 208 },
  { pid: 0, regs: 8, state: 200, pagetable: 208, bytes: 216 },
];
const SLOTS = 16;
const MOST_SLOTS = 64;
const LARGEST = 1024;
/** Free is 0; runnable, blocked and faulted are 1 to 3. */
const LAST_STATE = 3;

/** Finds the descriptors in the table at `symbol`. Throws an UnusableDump that begins with a verb, if nothing there is one. */
export const findDescriptors = (memory: Memory, symbol: NamedAddress, given: GivenLayout): Descriptors => {
  if (symbol.address + symbol.size > memory.ramPages * PAGE_SIZE)
    throw new UnusableDump(
      `does not fit its symbols: the table of processes would lie at 0x${symbol.address.toString(16)}, behind its end`,
    );
  const tried = layoutsFor(symbol, given).map((layout) => judged(memory, symbol, layout));
  const best = tried.reduce((one, other) => (scoreOf(other) > scoreOf(one) ? other : one));
  if (best.right.length > 0 || best.wrong.length === 0) return best;
  throw new UnusableDump(
    `does not fit its symbols: in ${symbol.name} at 0x${symbol.address.toString(16)} no descriptor that is in use has the number of its place. Are they of the same build? If struct proc is another, say --layout proc.pid=…, or give the listing of ptype /o proc`,
  );
};

const scoreOf = ({ rooted, wrong }: Tried): number => rooted - 2 * wrong.length;

/** A layout that was tried, and how many of those in use have a root table. */
type Tried = Descriptors & { readonly rooted: number };

type Layout = Pick<Descriptors, 'stride' | 'slots' | 'fields'>;

/** All that may be, the usual first. */
const layoutsFor = (symbol: NamedAddress, given: GivenLayout): Layout[] => {
  const usual = USUAL.map((fields) => ({
    bytes: fields.bytes,
    pagetable: given.number('proc.pagetable') ?? fields.pagetable,
    pid: given.number('proc.pid') ?? fields.pid,
    state: given.number('proc.state') ?? fields.state,
    regs: given.number('proc.regs') ?? fields.regs,
  }));
  return usual.flatMap(({ bytes, ...fields }) =>
    sizesFor(symbol.size, bytes, given).map(([stride, slots]) => ({ stride, slots, fields })),
  );
};

/** Sizes of a descriptor, and how many there are then: the table is a whole number of them, and perhaps something is left over behind it. */
const sizesFor = (bytes: number, least: number, given: GivenLayout): [stride: number, slots: number][] => {
  const [stride, slots] = [given.number('proc.stride'), given.number('slots')];
  if (stride !== undefined && stride > 0) return [[stride, slots ?? Math.max(1, Math.floor(bytes / stride))]];
  const whole: [number, number][] = [];
  for (const count of slots === undefined
    ? [SLOTS, ...Array.from({ length: MOST_SLOTS - 1 }, (_, i) => i + 2)]
    : [slots]) {
    const size = Math.floor(bytes / count / 8) * 8;
    if (size >= least && size <= LARGEST) whole.push([size, count]);
  }
  for (let size = least; size <= LARGEST; size += 8) {
    const count = Math.floor(bytes / size);
    if (slots === undefined && count > 1 && count <= MOST_SLOTS) whole.push([size, count]);
  }
  return whole.length > 0 ? whole : [[least, slots ?? Math.max(1, Math.floor(bytes / least))]];
};

const judged = ({ words, ramPages }: Memory, symbol: NamedAddress, layout: Layout): Tried => {
  const { stride, slots, fields } = layout;
  const right: number[] = [];
  const wrong: number[] = [];
  let rooted = 0;
  for (let slot = 0; slot < slots; slot++) {
    const field = (offset: number): number => words[(symbol.address + slot * stride + offset) >> 2];
    const [state, pid, root] = [field(fields.state), field(fields.pid), field(fields.pagetable)];
    if (state === 0) continue;
    const isPlace = root >= 0 && root % PAGE_SIZE === 0 && root < ramPages * PAGE_SIZE;
    const fits = pid === slot && slot > 0 && state > 0 && state <= LAST_STATE && isPlace;
    (fits ? right : wrong).push(slot);
    if (fits && root !== 0) rooted++;
  }
  return { name: symbol.name, address: symbol.address, ...layout, right, wrong, rooted };
};
