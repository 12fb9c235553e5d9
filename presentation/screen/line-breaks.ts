/** Words on lines. */

/** `words` behind `head`, on lines that begin where the first does; each but the last ends with `mark`. */
export const broken = (head: string, words: readonly string[], columns: number, mark: string): readonly string[] => {
  const isNarrow = head.length > columns / 2 && [head, ...words].join(' ').length > columns;
  const indent = isNarrow ? `${/^ */.exec(head)?.[0]}  ` : ' '.repeat(head.length);
  const lines: string[] = isNarrow && head.trim() !== '' ? [head.trimEnd()] : [];
  let line = lines.length > 0 ? indent : head;
  let isEmpty = true;
  for (const [i, word] of words.entries()) {
    const end = i < words.length - 1 ? mark.length : 0;
    if (!isEmpty && line.length + 1 + word.length + end > columns) {
      lines.push(line + mark);
      [line, isEmpty] = [indent, true];
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
};
