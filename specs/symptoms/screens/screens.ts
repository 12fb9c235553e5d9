/** The screens that were measured on the real kernel, by the line above each. Of the tests alone. */
import { readFileSync } from 'node:fs';

export interface MeasuredScreen {
  /** The seeded bug that the kernel has, or the step that it has come to. */
  readonly of: string;
  readonly program: string;
  readonly text: string;
}

/** The screens in `name`: `wrong.txt` or `right.txt`. */
export const measuredScreens = (name: string): MeasuredScreen[] =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .split(/^=== /m)
    .slice(1)
    .map((entry) => {
      const [head, ...lines] = entry.split('\n');
      const [of, program] = head.split(' ');
      return { of, program, text: lines.join('\n') };
    });
