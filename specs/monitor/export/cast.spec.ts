/** Asciicasts: what a terminal shows that plays one is the screen that the kernel draws. */
import { describe, expect, test } from 'vitest';
import { JosLab4, WeensyKernel } from '../../../kernel/kernel.ts';
import { ConsoleText } from '../../../monitor/run/console-text.ts';
import { Canvas, isBlank, type Row, type Size } from '../../../presentation/drawing/canvas.ts';
import { processNamed } from '../../../presentation/drawing/owner.ts';
import { screenLines } from '../../../presentation/drawing/screen.ts';
import { Cast, type CastOptions } from '../../../presentation/export/cast.ts';
import type { Ending } from '../../../presentation/export/ending.ts';
import { josLab4 } from '../../../presentation/kernels/jos/lab4.ts';
import type { System } from '../../../presentation/kernels/kind.ts';
import { weensyOS } from '../../../presentation/kernels/weensyos.ts';
import { forkProgram, jos } from '../../../userland/userland.ts';
import { type Cell, TerminalScreen } from '../terminal-screen.ts';

const ENDING: Ending = { reason: 'until reached', broken: null };
const TITLE = 'a "title" with ü';

interface Played {
  readonly header: Readonly<Record<string, unknown>>;
  readonly frames: readonly (readonly [time: number, kind: string, output: string])[];
  readonly text: string;
}

const played = (system: System, options: Partial<CastOptions>, events: number, ending = ENDING): Played => {
  const lines: string[] = [];
  const usual = { size: { columns: 80, rows: 24 }, every: 7, show: undefined, title: TITLE };
  const cast = new Cast(system, { ...usual, ...options }, (line) => lines.push(line));
  system.kernel.boot();
  system.kernel.machine.run(Number.POSITIVE_INFINITY, events);
  cast.end(ending);
  const [header, ...frames] = lines.map((line) => JSON.parse(line));
  return { header, frames, text: lines.join('\n') };
};

const shownBy = ({ frames }: Played, { columns, rows }: Size): TerminalScreen => {
  const screen = new TerminalScreen(columns, rows);
  for (const [, , output] of frames) screen.write(output);
  return screen;
};

/** The cells of a row of a canvas as a terminal has them. */
const cellsOf = (row: Row, columns: number): readonly Cell[] => {
  const screen = new TerminalScreen(columns, 1);
  screen.write(screenLines(new Canvas(columns, [row]), true)[0]);
  return screen.rows[0];
};

const KERNELS: readonly (readonly [name: string, make: () => System, show: string])[] = [
  ['WeensyOS', () => weensyOS(WeensyKernel).make({ timer: 'every:7' }, [forkProgram()]), '1'],
  ['JOS', () => josLab4(JosLab4).make({ timer: 'cycles:3000', memory: '4M' }, [jos.JOS_PROGRAMS.spin]), '1000'],
];

const SIZES: readonly Size[] = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 60 },
  { columns: 40, rows: 10 },
];

describe.each(KERNELS)('a cast of %s', (_name, make, show) => {
  test.each(SIZES)(
    'played to its end on $columns x $rows shows the screen as it is drawn, and why it ended',
    (size) => {
      const system = make();
      const { view, machine } = system.kernel;
      const text = new ConsoleText(machine);
      const screen = shownBy(played(system, { size, show, every: 7 }, 60), size);
      const drawn = system.screen.draw(
        processNamed(view, show) ?? null,
        { ...size, rows: size.rows - 1 },
        system.speaks ? text.lines() : [],
      );
      const rows = drawn.rows.filter((row) => !isBlank(row)).map((row) => cellsOf(row, drawn.columns));
      const left = screen.rows.map((row) => JSON.stringify(row.slice(0, drawn.columns)));
      expect(rows.length).toBeGreaterThan(5);
      for (const row of rows) {
        expect(left).toContain(JSON.stringify(row));
        left.splice(0, left.indexOf(JSON.stringify(row)) + 1);
      }
      expect(screen.text.filter((line) => line.includes(' until reached '))).toHaveLength(1);
    },
  );

  test('has a header, and frames whose time goes forwards by twenty a second, one each so many events', () => {
    const { header, frames } = played(make(), { size: SIZES[0], show, every: 7 }, 60);
    expect(header).toEqual({ version: 2, width: 80, height: 24, title: TITLE });
    expect(frames.map(([time]) => Math.round(time * 20))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(frames.every(([, kind, output]) => kind === 'o' && output !== '')).toBe(true);
  });

  test('is ASCII, and the same whenever the run is made', () => {
    const [once, again] = [make(), make()].map((system) => played(system, { size: SIZES[0], every: 3 }, 30).text);
    expect(once).toBe(again);
    expect(once).toMatch(/^[\n -~]*$/);
  });
});

test('the memory of each process is shown in turn, fifteen frames each, and nothing of the one before stays', () => {
  const [, make] = KERNELS[0];
  const { frames } = played(make(), { every: 1 }, 75);
  const screen = new TerminalScreen(80, 24);
  const shown = frames.map(([, , output]) => {
    screen.write(output);
    return screen.text.flatMap((line) => /VIRTUAL ADDRESS SPACE FOR (\d)/.exec(line)?.[1] ?? []).join();
  });
  expect(shown.filter((each, i) => each !== shown[i - 1])).toEqual(['1', '2', '3', '4', '1']);
});

test('what broke is told below the last screen, on red', () => {
  const ending = { ...ENDING, reason: 'program stuck', message: 'it ran for 2 s' } as const;
  const [, make] = KERNELS[0];
  const screen = shownBy(played(make(), { size: SIZES[0] }, 20, ending), SIZES[0]);
  const status = screen.text.findIndex((line) => line.includes(' program stuck '));
  expect(screen.text[status + 1]).toBe('   it ran for 2 s');
  expect(screen.rows[status][1].colours).toContain('41');
});
