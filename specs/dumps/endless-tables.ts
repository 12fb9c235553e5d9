/** Tables that lead to each other in circles: whoever walks them never comes to an end. */
import type { TableView } from '../../kernel/table-view.ts';
import { type Finding, findingOf } from './finding.ts';

/** More tables no address space of the courses has, however much memory there is; and a walk of so many is short. */
export const MOST_TABLES = 128;

/** To be asked when all else has been: what was walked until then counts. */
export const endlessTables = (view: TableView): Finding[] =>
  findingOf(
    {
      name: 'tables end',
      sentence: 'The tables below a root are a tree, with a table for each part of memory that is in use.',
      why: 'They lead to each other in circles: a loop over all of them, as that of exit, hardly ends, and frees the same pages again and again.',
    },
    view.hasEndlessTables
      ? [
          {
            expected: `at most ${MOST_TABLES} tables below a root`,
            found: 'more: what comes after them was not looked at',
          },
        ]
      : [],
  );
