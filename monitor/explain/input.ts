/** The text that is to be explained: words of the command line, files, or standard input. */
import { existsSync, readFileSync } from 'node:fs';
import { UsageError } from '../../presentation/boot/usage-error.ts';

const STDIN = 0;
const AS_IN =
  'as in ringfence explain "Kernel page fault on 0x0", ringfence explain screen.txt or … | ringfence explain -';

/** The text that `words` give or name. Throws a UsageError if there is none. */
export const textGiven = (words: readonly string[]): string => {
  if (words.length === 0) throw new UsageError(`explain: expected a text or a file, ${AS_IN}`);
  const given = words.join(' ');
  const text = (given === '-' ? contentsOf(STDIN, 'standard input') : filesNamed(words)) ?? given;
  if (isBinary(text))
    throw new UsageError(`explain: ${nameOf(given)} is no text; give it a message, a log or a screen`);
  if (text.trim() === '')
    throw new UsageError(`explain: ${nameOf(given)} is empty; give it a message, a log or a screen`);
  return text;
};

/** A log may hold a byte of 0 here and there; a dump of memory holds little else. */
const isBinary = (text: string): boolean => text.split('\0').length - 1 > text.length / 50;

const nameOf = (given: string): string => {
  if (given === '-') return 'standard input';
  return given.trim() === '' || isBinary(given) ? 'the text' : given;
};

/** What is in the files of those names, one after the other; null if the words are a text. */
const filesNamed = (words: readonly string[]): string | null =>
  words.length > 1 && words.every((word) => existsSync(word))
    ? words.map(fileNamed).join('\n')
    : fileNamed(words.join(' '));

/** What is in the file of that name; null if `given` is no name of a file, but a text. */
const fileNamed = (given: string): string | null => {
  try {
    return readFileSync(given, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isNoName(given, code)) return null;
    const why = WHY[code ?? ''] ?? `cannot be read (${code})`;
    throw new UsageError(`explain ${given}: ${why}. A message goes in quotes, ${AS_IN}`);
  }
};

/** A message has spaces in it, and stands in no file. */
const isNoName = (given: string, code: string | undefined): boolean =>
  (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE') &&
  !/^\S*(?:[/\\]\S*|\.(?:txt|log|out|md|ansi|typescript|ts|js|json|gz|bin))$/i.test(given);

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'that is a folder, and no text',
  EACCES: 'it may not be read',
};

const contentsOf = (file: number, name: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EOF') return '';
    throw new UsageError(`explain: ${name} cannot be read (${code})`);
  }
};
