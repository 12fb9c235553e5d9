/** What `explain --json` writes: a diagnosis. */
import type { Diagnosis } from '../../specs/specs.ts';
import { document, list, type Of, object, oneOf, orNull, text, whole } from '../json/shape.ts';

const MESSAGE = object({
  quote: text('As it stands in the text.'),
  times: whole('How many of its kind there are.', 1),
  did: text('What the machine did.'),
  means: text('What the message means.'),
});

const CAUSE = object({
  id: text('The id of its seeded bug, for ringfence bugs; or a name.'),
  title: text(),
  story: text('How one comes to write it, and what happens then.'),
  because: list(text(), 'What speaks for it.'),
  against: list(text(), 'What does not fit it.'),
  tellApart: text('How it differs from others that look alike.'),
  experiments: list(
    object({ command: text(), shows: text() }),
    'What tries it; FILE in a command is a kernel of your own.',
  ),
});

export const EXPLAIN = document('explain', 'What ringfence explain --json writes: one object.', {
  system: orNull(oneOf(['WeensyOS', 'JOS']), 'Whose text it is; null if that is not clear.'),
  verdict: oneOf(['kernel', 'program', 'nothing wrong', 'nothing recognized'], 'Who did wrong, if anybody.'),
  messages: list(MESSAGE),
  signs: list(text(), 'What else shows that something is wrong.'),
  causes: list(CAUSE, 'Mistakes that are known to lead there, the likeliest first.'),
  advice: object({
    looks: list(text(), 'What was read.'),
    more: list(text(), 'What would show more.'),
  }),
  moment: orNull(text(), 'The moment that was explained, as --moment takes it; null where it was a text.'),
});

/** A diagnosis as it is written. */
export const told = (diagnosis: Diagnosis, moment: string | null): Of<typeof EXPLAIN> => ({
  schema: EXPLAIN.id,
  ...diagnosis,
  moment,
});
