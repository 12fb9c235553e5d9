/** How something came to be, as `why --json` has it: each step with the moment after it. */
import type { Reached } from '../../presentation/presentation.ts';
import type { Reason } from '../../specs/specs.ts';
import { list, type Of, object, text, whole } from '../json/shape.ts';
import { barerMoment } from '../moments/given-moments.ts';

const LINK = object({
  text: text('What happened.'),
  event: whole('How many events had passed after it.', 0),
  step: whole('How many steps had been taken after it.', 0),
  moment: text('The moment after it, as --moment takes it.'),
});
export const CHAIN = list(LINK, 'How it came to be so, step by step back, the last step first.');

export const linksOf = ({ opened }: Reached, reasons: readonly Reason[]): Of<typeof CHAIN> =>
  reasons.map(({ text, event, step }) => ({ text, event, step, moment: barerMoment(opened.run, { event, step }) }));
