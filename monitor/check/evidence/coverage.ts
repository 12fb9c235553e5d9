/** What ran of a file that was brought, character by character of its bundle: V8's precise coverage of this thread. */
import inspector from 'node:inspector';
import { pathToFileURL } from 'node:url';
import type { OwnCode } from '../../limits/own-code.ts';

/** A function of the bundle, with the offsets at which it begins and ends; the outermost first. */
export interface Span {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export interface Ran {
  /** A byte for each character of the bundle: not zero where it ran. */
  readonly characters: Uint8Array;
  readonly functions: readonly Span[];
}

/** Counts what runs in this thread from now on. To be begun before the file is loaded. */
export class Coverage {
  private readonly session = new inspector.Session();

  constructor() {
    this.session.connect();
    this.session.post('Profiler.enable');
    this.session.post('Profiler.startPreciseCoverage', { callCount: false, detailed: true });
  }

  /** What ran of `code` until now. */
  of({ bundle, text }: OwnCode): Ran {
    const characters = new Uint8Array(text.length);
    const spans: Span[] = [];
    const url = pathToFileURL(bundle).href;
    for (const { functionName, ranges } of this.take().find((script) => script.url === url)?.functions ?? []) {
      const [{ startOffset, endOffset }] = ranges;
      spans.push({ name: functionName, start: startOffset, end: endOffset });
      // Inner ranges come after those around them.
      for (const range of ranges) characters.fill(range.count > 0 ? 1 : 0, range.startOffset, range.endOffset);
    }
    return { characters, functions: spans };
  }

  private take(): readonly inspector.Profiler.ScriptCoverage[] {
    let taken: readonly inspector.Profiler.ScriptCoverage[] = [];
    // A session within one thread answers before it returns.
    this.session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error === null) taken = result;
    });
    return taken;
  }
}

/** What ran in one of two threads, or in both, of the same file. */
export const either = (a: Ran, b: Ran): Ran => ({
  characters: a.characters.map((ran, i) => ran | b.characters[i]),
  functions: a.functions.length > 0 ? a.functions : b.functions,
});
