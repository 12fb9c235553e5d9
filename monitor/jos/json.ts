/** What `jos --json` writes: a boot, and what was done after it. */
import { document, flag, list, type Of, object, oneOf, orNull, text, whole } from '../json/shape.ts';

const AWARD = object({
  name: text('The line that earns the points, or the program of lab 4.'),
  points: whole('Points that it gives.', 0),
  earned: flag('Whether they are earned.'),
  missing: list(text(), 'Of lab 4: what no line began with, though one should have, as regular expressions.'),
  unwelcome: list(text(), 'Of lab 4: lines that should not have come.'),
  trouble: orNull(text(), 'Of lab 4: what kept the kernel from going on.'),
});

export const GRADE = object(
  { awards: list(AWARD), score: whole('The points that are earned.', 0), full: whole('The points that there are.', 0) },
  'The grading, of --grade; else null.',
);

const CHECKED = object(
  {
    outcome: oneOf(['sound', 'advised', 'broken'], 'All invariants hold; one that is advice does not; one broke.'),
    report: list(text(), 'What went wrong, and what shows it.'),
  },
  'What came of --check, if the boot went well; else null.',
);

const ANSWER = object({
  command: text('The line.'),
  answer: list(text(), 'What it printed.'),
  problem: orNull(text(), 'Why it could not be obeyed; null if it was.'),
});

export const JOS = document('jos', 'What ringfence jos --json writes: one object.', {
  lab: oneOf(['2', '4']),
  variant: oneOf(['mit', 'sjtu']),
  kernel: orNull(text(), 'The path of the kernel; null for the one that comes with Ringfence.'),
  printed: list(
    text(),
    'The lines that the kernel printed while it booted; none where each program boots one of its own.',
  ),
  stopped: orNull(
    object({
      message: text('Why.'),
      assertion: orNull(
        text(),
        'The number of the assertion that failed (docs/jos.md); null if it was something else.',
      ),
    }),
    'Where the boot stopped, or what was asked for after it; null if the kernel can go on.',
  ),
  grade: orNull(GRADE),
  check: orNull(CHECKED),
  commands: list(ANSWER, 'The commands of -c, or of the lines that were piped, in order.'),
});
export type JosTold = Of<typeof JOS>;
export type GradeTold = Of<typeof GRADE>;
export type CheckTold = Of<typeof CHECKED>;
export type AnswerTold = Of<typeof ANSWER>;
