/** The keys of the live screen in words: one line that is always there, and a page. */
import { legend } from '../../drawing/screen.ts';

/** The most important ones first. */
const LINE: readonly string[] = [
  'q quit',
  '? help',
  'space pause',
  'o s t step',
  '+ - speed',
  'n p h r whose memory',
  'a f e boot',
  'v view',
];

const PAGE: readonly string[] = [
  '   space    pause, go on                    + -      faster, slower (also cursor up, down)',
  '   o        pause after one operation       s        … after one system call',
  '   t        … after one tick of the timer',
  '',
  '   r        show the memory of each process in turn      h   hold the one shown',
  '   n p      next, previous process (also cursor right, left)',
  '   1-9 A-T  the process of that letter',
  '   v        screen and events, or events alone',
  '',
  '   a f e    keys of WeensyOS itself: reboot with the allocators, p-fork, p-exit;',
  '            the kernel reads a key at its next trap, so a paused one waits',
  '',
  '   q        quit: the last screen and the summary stay behind (also Ctrl-C)',
  '   Ctrl-Z   suspend; fg comes back',
  '',
];

/** What stands between samples of the legend. */
const GAP = '   ';
const SAMPLES_A_LINE = 5;

/** The keys that fit on `columns`. */
export const keyLine = (columns: number): string => {
  let line = '';
  for (const words of LINE) {
    if (line.length + 3 + words.length > columns) break;
    line += `${line === '' ? ' ' : '   '}${words}`;
  }
  return line;
};

/** All keys, and what the letters and colours of the screen mean. */
export const guideLines = (colour: boolean): string[] => [
  '   Keys (any key closes this page)',
  '',
  ...PAGE,
  ...legendLines(colour),
];

/** The legend of the screen, on lines that fit wherever the screen fits. */
const legendLines = (colour: boolean): string[] => {
  const samples = legend(colour).join('').trim().split(GAP);
  const lines = Math.ceil(samples.length / SAMPLES_A_LINE);
  return Array.from({ length: lines }, (_, i) => {
    return GAP + samples.slice(i * SAMPLES_A_LINE, (i + 1) * SAMPLES_A_LINE).join(GAP);
  });
};
