/** What is wrong with a question, and where in its text: told with a caret below the place. */

/** A piece of a question's text: from the one place up to below the other. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A question that cannot be asked: it does not parse, or names what there is not. The message says what to write instead. */
export class QuestionError extends Error {
  readonly text: string;
  readonly span: Span;

  constructor(text: string, span: Span, message: string) {
    super(message);
    this.name = 'QuestionError';
    this.text = text;
    this.span = span;
  }

  /** The question, a caret below what is wrong in it, and what that is. */
  get lines(): readonly string[] {
    const { start, end } = this.span;
    // A tab is as wide as a terminal likes: below it stands one, too.
    const indent = this.text.slice(0, start).replace(/[^\t]/g, ' ');
    return [this.text, `${indent}${'^'.repeat(Math.max(1, end - start))}`, this.message];
  }
}
