/** The words of a question: numbers, names, texts in quotes, and signs. */
import { QuestionError, type Span } from './complaint.ts';

export interface Token extends Span {
  readonly kind: 'number' | 'name' | 'text' | 'sign' | 'end';
  /** As it is written; of a text what stands between its quotes. */
  readonly text: string;
}

const SPACE = /\s*/y;
/** Numbers may have letters, as the ids of environments do: `0000100a`. */
const NUMBER = /\d\w*/y;
const NAME = /[A-Za-z_]\w*/y;
const TEXT = /"([^"]*)"|'([^']*)'/y;
const SIGN = /&&|\|\||[=!<>]=|[<>+\-*/%&|(),!]/y;
const KINDS = [
  ['number', NUMBER],
  ['name', NAME],
  ['text', TEXT],
  ['sign', SIGN],
] as const;

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** The words of `text`, and one that stands for its end. Throws a QuestionError for what is no word. */
export const tokensOf = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  for (let at = 0; ; at = tokens[tokens.length - 1].end) {
    const start = at + (matchAt(SPACE, text, at)?.[0].length ?? 0);
    if (start === text.length) return [...tokens, { kind: 'end', text: '', start, end: start + 1 }];
    tokens.push(tokenAt(text, start));
  }
};

const tokenAt = (text: string, start: number): Token => {
  for (const [kind, pattern] of KINDS) {
    const found = matchAt(pattern, text, start);
    if (found === null) continue;
    return { kind, text: found[1] ?? found[2] ?? found[0], start, end: start + found[0].length };
  }
  throw new QuestionError(text, { start, end: start + 1 }, strange(text[start]));
};

const strange = (sign: string): string => {
  if (sign === '=') return 'to compare, write ==';
  if (sign === '"' || sign === "'") return `a quote that is not closed: another ${sign} is missing`;
  return `${sign} means nothing here`;
};
