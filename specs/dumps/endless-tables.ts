/** Tables that lead to each other in circles: whoever walks them never comes to an end. */
import type { TableView } from '../../kernel/table-view.ts';
import { type Finding, findingOf } from './finding.ts';

/** To be asked when all else has been: what was walked until then counts. */
export const endlessTables = (view: TableView): Finding[] =>
  findingOf(
    {
      name: 'tables end',
      sentence: 'Below a root there are no more tables than memory has pages.',
      why: 'They lead to each other in circles: a loop over all of them, as that of exit, hardly ends, and frees the same pages again and again.',
    },
    view.hasEndlessTables
      ? [
          {
            expected: `at most ${view.pages} tables below a root`,
            found: 'more: what comes after them was not looked at',
          },
        ]
      : [],
  );
