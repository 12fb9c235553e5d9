/** `page` and `why`: a physical page's descriptor, who uses the page, and how its count came to be. */
import type { Ppn } from '../../../hardware/hardware.ts';
import { memlayout } from '../../../kernel/kernel.ts';
import { isMapping, Observation } from '../../../specs/specs.ts';
import { type Command, pageName, parsePage } from './command.ts';
import { isFree } from './free-list.ts';
import { hex } from './hex.ts';
import { pagesBetween } from './mapping.ts';
import type { Session } from './session.ts';

const { KERNBASE, PGNUM, PGSIZE } = memlayout;
const MOST_CHANGES = 20;

export const page: Command = {
  name: 'page',
  parameters: 'PAGE',
  does: 'the descriptor of a physical page, whether it is free, and where it is mapped; PAGE is 1023 or 0x3ff000',
  words: [1, 1],
  run: (session, [word]) => pageLines(session, parsePage(session, word)),
};

export const why: Command = {
  name: 'why',
  parameters: 'PAGE',
  does: 'the same, and every change of its count since the boot began',
  words: [1, 1],
  run: (session, [word]) => {
    const number = parsePage(session, word);
    const life = session.life.linesOf(number, MOST_CHANGES);
    return [
      ...pageLines(session, number),
      ...(life.length === 0 ? ['its count never changed'] : ['its life:']),
      ...life,
    ];
  },
};

const pageLines = (session: Session, number: Ppn): string[] => {
  const { kernel } = session;
  const mapped = mappingsOf(session, number);
  return [
    `${pageName(number)}: count ${kernel.view.referenceCount(number)}, ${isFree(kernel, number) ? 'on the free list' : 'not on the free list'}`,
    `descriptor at ${hex(kernel.view.descriptorOf(number))}`,
    ...uses(session, number),
    ...(mapped.length === 0 ? ['mapped nowhere'] : mapped.map((place) => `mapped at ${place}`)),
  ];
};

/** Why the page is in use, and whether its count says so: mappings below UTOP, and its use as a page table, are counted. */
const uses = (session: Session, number: Ppn): string[] => {
  const kept = reservedFor(session, number);
  if (kept !== null) return [`never handed out: ${kept}`];
  const { kernel } = session;
  const references = new Observation(kernel).references.get(number) ?? [];
  const said = references.every(isMapping) ? [] : ['it is a page table'];
  const count = references.length;
  if (count !== kernel.view.referenceCount(number)) said.push(`the count is wrong: ${count} refer to it`);
  if (isFree(kernel, number) && count > 0) said.push('it is free, and in use');
  return said;
};

const reservedFor = ({ kernel: { variables } }: Session, number: Ppn): string | null => {
  if (number === 0) return 'the vectors of real mode';
  if (number < variables.npagesBasemem || number >= PGNUM(variables.nextfree - KERNBASE)) return null;
  return number < PGNUM(memlayout.EXTPHYSMEM) ? 'the hole for devices' : 'the kernel, or from boot_alloc';
};

/** Where the tables in use map the page. */
const mappingsOf = ({ machine }: Session, number: Ppn): string[] => {
  const start = number * PGSIZE;
  return [...pagesBetween(machine, 0, 2 ** 32)].flatMap(({ start: from, end, mapping }) => {
    const offset = mapping === null ? -1 : start - mapping.pa;
    if (offset < 0 || offset >= end - from) return [];
    return [`${hex(from + offset)}${mapping?.large ? ', in a page of 4 MiB' : ''}`];
  });
};
