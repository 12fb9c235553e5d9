/**
 * Flame graphs, as SVG: each box is a function, as wide as its share of the time; below it what it calls, with the widest first. The colour is that
 * of the room where the function stands.
 */
import type { Call } from './profile.ts';

const WIDTH = 1200;
const ROW = 18;
const TOP = 56;
const MARGIN = 10;
/** Narrower boxes are left out, and those narrower than the second have no name. Pixels. */
const NARROWEST = 1.2;
const NARROWEST_NAMED = 26;
const LETTER = 6.3;

const COLOURS: Readonly<Record<string, string>> = {
  hardware: '#9ecae1',
  kernel: '#fdae6b',
  userland: '#a1d99b',
  bench: '#d9d9d9',
  host: '#d9d9d9',
};

/** The graph of all that `call` takes. */
export const flameGraph = (title: string, call: Call): string => {
  const boxes: string[] = [];
  const scale = (WIDTH - 2 * MARGIN) / call.total;
  const draw = (at: Call, x: number, row: number): number => {
    if (at.total * scale < NARROWEST) return row;
    boxes.push(box(at, call.total, MARGIN + x * scale, TOP + row * ROW, at.total * scale));
    let [next, deepest] = [x, row + 1];
    for (const callee of [...at.calls.values()].sort((a, b) => b.total - a.total)) {
      deepest = Math.max(deepest, draw(callee, next, row + 1));
      next += callee.total;
    }
    return deepest;
  };
  const rows = draw(call, 0, 0);
  const height = TOP + rows * ROW + MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="11">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="${MARGIN}" y="20" font-size="14" fill="#222222">${escaped(title)}</text>`,
    ...legend(),
    ...boxes,
    '</svg>\n',
  ].join('\n');
};

const legend = (): string[] =>
  ['hardware', 'kernel', 'userland', 'host'].map((room, i) => {
    const x = MARGIN + i * 110;
    return `<rect x="${x}" y="31" width="12" height="12" fill="${COLOURS[room]}"/><text x="${x + 17}" y="41" fill="#222222">${room}</text>`;
  });

const box = (call: Call, all: number, x: number, y: number, width: number): string => {
  const percent = (samples: number): string => `${((100 * samples) / all).toFixed(1)} %`;
  const where = call.file === '' ? 'the host' : call.file;
  const told = `${call.name}, ${where}: ${percent(call.total)}, of which itself ${percent(call.self)}`;
  const colour = COLOURS[call.file.split('/')[0]] ?? COLOURS.host;
  const letters = Math.floor((width - 6) / LETTER);
  const name = width < NARROWEST_NAMED ? '' : shortened(`${call.name} ${percent(call.total)}`, call.name, letters);
  const text =
    name === '' ? '' : `<text x="${(x + 3).toFixed(1)}" y="${y + 13}" fill="#222222">${escaped(name)}</text>`;
  const shape = `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${ROW - 1}" rx="1" fill="${colour}" stroke="#ffffff" stroke-width="0.5"/>`;
  return `<g><title>${escaped(told)}</title>${shape}${text}</g>`;
};

/** The longest of both texts that has room for all its letters, or the beginning of the second. */
const shortened = (long: string, short: string, letters: number): string => {
  if (long.length <= letters) return long;
  return short.length <= letters ? short : `${short.slice(0, letters - 1)}…`;
};

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
