/** What a run leaves behind: how it ended, its screen and its summary; also the picture, what was recorded, and dumps. */
import type { ProcessView } from '../../kernel/kernel.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf } from '../../presentation/boot/values.ts';
import {
  pictureOf,
  processLabels,
  processNamed,
  screenLines,
  summaryLines,
  withLegend,
} from '../../presentation/presentation.ts';
import { writeOutput } from '../command-line/options.ts';
import { printLines } from '../command-line/width.ts';
import { momentLine, momentText } from '../moments/given-moments.ts';
import type { Outcome } from './end-of-run.ts';
import { endingOf } from './ending.ts';
import type { Run } from './prepared-run.ts';

/** For a picture, and for a screen that is printed: as wide as the console, as long as need be. */
const WHOLE = { columns: 80, rows: 200 };

/** What is still to be printed of the text, how the run ended, the screen and the summary; also the picture, what was recorded, and dumps. */
export const show = (asked: Run, outcome: Outcome): void => {
  const { system, values, text, played, finishRecording, finishDumps, end, opened, playing } = asked;
  const written = [...(finishRecording?.() ?? []), ...(finishDumps?.() ?? [])];
  const shown = processAsked(asked) ?? system.screen.due();
  const picture = textOf(values, 'picture');
  if (picture !== undefined) {
    const canvas = system.screen.draw(shown, WHOLE, text?.lines() ?? []);
    writeOutput('picture', picture, pictureOf(withLegend(canvas, system.screen.samples), system.screen.title));
  }
  if (values.json === true) return;
  if (!played) text?.end();
  process.stdout.write(`${screenOf(asked, shown).join('\n')}\n`);
  printLines([`   ${endingOf(system, end, outcome)}`, '', ...summaryLines(system), ...written]);
  printLines(['', `   ${momentLine(momentText(opened.run, playing))}`]);
};

/** The screen with its legend: unless there was text, which is all printed by now, and nobody asked for more. */
const screenOf = ({ system, values, text, played }: Run, shown: ProcessView | null): string[] => {
  const isTold = !played && text !== null && text.lines().length > 0;
  if (isTold && textOf(values, 'show') === undefined) return [''];
  const canvas = system.screen.draw(shown, WHOLE, played ? (text?.lines() ?? []) : []);
  const colour = wantsColour();
  return [...(isTold ? [''] : []), ...screenLines(canvas, colour), ...system.screen.legend(colour), ''];
};

const processAsked = ({ system, values }: Run) => {
  const asked = textOf(values, 'show');
  return asked === undefined ? undefined : processNamed(system.kernel.view, asked);
};

/** Refuses, after the screen is shown, a process to show that there was not. */
export const checkShown = (asked: Run): void => {
  const wanted = textOf(asked.values, 'show');
  if (wanted === undefined || processAsked(asked) !== undefined) return;
  const there = processLabels(asked.system.kernel.view);
  throw new UsageError(`--show ${wanted}: there is no such process at the end; there are ${there}`);
};

/** Colours for terminals, unless NO_COLOR is set (no-color.org); FORCE_COLOR asks for them anywhere. */
export const wantsColour = (): boolean => {
  if (process.env.NO_COLOR) return false;
  return Boolean(process.env.FORCE_COLOR) || process.stdout.isTTY === true;
};
