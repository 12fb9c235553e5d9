/**
 * The text of a lecture, as a page of docs/lectures/ has it: a title, and slides. A slide has a heading, the moment that it shows, what it asks there
 * if anything, and notes:
 *
 *     # Title
 *     ## Heading
 *     Moment: `m1…`
 *     Asks: page 0x5000
 *     Notes, in paragraphs.
 */

export interface Slide {
  readonly title: string;
  /** As `--moment` takes it. */
  readonly moment: string;
  readonly asks: string | null;
  /** Paragraphs. */
  readonly notes: readonly string[];
}

export interface Lecture {
  readonly title: string;
  /** What comes before the first slide. */
  readonly about: string;
  readonly slides: readonly Slide[];
}

/** The lecture that `text` says. A part without a moment is no slide. */
export const parseLecture = (text: string): Lecture => {
  const [head, ...parts] = text.split(/^## /m);
  const [title, ...about] = head.trim().split('\n');
  const slides = parts.map(slideOf).filter((slide) => slide !== null);
  return { title: title.replace(/^# /, ''), about: about.join(' ').trim(), slides };
};

const slideOf = (part: string): Slide | null => {
  const [title, ...lines] = part.trim().split('\n');
  const body = lines.join('\n');
  const moment = /^Moment: `(m\d[\w-]+)`$/m.exec(body)?.[1];
  if (moment === undefined) return null;
  const asks = /^Asks: (.+)$/m.exec(body)?.[1] ?? null;
  const notes = body
    .replace(/^(?:Moment|Asks): .*$/gm, '')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');
  return { title, moment, asks, notes };
};
