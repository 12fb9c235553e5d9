/** Squares of maps: each means what it is drawn as, and can be read in either theme. */
import { expect, test } from 'vitest';
import { ppn } from '../../hardware/hardware.ts';
import { cellOf, type Role } from '../../page/map/cell.ts';
import { coloursOf, PATTERNS } from '../../page/map/paint.ts';
import { DARK, LIGHT } from '../../page/map/palette.ts';
import { svgOf } from '../../page/map/svg.ts';
import { colourOf, contrastOf, LEGIBLE } from '../../presentation/drawing/contrast.ts';
import { pageSymbols } from '../../presentation/drawing/page-symbols.ts';
import { openNamed } from '../../presentation/presentation.ts';
import type { MomentRun } from '../specs.ts';

/** The cells of all pages, where a run of programs stands at an event. */
const cellsAt = async (run: MomentRun, event: number): Promise<{ cells: number[]; free: number; own: number[] }> => {
  const { playing, system } = (await openNamed(run)).make();
  playing.begin();
  playing.advance(Number.POSITIVE_INFINITY, event - playing.event);
  if (system === null) throw new Error('a run of programs has a system');
  const { view } = system.kernel;
  const cell = pageSymbols(view, (space) => (space as { slot: number }).slot - system.screen.firstSlot);
  const cells = Array.from({ length: view.pages }, (_, page) => cell(ppn(page)));
  return { cells, free: view.freeList().length, own: (view.processes?.() ?? []).map(({ slot }) => slot) };
};

const EXIT: MomentRun = { what: 'programs', programs: ['exit'], boot: { order: 'random:3' } };
const FORKTREE: MomentRun = { what: 'programs', kernel: 'jos', programs: ['forktree'], boot: { memory: '4M' } };

test.each([
  ['WeensyOS', EXIT, 120],
  ['JOS', FORKTREE, 100],
] as const)('in a run of %s free pages are drawn as free, and every other has a letter', async (_name, run, event) => {
  const { cells, free } = await cellsAt(run, event);
  const seen = cells.map(cellOf);
  expect(seen.filter(({ role }) => role === 'free')).toHaveLength(free);
  expect(seen.filter(({ role, letter }) => role !== 'free' && letter === '')).toEqual([]);
  const roles = new Set(seen.map(({ role }) => role));
  expect([...roles]).toEqual(expect.arrayContaining<Role>(['own', 'table', 'shared', 'kernel', 'reserved']));
  expect(roles.has('leaked') || roles.has('wrong')).toBe(false);
});

test.each([
  ['light', LIGHT],
  ['dark', DARK],
] as const)('every letter can be read on its ground, %s', async (_name, palette) => {
  const { cells } = await cellsAt(EXIT, 120);
  const inks = [
    ...Object.values(palette.roles),
    ...palette.owners,
    ...cells.map((cell) => coloursOf(cellOf(cell), palette)),
  ];
  const worst = Math.min(...inks.map(({ ground, ink }) => contrastOf(colourOf(ground), colourOf(ink))));
  expect(worst).toBeGreaterThanOrEqual(LEGIBLE);
});

test('what must not be taken for memory of a process differs from it by more than its colour', () => {
  const marked: readonly Role[] = ['table', 'shared', 'leaked', 'wrong'];
  expect(new Set(marked.map((role) => PATTERNS[role])).size).toBe(marked.length);
  expect(PATTERNS.own).toBe('none');
});

test('a picture has what others wrote as text, and nothing else', () => {
  const picture = svgOf({ columns: 1, cells: [(7 << 8) | '<'.charCodeAt(0)] }, 'a & <b>', LIGHT);
  expect(picture).toContain('<title>a &amp; &lt;b&gt;</title>');
  expect(picture).toContain('&lt;</text>');
});
