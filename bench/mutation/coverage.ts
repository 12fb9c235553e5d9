/** What V8 says that ran, as lines of sources: modules stand in the workspace as their sources do, so that an offset means the same in both. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}
interface Script {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
}

/** For each source of the project at `root` that ran, by what lies in `folder`, the lines that did; `sourceOf` reads a source. */
export const linesCovered = (
  root: string,
  folder: string,
  sourceOf: (file: string) => string | null,
): Map<string, number[]> => {
  const start = pathToFileURL(join(root, 'dist/')).href;
  const ran = new Map<string, Uint8Array>();
  for (const name of readdirSync(folder)) {
    for (const script of scriptsIn(join(folder, name))) {
      if (!script.url.startsWith(start)) continue;
      const file = script.url.slice(start.length).replace(/\.js.*$/, '.ts');
      const source = sourceOf(file);
      if (source === null) continue;
      const lines = ran.get(file) ?? new Uint8Array(source.split('\n').length + 1);
      ran.set(file, lines);
      addLines(lines, source, script);
    }
  }
  return new Map([...ran].map(([file, lines]) => [file, [...lines.keys()].filter((line) => lines[line] === 1)]));
};

/** A process that was ended while it wrote leaves half a file. */
const scriptsIn = (path: string): readonly Script[] => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).result ?? [];
  } catch {
    return [];
  }
};

/** Ranges lie within each other: the innermost says how often a character ran. */
const addLines = (lines: Uint8Array, source: string, { functions }: Script): void => {
  const ranges = functions.flatMap(({ ranges }) => ranges);
  ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  const counts = new Uint8Array(source.length);
  for (const { startOffset, endOffset, count } of ranges) counts.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  let line = 1;
  for (let at = 0; at < source.length; at++) {
    if (source[at] === '\n') line++;
    else if (counts[at] === 1 && source[at] !== ' ') lines[line] = 1;
  }
};
