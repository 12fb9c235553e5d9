/** How something came to be, step by step back: each step with the moment after it. */
import { type Reason, StepEvents, Story, Timeline } from '../../specs/specs.ts';
import { list, type Of, object, text, whole } from '../json/shape.ts';
import { barerMoment } from '../moments/given.ts';
import type { Reached } from '../moments/reached.ts';

/** A link of such a chain, as `why --json` has it. */
export const LINK = object({
  text: text('What happened.'),
  event: whole('How many events had passed after it.', 0),
  step: whole('How many steps had been taken after it.', 0),
  moment: text('The moment after it, as --moment takes it.'),
});
export const CHAIN = list(LINK, 'How it came to be so, step by step back, the last step first.');
export type Link = Of<typeof LINK>;

/** The run of `reached` once more, laid out on a line, and standing where that stands. */
export const storyOf = ({ opened, step }: Reached): Story => {
  const heard: StepEvents[] = [];
  const { playing, system } = opened.make(({ kernel }) => void heard.push(new StepEvents(kernel)));
  if (system === null) throw new Error('a run of a kernel has a system');
  const timeline = new Timeline(playing);
  timeline.goTo(step);
  return new Story(timeline, system.kernel, heard[0]);
};

export const linksOf = ({ opened }: Reached, reasons: readonly Reason[]): Link[] =>
  reasons.map(({ text, event, step }) => ({ text, event, step, moment: barerMoment(opened.run, { event, step }) }));

/** The same in lines; what they are of is nothing else than what always happens if nothing was chosen. */
export const chainLines = (links: readonly Link[]): string[] => {
  if (links.length === 0) return [];
  const places = links.map(({ step }) => `--at @${step}`);
  const width = Math.max(...places.map(({ length }) => length));
  return [
    '   how that came, step by step back (the moment after each step is shown with the option before it):',
    ...links.map(({ text, event }, i) => `     ${places[i].padEnd(width)}  event ${event}: ${text}`),
  ];
};
