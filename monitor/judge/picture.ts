/** `--picture`: memory as the screen of its kernel shows it, drawn from a dump. */
import { MemoryViewer, type WeensyView } from '../../kernel/kernel.ts';
import type { Judgement } from '../../specs/judging-dumps.ts';
import { writeOutput } from '../command-line/options.ts';
import { withLegend } from '../drawing/screen.ts';
import { pictureOf } from '../drawing/svg.ts';
import { ENVIRONMENTS_SHOWN } from '../kernels/jos/lab4.ts';
import type { Screen } from '../kernels/kind.ts';
import { ViewScreen } from '../kernels/view-screen.ts';
import { WeensyScreen } from '../kernels/weensyos-screen.ts';

const WHOLE = { columns: 80, rows: 200 };

/** Draws what was judged into `file`, as SVG. Throws a UsageError if that cannot be written. */
export const drawPicture = (file: string, judgement: Judgement): void => {
  const screen = screenOf(judgement);
  const text = judgement.screen.split('\n').filter((line) => line !== '');
  const canvas = screen.draw(screen.due(), WHOLE, text);
  writeOutput('picture', file, pictureOf(withLegend(canvas, screen.samples), screen.title));
};

const screenOf = ({ system, dump }: Judgement): Screen => {
  const { machine } = dump;
  if (system === 'JOS') return new ViewScreen(dump, ENVIRONMENTS_SHOWN);
  const view = dump.view as WeensyView;
  return new WeensyScreen({ machine, view, viewer: new MemoryViewer(view) });
};
