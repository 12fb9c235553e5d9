/** What the memory viewer of WeensyOS prints below its picture: `PAGE TABLE ERROR: 5f000: kernel allocated page mapped for user (pid 2)`. */
import type { Groups, Message } from '../message.ts';

/** With or without its beginning, and in the words of f22 or f24. */
const tableError = (description: string): RegExp =>
  new RegExp(
    `(?:PAGE\\s+TABLE\\s+ERROR:\\s*(?<page>(?:0x)?[0-9a-f]+)\\s*:\\s*)?(?:${description})(?:\\s*\\(pid (?<pid>\\d+)\\))?`,
    'gi',
  );

const pageOf = ({ page }: Groups): string =>
  page === undefined ? 'a page' : `the page at ${page.startsWith('0x') ? page : `0x${page}`}`;
const whoOf = ({ pid }: Groups): string => (pid === undefined ? 'a process' : `process ${pid}`);

const error = (
  name: string,
  description: string,
  found: (groups: Groups) => string,
  means: Message['means'],
): Message => ({
  ...{ name, system: 'WeensyOS', blames: 'kernel', pattern: tableError(description), means },
  did: (groups) => `the memory viewer went through the page tables of all processes and found ${found(groups)}.`,
});

export const WEENSY_TABLES: readonly Message[] = [
  error(
    'table mapped',
    'kernel allocated page mapped for user',
    (groups) => `that ${pageOf(groups)} is a page table, and mapped for ${whoOf(groups)} to use as memory`,
    () =>
      'one page has two owners: the kernel translates with it, and a program writes to it. It was freed while a table still linked it, and handed out again; or programs may use the memory of the kernel altogether.',
  ),
  error(
    'freed page mapped',
    'freed page mapped for user',
    (groups) => `that ${pageOf(groups)} is mapped for ${whoOf(groups)} and counts 0`,
    () =>
      'the next kalloc hands it out again, and then two owners write over each other. It was freed once too often, or counted once too little.',
  ),
  error(
    'page 0 mapped',
    'nullptr physical page mapped for user',
    (groups) => `that physical page 0 is mapped for ${whoOf(groups)}`,
    () =>
      'a null pointer leads there, and nobody notices any more. It is mapped on purpose by a loop that begins at 0, or by an unchecked 0 of kalloc.',
  ),
  {
    ...error(
      'page 0 mapped',
      'reserved (?:physical )?page mapped for user',
      (groups) => `that physical page 0 is mapped for ${whoOf(groups)}`,
      () =>
        'a null pointer leads there, and nobody notices any more. It is mapped on purpose by a loop that begins at 0, or by an unchecked 0 of kalloc.',
    ),
    when: ({ page }) => page !== undefined && Number.parseInt(page, 16) === 0,
  },
  error(
    'reserved page mapped',
    'reserved (?:physical )?page mapped for user',
    (groups) => `that ${pageOf(groups)} is reserved, for devices, and ${whoOf(groups)} may use it`,
    () =>
      'all of the memory below 0x100000 but the console belongs to the kernel; a program that may use it is not kept apart.',
  ),
  error(
    'kernel page mapped',
    'kernel (?:data )?page mapped for user',
    (groups) => `that ${pageOf(groups)} holds the kernel itself, and ${whoOf(groups)} may use it`,
    () => 'programs can read and write what the kernel consists of.',
  ),
  error(
    'count impossible',
    'invalid reference count',
    (groups) => `that ${pageOf(groups)} counts more references than there are processes`,
    () => 'a count is one byte: one that falls below 0 becomes 255. Something was freed that counted 0 already.',
  ),
];
