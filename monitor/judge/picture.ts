/** `--picture`: memory as the screen of its kernel shows it, drawn from a dump. */
import { dumpedScreen, pictureOf, withLegend } from '../../presentation/presentation.ts';
import type { Judgement } from '../../specs/judging-dumps.ts';
import { writeOutput } from '../command-line/options.ts';

const WHOLE = { columns: 80, rows: 200 };

/** Draws what was judged into `file`, as SVG. Throws a UsageError if that cannot be written. */
export const drawPicture = (file: string, judgement: Judgement): void => {
  const screen = dumpedScreen(judgement.system, judgement.dump);
  const text = judgement.screen.split('\n').filter((line) => line !== '');
  const canvas = screen.draw(screen.due(), WHOLE, text);
  writeOutput('picture', file, pictureOf(withLegend(canvas, screen.samples), screen.title));
};
