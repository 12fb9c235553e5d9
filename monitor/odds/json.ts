/** What `odds --json` writes. */
import { document, flag, list, type Of, object, orNull, text, whole } from '../json/shape.ts';

export const ODDS = document('odds', 'What ringfence odds --json writes: one object.', {
  failed: orNull(text(), 'How the run itself fails; null if it does not.'),
  asked: list(
    object({ question: text(), times: whole(undefined, 1) }),
    'What was left open in the run, and how often it was asked.',
  ),
  isOpen: flag('Whether anything was left open, so that there are continuations.'),
  continuations: whole('How many are tried at each place.', 1),
  places: list(
    object({
      event: whole('Events that had passed.', 0),
      step: whole('Steps that had been taken.', 0),
      failed: whole('How many of the continuations from there failed.', 0),
    }),
    'Places along the run; none where nothing is open.',
  ),
  moment: text('The end of the run, as --moment takes it.'),
});
export type OddsTold = Of<typeof ODDS>;
