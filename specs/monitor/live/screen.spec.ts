/** The screens of all kernels, in frames of any size: whole, from a large terminal down to a few lines. */
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import Tiny from '../../../examples/kernel-from-scratch/tiny.ts';
import { JosKernel, JosLab4, WeensyKernel } from '../../../kernel/kernel.ts';
import { fromScratch } from '../../../monitor/kernels/from-scratch.ts';
import { guideLines, keyLine } from '../../../monitor/live/guide.ts';
import { ConsoleText } from '../../../monitor/run/console-text.ts';
import { namedPrograms } from '../../../presentation/boot/programs.ts';
import type { Size } from '../../../presentation/drawing/canvas.ts';
import { screenLines } from '../../../presentation/drawing/screen.ts';
import { josLab2 } from '../../../presentation/kernels/jos/lab2.ts';
import { josLab4 } from '../../../presentation/kernels/jos/lab4.ts';
import type { System } from '../../../presentation/kernels/kind.ts';
import { weensyOS } from '../../../presentation/kernels/weensyos.ts';
import { frameLines } from '../../../presentation/screen/frame.ts';
import { figures, statusLine } from '../../../presentation/screen/status.ts';
import { summaryLines } from '../../../presentation/summary/summary.ts';
import { defineProgram, jos, systemCall } from '../../../userland/userland.ts';
import { TRIPLE_FAULT } from '../../jos/lab2/bug.ts';
import { JOS_BUGS } from '../../jos/lab2/bugs/list.ts';
import type { OwnKernelClass } from '../../judge/kernel-from-scratch.ts';

interface Scene {
  readonly name: string;
  readonly system: System;
  readonly text: readonly string[];
  /** What must be seen, from 40 columns and 10 rows on. */
  readonly parts: readonly RegExp[];
}

const scene = (name: string, system: System, events: number, ...parts: RegExp[]): Scene => {
  const text = new ConsoleText(system.kernel.machine);
  system.kernel.boot();
  system.kernel.machine.run(Number.POSITIVE_INFINITY, events);
  return { name, system, text: text.lines(), parts };
};

const PROGRAMS = jos.JOS_PROGRAMS;
const MEMORY = /^ *PHYSICAL MEMORY/;
const JOS_PARTS = [MEMORY, /^ *\d+ ENVIRONMENTS/, /^ *(PAGE )?TABLES OF 0000100/, /^ *CONSOLE/];
const yields = defineProgram({
  name: 'yields',
  entries: {
    *main() {
      for (;;) yield systemCall(2);
    },
  },
});
const SCENES: readonly Scene[] = [
  scene('WeensyOS', weensyOS(WeensyKernel).make({}, namedPrograms('fork')), 700, MEMORY, /VIRTUAL ADDRESS SPACE FOR 1/),
  scene('WeensyOS with 4 MiB', weensyOS(WeensyKernel).make({ memory: '4M' }, namedPrograms('exit')), 300, MEMORY),
  scene('two environments', josLab4(JosLab4).make({ memory: '8M' }, [PROGRAMS.pingpong]), 60, ...JOS_PARTS),
  scene('many environments', josLab4(JosLab4).make({ memory: '8M' }, [PROGRAMS.primes]), 6000, ...JOS_PARTS),
  scene('lab 2', josLab2(JosKernel).make({ variant: 'sjtu' }, []), 0, MEMORY, /TABLES OF THE KERNEL/, /CONSOLE/),
  scene(
    'from scratch',
    fromScratch(Tiny as unknown as OwnKernelClass).make({}, [yields]),
    9,
    MEMORY,
    /^ *1 PROCESS\b/,
    /TABLES OF 1 yields/,
  ),
];

const frameOf = ({ system, text }: Scene, size: Size): string[] =>
  frameLines(
    {
      screen: (room) => screenLines(system.screen.draw(system.screen.due(), room, text), false),
      status: (columns) => statusLine('running', figures(system.kernel, true, ''), columns, false),
      report: [],
      happenings: ['an event'],
      keys: (columns) => keyLine(columns, system),
    },
    size,
  ).map(stripVTControlCharacters);

const size = (columns: number, rows: number): fc.Arbitrary<Size> =>
  fc.record({ columns: fc.integer({ min: columns, max: 200 }), rows: fc.integer({ min: rows, max: 90 }) });
/** Sizes that are tried each time. */
const USUAL: [Size][] = [[{ columns: 80, rows: 24 }], [{ columns: 40, rows: 10 }]];

/** The letters of the memory that is drawn first, and for how many pages each stands. */
const memoryOf = (lines: readonly string[]): { readonly letters: string; readonly scale: number } => {
  const at = lines.findIndex((line) => MEMORY.test(line));
  const scale = Number(
    /(\d+) PAGES A LETTER|1:(\d+)/
      .exec(lines[at])
      ?.slice(1)
      .find((text) => text !== undefined) ?? 1,
  );
  const rows: string[] = [];
  for (const line of lines.slice(at + 1)) {
    const [, letters] = /^ *(?:0x[0-9A-F]{6,}|[\d.]+[KM]) (.*)$/.exec(line.trimEnd()) ?? [];
    if (letters === undefined) break;
    rows.push(letters);
  }
  return { letters: rows.join(''), scale };
};

describe.each(SCENES.map((one) => [one.name, one] as const))('The screen of %s', (_name, one) => {
  test('fills a terminal of any size exactly', () => {
    fc.assert(
      fc.property(size(1, 1), ({ columns, rows }) => {
        const lines = frameOf(one, { columns, rows });
        expect(lines.length).toBe(rows);
        expect(new Set(lines.map(({ length }) => length))).toEqual(new Set([columns]));
      }),
      { numRuns: 12 },
    );
  });

  test('has all its parts, each with a row at least, from 40 columns and 10 rows on; and no part of it is wider than the terminal', () => {
    fc.assert(
      fc.property(size(40, 10), (room) => {
        const lines = frameOf(one, room);
        for (const part of one.parts) {
          const at = lines.findIndex((line) => part.test(line));
          expect(at).toBeGreaterThanOrEqual(0);
          expect(lines[at + 1].trim()).not.toBe('');
        }
        const drawn = one.system.screen.draw(one.system.screen.due(), { ...room, rows: room.rows - 2 }, one.text);
        expect(drawn.columns).toBeLessThanOrEqual(room.columns);
        expect(drawn.rows.length).toBeLessThanOrEqual(room.rows - 2);
      }),
      { numRuns: 12, examples: USUAL },
    );
  });

  test('shows all of memory, whatever one letter stands for; a row that is left out is as the one before', () => {
    fc.assert(
      fc.property(size(40, 10), (room) => {
        const { letters, scale } = memoryOf(frameOf(one, room));
        const { pages } = one.system.kernel.view;
        const whole = memoryOf(screenLines(one.system.screen.draw(null, { columns: 200, rows: 200 }, []), false));
        if (room.columns >= 80 && scale === 1)
          expect(whole.letters.replaceAll(' ', '')).toContain(letters.slice(-64).trim());
        else expect(letters.length * scale).toBeGreaterThan(pages - 64 * scale);
        expect(letters[0]).not.toBe('.');
      }),
      { numRuns: 8, examples: USUAL },
    );
  });

  test('explains its keys on lines that fit, the most important first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 200 }), (columns) => {
        const lines = guideLines(false, one.system, columns);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
        expect(lines[1]).toMatch(/^ *q +quit/);
        for (const key of ['space', 'o s t', 'n p', 'v '])
          expect(lines.some((line) => line.trimStart().startsWith(key))).toBe(true);
      }),
      { numRuns: 8 },
    );
  });
});

test('WeensyOS at 80 by 24 shows a letter a page, and every row of memory that is not as the one before', () => {
  const { screen } = SCENES[0].system;
  const cellsOf = (rows: number): string[] => {
    const lines = screenLines(screen.draw(screen.due(), { columns: 80, rows }, []), false);
    return lines.filter((line) => /^ +0x/.test(line)).map((line) => line.slice(12));
  };
  const [whole, small] = [cellsOf(25), cellsOf(22)];
  expect([whole.length, small.length]).toEqual([20, 19]);
  expect(new Set(small)).toEqual(new Set(whole));
});

test('a kernel that crashed while it booted is drawn and summed up, whatever it left in memory, and no word of that changes', () => {
  const crashed = JOS_BUGS.filter(({ real }) => real.mit === TRIPLE_FAULT);
  expect(crashed.length).toBeGreaterThan(5);
  for (const { Kernel } of crashed.slice(0, 12)) {
    const system = josLab2(Kernel).make({ memory: '4M' }, []);
    system.kernel.boot();
    const before = system.kernel.machine.memory.words.slice();
    const canvas = system.screen.draw(null, { columns: 80, rows: 22 }, ['the last words']);
    expect(screenLines(canvas, false).join('\n')).toMatch(
      /PHYSICAL MEMORY[\s\S]*TABLES OF THE KERNEL[\s\S]*CONSOLE\nthe last words/,
    );
    expect(summaryLines(system).length).toBeGreaterThan(0);
    expect(Buffer.compare(Buffer.from(before.buffer), Buffer.from(system.kernel.machine.memory.bytes))).toBe(0);
  }
});

test('among many environments the one that is shown and the one that runs are always told, by their whole ids', () => {
  const many = SCENES[3];
  const { view, machine } = many.system.kernel;
  const processes = view.processes?.() ?? [];
  const running = view.pidOf(machine.cpu.slot).toString(16).padStart(8, '0');
  expect(processes.length).toBeGreaterThan(20);
  fc.assert(
    fc.property(size(40, 14), fc.nat(processes.length - 1), (room, index) => {
      const shown = processes[index];
      const lines = screenLines(many.system.screen.draw(shown, room, many.text), false);
      const listed = lines.filter((line) => /^ *>?.? 0000[0-9a-f]{4}/.test(line)).join('\n');
      expect(listed).toContain(running);
      expect(listed).toMatch(new RegExp(`>. ${shown.pid.toString(16).padStart(8, '0')}`));
    }),
    { numRuns: 15 },
  );
});
