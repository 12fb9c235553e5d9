/** Where the value came from that stopped a kernel: made out by running it again, within limits of time, and told with what shows each moment. */
import { PAGE_SIZE } from '../../hardware/hardware.ts';
import { type Link, originLines } from '../../specs/specs.ts';
import { quoted } from '../command-line/shell.ts';
import { placeIn, placeText } from '../limits/own-code.ts';
import { runLimited } from '../limits/watchdog.ts';
import type { RunCommand } from './violation.ts';

/** All runs together. They are short, and few: who takes longer does otherwise with other values. */
const PATIENCE_SECONDS = 30;

/** The story in lines; none if there is none. `shown` gives the command that shows the moment of a link. */
export const tracedLines = (trace: () => Link[], shown: (link: Link) => string | null): string[] => {
  let links: Link[] = [];
  try {
    const cameBack = runLimited(PATIENCE_SECONDS, () => {
      links = trace();
    });
    if (!cameBack) return ['', `Where it came from was not made out within ${PATIENCE_SECONDS} s.`];
  } catch {
    // What a kernel does with other values than its own is no affair of its user's.
    return [];
  }
  return originLines(links.map(near), (link) => [shown(link)].filter((line) => line !== null));
};

/** Each place led back to the lines that people wrote, with paths as short as they are from here. */
const near = (link: Link): Link => ({ ...link, places: link.places.map(nearPlace) });

const nearPlace = (place: string): string => {
  const written = placeIn(`    at ${place}`);
  return written === null ? place : placeText(written).slice('at '.length);
};

/** The words of `ringfence why` after those of the boot: what the page of `link` was, or else the process for which the kernel was at work. */
export const whyWords = ({ page, event, pid }: Link): readonly string[] => {
  if (page !== undefined) return ['page', `0x${(page * PAGE_SIZE).toString(16)}`, '--at', String(event)];
  return pid === undefined ? [] : ['pid', pid, '--at', String(event)];
};

/** The command that shows the moment of a link of a run that `command` made. */
export const whyOf =
  ({ boot, hasEvents }: RunCommand) =>
  (link: Link): string | null => {
    const subject = whyWords(link);
    if (subject.length === 0) return null;
    const asked = hasEvents ? subject : subject.slice(0, -2);
    return ['ringfence why', ...boot.map(quoted), ...asked].join(' ');
  };
