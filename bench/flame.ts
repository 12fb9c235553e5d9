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

/** Rooms that have a colour of their own; whatever else is called is the host's. */
const ROOMS = ['hardware', 'kernel', 'userland', 'host'];

/** Follows the reader's choice of light or dark where there is one. */
const STYLE = [
  '<style>',
  '.ground{fill:#fff}.ink{fill:#222}rect{stroke-width:.5}g>rect{stroke:#fff}',
  '.hardware{fill:#9ecae1}.kernel{fill:#fdae6b}.userland{fill:#a1d99b}.host{fill:#d9d9d9}',
  '@media(prefers-color-scheme:dark){.ground{fill:#15191e}.ink{fill:#e6edf3}g>rect{stroke:#15191e}',
  '.hardware{fill:#1f5673}.kernel{fill:#7a4410}.userland{fill:#2b5d34}.host{fill:#444c56}}',
  '</style>',
].join('');

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
    STYLE,
    `<rect class="ground" width="${WIDTH}" height="${height}"/>`,
    `<text class="ink" x="${MARGIN}" y="20" font-size="14">${escaped(title)}</text>`,
    ...legend(),
    ...boxes,
    '</svg>\n',
  ].join('\n');
};

const legend = (): string[] =>
  ROOMS.map((room, i) => {
    const x = MARGIN + i * 110;
    return `<rect class="${room}" x="${x}" y="31" width="12" height="12"/><text class="ink" x="${x + 17}" y="41">${room}</text>`;
  });

const box = (call: Call, all: number, x: number, y: number, width: number): string => {
  const percent = (samples: number): string => `${((100 * samples) / all).toFixed(1)} %`;
  const where = call.file === '' ? 'the host' : call.file;
  const told = `${call.name}, ${where}: ${percent(call.total)}, of which itself ${percent(call.self)}`;
  const [folder] = call.file.split('/');
  const room = ROOMS.includes(folder) ? folder : 'host';
  const letters = Math.floor((width - 6) / LETTER);
  const name = width < NARROWEST_NAMED ? '' : shortened(`${call.name} ${percent(call.total)}`, call.name, letters);
  const text = name === '' ? '' : `<text class="ink" x="${(x + 3).toFixed(1)}" y="${y + 13}">${escaped(name)}</text>`;
  const shape = `<rect class="${room}" x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${ROW - 1}" rx="1"/>`;
  return `<g><title>${escaped(told)}</title>${shape}${text}</g>`;
};

/** The longest of both texts that has room for all its letters, or the beginning of the second. */
const shortened = (long: string, short: string, letters: number): string => {
  if (long.length <= letters) return long;
  return short.length <= letters ? short : `${short.slice(0, letters - 1)}…`;
};

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
