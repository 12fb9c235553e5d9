/** Sets of line numbers as text, `3-7,12`, and what becomes of lines when a source changes. */

/** `lines`, ascending, in one short text. */
export const textOfLines = (lines: readonly number[]): string => {
  const runs: [number, number][] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] + 1 === line) last[1] = line;
    else runs.push([line, line]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
};

/** Whether the set of lines that `text` stands for has `line`. */
export const hasLine = (text: string, line: number): boolean =>
  text.split(',').some((run) => {
    const [from, to = from] = run.split('-').map(Number);
    return line >= from && line <= to;
  });

/** The line of `before` that is line number `line` of `now`, by its text; 0 if it is a new one. */
export const lineBefore = (before: readonly string[], now: readonly string[], line: number): number => {
  const text = now[line - 1];
  const nth = now.slice(0, line).filter((other) => other === text).length;
  let seen = 0;
  return before.findIndex((other) => other === text && ++seen === nth) + 1;
};
