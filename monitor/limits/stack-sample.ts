/** Where the main thread is, asked from another one: it is paused for a moment by the host's debugger, also in a loop. */
import { type Debugger, Session } from 'node:inspector';
import type { Frame } from './own-code.ts';

/** What is on the stack in each of these is where the loop is; what else is there comes and goes, and is met a few times in a row by chance. */
const SAMPLES = 9;
const MILLISECONDS_BETWEEN = 3;

/** The calls that the main thread is in for some time. One that does not execute JavaScript cannot be paused: `end` takes what was seen by then. */
export class StackSample {
  /** Resolves to the calls, innermost first; to none if the thread was never paused. */
  readonly calls: Promise<readonly Frame[]>;
  private readonly session = new Session();
  private readonly files = new Map<string, string>();
  private readonly samples: Debugger.CallFrame[][] = [];
  private readonly keptAlive = setInterval(() => {}, 1000);
  private readonly whilePaused: (calls: readonly Frame[]) => void;
  private hasEnded = false;
  private found: (calls: readonly Frame[]) => void = () => {};

  /** `whilePaused` is told the calls before the main thread goes on. */
  constructor(whilePaused: (calls: readonly Frame[]) => void) {
    this.whilePaused = whilePaused;
    this.calls = new Promise((resolve) => {
      this.found = resolve;
    });
    const { session } = this;
    session.connectToMainThread();
    session.on('Debugger.scriptParsed', ({ params }) => this.files.set(params.scriptId, params.url));
    session.on('Debugger.paused', ({ params }) => this.take(params.callFrames));
    session.post('Debugger.enable');
    this.pause();
  }

  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.found(this.common);
    clearInterval(this.keptAlive);
    this.session.post('Debugger.disable');
    this.session.disconnect();
  }

  private take(calls: Debugger.CallFrame[]): void {
    if (this.hasEnded) return;
    this.samples.push(calls);
    const isLast = this.samples.length === SAMPLES;
    if (isLast) this.whilePaused(this.common);
    this.session.post('Debugger.resume');
    if (isLast) this.end();
    else setTimeout(() => this.pause(), MILLISECONDS_BETWEEN);
  }

  private get common(): readonly Frame[] {
    return commonCalls(this.samples).map((call) => this.frameOf(call));
  }

  private pause(): void {
    if (!this.hasEnded) this.session.post('Debugger.pause');
  }

  private frameOf({ functionName, location, url }: Debugger.CallFrame): Frame {
    const file = url || (this.files.get(location.scriptId) ?? '');
    return { method: functionName, file, line: location.lineNumber + 1, column: (location.columnNumber ?? 0) + 1 };
  }
}

/** The calls of the last sample that were in each, innermost first. */
const commonCalls = (samples: readonly Debugger.CallFrame[][]): Debugger.CallFrame[] => {
  if (samples.length === 0) return [];
  const [last, ...others] = samples.map((calls) => calls.toReversed()).toReversed();
  let depth = 0;
  while (depth < last.length && others.every((calls) => isSameCall(calls[depth], last[depth]))) depth += 1;
  return last.slice(0, depth).toReversed();
};

const isSameCall = (one: Debugger.CallFrame | undefined, other: Debugger.CallFrame): boolean =>
  one !== undefined && keyOf(one) === keyOf(other);

const keyOf = ({ functionName, functionLocation, location }: Debugger.CallFrame): string => {
  const { scriptId, lineNumber, columnNumber } = functionLocation ?? location;
  return `${functionName} ${scriptId}:${lineNumber}:${columnNumber}`;
};
