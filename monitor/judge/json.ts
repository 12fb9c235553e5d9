/** What `judge --json` writes: each dump, and what a series of them shows. */
import { GRADE } from '../jos/json.ts';
import { document, flag, list, type Of, object, oneOf, orNull, text, whole } from '../json/shape.ts';

const PLACE = object({
  page: orNull(whole('The number of the physical page, if it is about one.')),
  process: orNull(whole('The owner of the address space, by its number, if it is about one.')),
  address: orNull(whole('The virtual address, if it is about one.')),
  expected: text(),
  found: text(),
});

const FINDING = object({
  name: text('The name of the sentence that does not hold.'),
  sentence: text(),
  why: text('What goes wrong where it does not.'),
  unless: orNull(text('Under which circumstances it would be right; null if under none.')),
  places: list(PLACE, 'All places where it does not hold.'),
});

const MESSAGE = object({
  name: text(),
  quote: text('As it stands on the screen.'),
  blames: oneOf(['kernel', 'program', 'nobody'], 'Whose mistake it tells of.'),
  means: text(),
});

const DUMP = object({
  file: text(),
  note: orNull(text('What a gdb script printed of the event that comes next.')),
  next: orNull(text('The same in words; or what memory tells of it.')),
  unusable: orNull(text('Why nothing can be said of it; then all that follows is empty.')),
  system: orNull(oneOf(['WeensyOS', 'JOS'])),
  recognized: list(text(), 'What was found out of the kernel, as sentences.'),
  isWrong: flag('Whether anything is wrong in memory, or a message on the screen tells of a mistake of the kernel.'),
  violations: list(FINDING),
  advice: list(FINDING, 'What is not wrong, or not for certain.'),
  messages: list(MESSAGE, 'Messages on the screen.'),
  notJudged: list(object({ names: list(text()), because: text() })),
});

const CAUSE = object({
  id: text('The id of its seeded bug, for ringfence bugs; or a name.'),
  title: text(),
  story: text('How one comes to write it, and what happens then.'),
  because: list(text(), 'What speaks for it.'),
  against: list(text(), 'What does not fit it.'),
});

const CODE = object({
  function: text('Its name, or the address where nobody knows one.'),
  file: orNull(text('The source, as it was named to the compiler; null if the kernel was built without lines.')),
  line: orNull(whole()),
});

const SINCE = object({
  word: text('What it wrote: a count, a link, an entry of a table, a field of an environment.'),
  code: list(CODE, 'Where it did: the instruction, then the calls that led there, the innermost first.'),
});

export const JUDGE = document('judge', 'What ringfence judge --json writes: one object.', {
  dumps: list(DUMP, 'In the order of the series.'),
  firstWrong: orNull(whole('Which of the dumps is the first in which something is wrong, from 0; null if none is.')),
  event: orNull(text('The event between the last dump in which nothing is wrong and that one, where it is known.')),
  moment: orNull(text('The moment of the first in which something is wrong, as --moment takes it.')),
  changes: list(text(), 'What changed between those two.'),
  history: list(text(), 'What became of the first page at fault, from dump to dump.'),
  ending: orNull(
    text(
      'Why a kernel that ran came to no further event, as it follows "the kernel"; null if it stands at one, and of dumps.',
    ),
  ),
  since: orNull(
    SINCE,
    'Since which store something is wrong; null where that was not seen, as in a QEMU that somebody else has started.',
  ),
  grade: orNull(GRADE),
  causes: list(CAUSE, 'Mistakes that are known to lead there, the likeliest first.'),
});

export type DumpTold = Of<typeof DUMP>;
export type SinceTold = Of<typeof SINCE>;
export type Judged = Of<typeof JUDGE>;
