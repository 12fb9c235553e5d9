/** The life of a physical page, who refers to it, and what is wrong with its count, at a moment. */

import { PAGE_SIZE, type Ppn } from '../../hardware/hardware.ts';
import type { PageKind } from '../../kernel/kernel.ts';
import { blame, causesOf, describeCaused, describePageEvent, Observation, type PageEvent } from '../../specs/specs.ts';
import type { Watched } from '../moments/reached-moment.ts';

/** What there is to say of a page. */
export interface PageTold {
  /** Where it begins, in bytes. */
  readonly address: number;
  readonly kind: PageKind;
  /** Whether the kernel counts who refers to it. */
  readonly isCounted: boolean;
  readonly count: number;
  /** Who refers to it and since when. */
  readonly referredBy: readonly string[];
  /** What is wrong with its count, and who made it so. */
  readonly faults: readonly string[];
  /** Who took, shared, mapped, dropped and freed it. */
  readonly life: readonly string[];
}

const MOST_EVENTS = 20;
const ALLOCATABLE = 'allocatable';

export const pageTold = (moment: Watched, page: Ppn): PageTold => {
  const { view } = moment.kernel;
  const kind = view.kindOf(page);
  const head = { address: page * PAGE_SIZE, kind, count: view.referenceCount(page) };
  const isCounted = kind === ALLOCATABLE || view.countsReserved === true;
  if (kind !== ALLOCATABLE) return { ...head, isCounted, referredBy: [], faults: [], life: [] };
  const life = moment.pages
    .of(page, MOST_EVENTS)
    .map((change) => `${describePageEvent(view, change)}${tablesOf(moment, change)}`);
  return { ...head, isCounted, ...referencesOf(moment, page), life };
};

/** Who refers to the page and since when; and what is at fault if the count says otherwise. */
const referencesOf = ({ kernel, pages }: Watched, page: Ppn): Pick<PageTold, 'referredBy' | 'faults'> => {
  const observation = new Observation(kernel);
  const causes = causesOf(observation, pages, page).map((caused) => describeCaused(observation, caused));
  const kept = page === kernel.view.keptPage ? ['the memory viewer, which keeps it'] : [];
  return { referredBy: [...causes, ...kept], faults: [...blame(observation, pages, page)] };
};

/** Whose tables an event is about, if the process still has them. */
const tablesOf = ({ kernel: { view } }: Watched, { root }: PageEvent): string => {
  if (root === undefined) return '';
  const owner = view.spaces().find((space) => space.root === root);
  return owner === undefined ? ', in tables that are gone' : `, for ${view.nameOf(owner.pid)}`;
};

/** The same in lines; of a page that somebody refers to the life is left out where only that was asked for. */
export const pageLines = (
  { when }: Watched,
  { address, kind, isCounted, count, referredBy, faults, life }: PageTold,
  subject: string,
): string[] => {
  const head = `   page 0x${address.toString(16)}, ${when}:`;
  if (kind !== ALLOCATABLE)
    return [`${head} ${kind}; it is never handed out${isCounted ? '' : ', and its count stays 0'}`];
  const isTold = (subject === 'page' || count === 0) && life.length > 0;
  return [
    `${head} refcount ${count}`,
    ...listed(referredBy.length > 0 ? 'referred to by' : 'referred to by nobody', referredBy),
    ...(faults.length > 0 ? listed('the count is wrong:', faults) : []),
    ...(life.length === 0 ? ['   it was never taken'] : []),
    ...(isTold ? listed('its life:', life) : []),
  ];
};

const listed = (head: string, lines: readonly string[]): string[] => [
  `   ${head}`,
  ...lines.map((line) => `     ${line}`),
];
