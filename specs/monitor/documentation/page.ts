/**
 * A page of the documentation as a reader takes it: the files that it shows and the commands that it gives, in the order in which they stand.
 * A block of TypeScript or JSON with a name (after `ts` or `json`, or in a comment that is its first line) is a file, or more of it. A block whose lines begin
 * with a command is one of commands; after `$ ` stands a command, and below it what it prints, `…` for lines that are left out. A block of
 * `sh no-run` is for the reader alone.
 */
export type Step =
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'command'; readonly line: string; readonly comment: string; readonly shown: readonly string[] };

interface Block {
  readonly language: string;
  readonly rest: string;
  readonly lines: readonly string[];
}

const SHELL = ['', 'sh', 'bash', 'console'];
const COMMAND = /^(?:ringfence|npx|npm|node|for|echo|sbatch|git) /;

export const stepsOf = (markdown: string): Step[] => blocksOf(markdown).flatMap(stepsOfBlock);

const blocksOf = (markdown: string): Block[] =>
  [...markdown.matchAll(/^```(\S*)([^\n]*)\n(.*?)^```$/gms)].map(([, language, rest, text]) => ({
    language,
    rest: rest.trim(),
    lines: text.trimEnd().split('\n'),
  }));

const stepsOfBlock = ({ language, rest, lines }: Block): Step[] => {
  if (language === 'ts' || language === 'json') {
    const name = rest || /^\/\/ (\S+\.ts)$/.exec(lines[0])?.[1];
    return name ? [{ kind: 'file', name, text: `${lines.join('\n')}\n` }] : [];
  }
  if (!SHELL.includes(language) || rest.includes('no-run')) return [];
  if (lines[0].startsWith('$ ')) return sessionOf(lines);
  return lines.some((line) => COMMAND.test(line)) ? commandsOf(lines) : [];
};

/** Commands after `$ `, each with the lines below it. */
const sessionOf = (lines: readonly string[]): Step[] => {
  const starts = lines.flatMap((line, i) => (line.startsWith('$ ') ? [i] : []));
  return starts.map((start, i) => ({
    ...commandOf(lines[start].slice(2)),
    shown: lines.slice(start + 1, starts[i + 1] ?? lines.length),
  }));
};

/** A command a line, unless the line before ends with a backslash. */
const commandsOf = (lines: readonly string[]): Step[] =>
  lines
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => ({ ...commandOf(line), shown: [] }));

const commandOf = (text: string): { readonly kind: 'command'; readonly line: string; readonly comment: string } => {
  const [line, comment = ''] = text.split(/\s+# /);
  return { kind: 'command', line: line.trim(), comment };
};

/** Commands that stand within sentences, as far as they are written out. */
export const mentionsOf = (markdown: string): string[] =>
  [...markdown.replaceAll(/^```.*?^```$/gms, '').matchAll(/`(?:npx )?(ringfence [a-z][^`]*)`/g)].map(
    ([, line]) => line,
  );

/** Where `printed` is not what is `shown`: the first line that is not there; undefined if all of it is. */
export const missingIn = (printed: string, shown: readonly string[]): string | undefined => {
  const lines = printed.trimEnd().split('\n');
  let at = 0;
  let anywhere = false;
  for (const line of shown) {
    if (line.trim() === '…') {
      anywhere = true;
      continue;
    }
    const found = anywhere ? lines.indexOf(line, at) : lines[at] === line ? at : -1;
    if (found < 0) return line;
    at = found + 1;
    anywhere = false;
  }
  return shown.length === 0 || anywhere || at === lines.length ? undefined : `the end, and not: ${lines[at]}`;
};
