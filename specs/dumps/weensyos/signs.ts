/** What a dump of WeensyOS shows of mistakes, beside what a picture of its memory shows: whose pages are lost, and which counts are wrong. */
import { PAGE_SIZE, PAGE_WORDS, type Ppn, PTE_P, PTE_W } from '../../../hardware/hardware.ts';
import type { Violation } from '../../judge/invariant.ts';
import { isMapping, type Observation } from '../../judge/observation.ts';
import { memorySign } from '../../symptoms/signs/memory.ts';
import type { Observed } from '../../symptoms/signs/observed.ts';
import { counted, pageAddress } from '../../symptoms/signs/sign.ts';
import type { Findings } from '../finding.ts';

/** The signs in `findings`, what was found in the state that `observation` counted. */
export const signsOf = ({ violations, advice }: Findings, observation: Observation): Observed[] => {
  const placesOf = (name: string): readonly Violation[] =>
    [...violations, ...advice].find((finding) => finding.name === name)?.places ?? [];
  const lost = [...placesOf('nothing leaks'), ...placesOf('reserved counts alike')].flatMap(({ page }) =>
    page === undefined ? [] : [page],
  );
  return [
    ...signsOfLost(observation, lost),
    ...signsOfCounts(observation, placesOf('exact reference count')),
    ...signsOfFreed(observation, placesOf('no use after free')),
    ...signsOfOpen(placesOf('kernel memory is private')),
    ...memorySign(
      'text can be written',
      first(
        placesOf('text is read-only'),
        ({ process }) => `process ${process} may write each page that it has, its text too`,
      ),
    ),
    ...memorySign(
      'no root',
      first(
        placesOf('runnable is complete'),
        ({ process, found }) => `process ${process} can be chosen to run and has ${found}`,
      ),
    ),
    ...memorySign(
      'kernel part differs',
      first(
        placesOf('equal kernel part'),
        ({ process, found }) => `process ${process} has of the kernel's memory ${found}`,
      ),
    ),
    ...memorySign(
      'root shared',
      first(
        placesOf('reached through root'),
        ({ page, found }) => `the root in page ${pageAddress(page ?? 0)} is ${found}`,
      ),
    ),
    ...memorySign(
      'table shared',
      first(
        placesOf('tables have one owner'),
        ({ page, found }) => `the table in page ${pageAddress(page ?? 0)} is ${found}`,
      ),
    ),
    ...memorySign(
      'writable page shared',
      first(
        placesOf('writable means private'),
        ({ page, found }) => `page ${pageAddress(page ?? 0)} may be written, and is ${found}`,
      ),
    ),
    ...memorySign(
      'slot without process',
      first(placesOf('no slot is lost'), ({ process, found }) => `slot ${process} is ${found}`),
    ),
  ];
};

const first = (places: readonly Violation[], clause: (place: Violation) => string): string | null =>
  places[0] === undefined ? null : clause(places[0]);

/** Lost pages are tables or not; and of lost tables some lead to others, as those of a process do that has gone. */
const signsOfLost = ({ machine, view }: Observation, lost: readonly Ppn[]): Observed[] => {
  const { words } = machine.memory;
  const isLost = new Set<number>(lost.filter((page) => view.kindOf(page) === 'allocatable'));
  const tables = [...isLost].filter((page) => looksLikeTable(words, page, view.pages));
  const others = isLost.size - tables.length;
  const leading = tables.filter((page) => targetsOf(words, page).some((target) => isLost.has(target)));
  const reserved = lost.filter((page) => !isLost.has(page));
  return [
    ...memorySign(
      'tables lost',
      tables.length === 0
        ? null
        : `${counted(tables.length, 'page')} that nobody has ${tables.length === 1 ? 'holds entries of a page table' : 'hold entries of page tables'}`,
    ),
    ...memorySign(
      'trees lost',
      leading.length === 0 ? null : 'lost tables lead to other lost pages: they were of one process',
    ),
    ...memorySign(
      'only roots lost',
      tables.length > 0 && leading.length === 0 && others === 0
        ? 'no lost page leads to another: each is the root of a process that has gone'
        : null,
    ),
    ...memorySign(
      'only memory lost',
      tables.length === 0 && others > 0
        ? `${counted(others, 'page')} that nobody has ${others === 1 ? 'is' : 'are'} no page table`
        : null,
    ),
    ...memorySign(
      'memory and tables lost',
      tables.length > 0 && others > 0 ? 'pages of programs are lost as well as tables' : null,
    ),
    ...memorySign(
      'reserved page counted',
      reserved[0] === undefined
        ? null
        : `page ${pageAddress(reserved[0])}, which is never given away, counts references`,
    ),
  ];
};

const ENTRY_WORDS = 2;
const KNOWN_FLAGS = 0xe7f;

/** Whether all that is in a page could be entries of a page table, and something is. */
const looksLikeTable = (words: Int32Array, page: number, pages: number): boolean => {
  let present = 0;
  for (let i = page * PAGE_WORDS; i < (page + 1) * PAGE_WORDS; i += ENTRY_WORDS) {
    if (words[i] === 0 && words[i + 1] === 0) continue;
    const isEntry =
      (words[i] & PTE_P) !== 0 &&
      (words[i] & 0xfff & ~KNOWN_FLAGS) === 0 &&
      words[i] >>> 12 < pages &&
      words[i] >= PAGE_SIZE;
    if (!isEntry) return false;
    present++;
  }
  return present > 0;
};

const targetsOf = (words: Int32Array, page: number): number[] =>
  Array.from({ length: PAGE_WORDS / ENTRY_WORDS }, (_, i) => words[page * PAGE_WORDS + i * ENTRY_WORDS])
    .filter((entry) => entry & PTE_P)
    .map((entry) => entry >>> 12);

const signsOfCounts = ({ view, references }: Observation, places: readonly Violation[]): Observed[] => {
  const wrong = places.flatMap(({ page }) => (page === undefined ? [] : [page]));
  const difference = (page: Ppn): number => view.referenceCount(page) - (references.get(page)?.length ?? 0);
  const isText = (page: Ppn): boolean =>
    references.get(page)?.every((one) => isMapping(one) && (one.permissions & PTE_W) === 0) === true;
  const low = wrong.filter((page) => difference(page) < 0);
  const high = wrong.filter((page) => difference(page) > 0);
  const clause = (pages: readonly Ppn[]): string | null =>
    pages[0] === undefined
      ? null
      : `page ${pageAddress(pages[0])} counts ${view.referenceCount(pages[0])} and is used ${references.get(pages[0])?.length} times${pages.length > 1 ? `, and ${counted(pages.length - 1, 'page')} more of the kind` : ''}`;
  return [
    ...memorySign('text counted too low', clause(low.filter(isText))),
    ...memorySign('counted too low', clause(low.filter((page) => !isText(page)))),
    ...memorySign('text counted too high', clause(high.filter(isText))),
    ...memorySign('counted too high', clause(high.filter((page) => !isText(page)))),
  ];
};

/** The memory viewer prints the like of it, and mistakes are known by that. */
const signsOfFreed = ({ references }: Observation, places: readonly Violation[]): Observed[] => {
  const uses = places.map(({ page, found }) => ({ page: page as Ppn, found, who: references.get(page as Ppn) ?? [] }));
  const mapped = uses.find(({ who }) => who.some(isMapping));
  const table = uses.find(({ who }) => who.some((one) => !isMapping(one)));
  return [
    ...memorySign(
      'freed page mapped',
      mapped === undefined ? null : `page ${pageAddress(mapped.page)} counts 0 and is ${mapped.found}`,
    ),
    ...memorySign(
      'freed table in use',
      table === undefined ? null : `page ${pageAddress(table.page)} counts 0 and is ${table.found}`,
    ),
  ];
};

const signsOfOpen = (places: readonly Violation[]): Observed[] => {
  const clauseOf = (pattern: RegExp): string | null =>
    first(
      places.filter(({ found }) => pattern.test(found)),
      ({ found }) => `programs may use ${found}`,
    );
  const isAtZero = places.filter(({ page }) => page === 0);
  return [
    ...memorySign('table mapped', clauseOf(/^a page of page tables at 0x[1-9a-f]\w{5}/)),
    ...memorySign(
      'page 0 mapped',
      first(isAtZero, ({ found }) => `programs may use ${found}`),
    ),
    ...memorySign('reserved page mapped', clauseOf(/^reserved memory at 0x[1-9a-f]/)),
    ...memorySign('kernel page mapped', clauseOf(/^kernel memory/)),
    ...memorySign(
      'tables open',
      places.filter(({ found }) => /^a page of page tables at 0x\w{1,5} /.test(found)).length >= 4
        ? 'programs may use page tables where the kernel has them'
        : null,
    ),
  ];
};
