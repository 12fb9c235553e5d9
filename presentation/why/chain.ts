/** How something came to be, step by step back. */
import { type Reason, StepEvents, Story, Timeline } from '../../specs/specs.ts';
import type { Opened } from '../moments/opened-run.ts';

/** The run that was opened, once more, laid out on a line, and standing after `step` steps. */
export const storyOf = (opened: Opened, step: number): Story => {
  const heard: StepEvents[] = [];
  const { playing, system } = opened.make(({ kernel }) => void heard.push(new StepEvents(kernel)));
  if (system === null) throw new Error('a run of a kernel has a system');
  const timeline = new Timeline(playing);
  timeline.goTo(step);
  return new Story(timeline, system.kernel, heard[0]);
};

/** A chain of reasons in lines; what they are of is nothing else than what always happens if nothing was chosen. */
export const chainLines = (links: readonly Reason[]): string[] => {
  if (links.length === 0) return [];
  const places = links.map(({ step }) => `--at @${step}`);
  const width = Math.max(...places.map(({ length }) => length));
  return [
    '   how that came, step by step back (the moment after each step is shown with the option before it):',
    ...links.map(({ text, event }, i) => `     ${places[i].padEnd(width)}  event ${event}: ${text}`),
  ];
};
