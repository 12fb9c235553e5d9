import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Machine, PAGE_WORDS } from '../../../hardware/hardware.ts';
import { PageForms } from './page-forms.ts';
import type { TableFormat } from './table-forms.ts';

const FORMATS: readonly TableFormat[] = [
  { entryWords: 2, entries: 512, levels: 4, isReference: (low) => (low & 5) === 5 },
  { entryWords: 1, entries: 1024, levels: 2, isReference: (low, level) => (low & 1) === 1 && level === 1 },
];
const PAGES = 2;

/** A store into a few words of a page, a page that is filled, a look, a mark, or a way back to one. */
const deed = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      what: fc.constant('store' as const),
      page: fc.nat(PAGES - 1),
      word: fc.nat(2),
      value: fc.constantFrom(0, 0x25, 0x2007, 0x1003, 0x2003, 0x3003, 0x4003, -1),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('fill' as const), page: fc.nat(PAGES - 1), value: fc.constantFrom(0, 7) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant('look' as const),
      page: fc.nat(PAGES - 1),
      level: fc.constantFrom(0, 1, 1, 1, 2),
    }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('mark' as const) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('undo' as const) }) },
);

test.each(FORMATS.map((format) => [format.entryWords, format] as const))(
  'what is known of pages of %i words an entry is what they hold, after stores, marks and ways back',
  (_words, format) => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 60 }), (deeds) => {
        const { memory } = new Machine(PAGES, 1);
        const forms = new PageForms(memory, format);
        const marks = [{ journal: memory.mark(), forms: forms.mark() }];
        const note = (): void => memory.changedSince(marks[marks.length - 1].journal, forms.changed);
        let isNoted = true;
        const mark = (): void => {
          if (!isNoted) note();
          marks.push({ journal: memory.mark(), forms: forms.mark() });
          isNoted = true;
        };
        for (const step of deeds) {
          if (step.what === 'store') memory.store(step.page * PAGE_WORDS + step.word, step.value);
          if (step.what === 'fill') memory.fillPage(step.page, step.value);
          if (step.what === 'store' || step.what === 'fill') isNoted = false;
          if (step.what === 'mark') mark();
          if (step.what === 'undo') {
            const last = marks[marks.length - 1];
            memory.undo(last.journal);
            forms.undo(last.forms);
            if (marks.length > 1) marks.pop();
            isNoted = true;
            // What comes next is told from here on.
            mark();
          }
          if (step.what !== 'look') continue;
          if (!isNoted) mark();
          const [known, anew] = [forms, new PageForms(memory, format)].map((one) =>
            step.level === 0 ? one.data(step.page) : one.table(step.page, step.level),
          );
          expect(known).toEqual(anew);
        }
      }),
      { numRuns: 600 },
    );
  },
);
