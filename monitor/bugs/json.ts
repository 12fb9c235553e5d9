/** What `bugs --json` writes: a line for each bug. */
import { document, list, maybe, number, oneOf, orNull, text, whole } from '../json/shape.ts';

const BUG = {
  id: text('What it is called on the command line.'),
  system: oneOf(['WeensyOS', 'JOS', 'allocator']),
  title: text('What the code does, in a few words.'),
};
const EXPECTED = orNull(text(), 'What is to catch it; null if nothing can, because it does no harm.');

const GOES_WRONG_IN = orNull(
  text(),
  'The call in which the state first goes wrong, or several with or in between; null if it never does.',
);

/** A line of `bugs list --json`. */
export const LISTED = document('bugs', 'What ringfence bugs --json writes: a line for each bug.', {
  ...BUG,
  caughtBy: EXPECTED,
  goesWrongIn: GOES_WRONG_IN,
});

/** A line of `bugs show --json`. */
export const SHOWN = document('bugs-show', 'What ringfence bugs show --json writes: a line for each bug.', {
  ...BUG,
  story: text('How one comes to write it, and what happens then.'),
  file: text('Where its code stands.'),
  hunter: text('What hunts it.'),
  docs: text('The page that explains it.'),
  caughtBy: EXPECTED,
  goesWrongIn: GOES_WRONG_IN,
  because: maybe(text('Why nothing catches it.')),
  code: text('The class that has the mistake.'),
});

/** A line of `bugs hunt --json`. */
export const HUNTED = document(
  'bugs-hunt',
  'What ringfence bugs hunt --json writes: a line for each bug, as soon as it was hunted.',
  {
    ...BUG,
    expected: EXPECTED,
    caughtBy: orNull(text(), 'What caught it; null if nothing did, and then the next five are missing.'),
    says: maybe(text('What went wrong, in a sentence.')),
    wentWrongIn: maybe(
      orNull(
        text(),
        'The call in which the state first went wrong, which may be before it was caught; null if in none.',
      ),
    ),
    cases: maybe(whole('Cases until it was caught.', 0)),
    length: maybe(orNull(whole(), 'Operations of the shortest sequence that shows it; null where there is none.')),
    sequence: maybe(list(text(), 'That sequence, as code.')),
    moment: orNull(
      text(),
      'Where it first went wrong, as --moment takes it; null if it was not caught, or no command makes the run.',
    ),
    seconds: number('How long the hunt took.'),
  },
);

/** A line of `bugs --moment --json`. */
export const ELSEWHERE = document(
  'bugs-moment',
  'What ringfence bugs --moment --json writes: a line for each bug that can be in such a run.',
  {
    ...BUG,
    caughtBy: orNull(text(), 'What catches it there; null if nothing goes wrong, and then the next four are missing.'),
    says: maybe(text('What goes wrong, in a sentence.')),
    wentWrongIn: maybe(
      orNull(text(), 'The call in which the state first goes wrong; null if that is in none, or not known.'),
    ),
    event: maybe(whole('The event at which it does: operations of an allocator, functions of lab 2.', 0)),
    moment: maybe(orNull(text(), 'The moment at which it does, as --moment takes it; null if there is none.')),
  },
);
