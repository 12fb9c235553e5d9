/** The manual page `man ringfence`, made of the help texts, in the macros of man(7). The package has it as man/ringfence.1. */
import { type Block, blocksOf } from '../command-line/help.ts';
import { HELP } from '../help-texts.ts';

/** An entry so far to the right belongs to the one above it. */
const DEEP = 12;

/** The page of a version. */
export const manualPage = (version: string): string => {
  const { '': general, ...commands } = HELP;
  const [title, ...rest] = general.split('\n');
  return [
    `.TH RINGFENCE 1 "" "ringfence ${version}" "User Commands"`,
    '.SH NAME',
    plain(title).replace(': ', ' \\- '),
    '.SH SYNOPSIS',
    ...pageLines(rest.join('\n')),
    '.SH COMMANDS',
    ...Object.entries(commands).flatMap(([name, help]) => [`.SS ringfence ${name}`, ...pageLines(help)]),
    '.SH SEE ALSO',
    plain('The guides in docs/ of the package, among them commands.md, json.md and shards.md.'),
    '',
  ].join('\n');
};

const pageLines = (help: string): readonly string[] =>
  blocksOf(help.trim()).flatMap((block) => (block === null ? [] : blockLines(block)));

const blockLines = ({ indent, head, text }: Block): readonly string[] => {
  if (head === null) return ['.PP', plain(text)];
  const entry = ['.TP', `.B ${plain(head)}`, plain(text)];
  return indent < DEEP ? entry : ['.RS', ...entry, '.RE'];
};

/** Text of which the formatter makes nothing else. */
const plain = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replace(/^(?=[.'])/, '\\&');
