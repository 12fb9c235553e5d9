/**
 * The lookout: a thread (lookout-thread.ts) that keeps an eye on the one that runs what people bring. When that is late it looks
 * where it is, which the late one cannot say; and when that cannot be ended in any other way, or fills the host's memory, it ends the process.
 */
import inspector from 'node:inspector';
import { Worker } from 'node:worker_threads';
import { bring, type Frame, innermost, type OwnCode, type Place } from './own-code.ts';

/*
 * What both threads see, in numbers of 64 bits, of 32, and text:
 *
 *     0          8       16           24        28       32       36       40
 *     +----------+-------+------------+---------+--------+--------+--------+-----
 *     | deadline | early | megabytes  | loading | ticket | seen   | length | text
 *     +----------+-------+------------+---------+--------+--------+--------+-----
 */
const BYTES = 1 << 16;
const TEXT = 40;
/** A turn that is late is looked at before it is ended, which then takes so much longer: once it was ended there is nothing to see. */
const LOOKING_SECONDS = 1.5;
/** A shorter one is looked at in its midst: it is one of many, and must not take much longer. */
const SHORT_SECONDS = 1;
/** Time to load what people bring, and to make it ready. */
const LOADING_SECONDS = 10;

/** The memory that the threads share. */
export class Shared {
  readonly buffer: SharedArrayBuffer;
  private readonly numbers: Float64Array;
  private readonly words: Int32Array;
  private readonly text: Uint8Array;

  constructor(buffer = new SharedArrayBuffer(BYTES)) {
    this.buffer = buffer;
    this.numbers = new Float64Array(buffer, 0, 3);
    this.words = new Int32Array(buffer, 24, 4);
    this.text = new Uint8Array(buffer, TEXT);
  }

  /** When the turn must be over, in milliseconds since 1970; 0 if there is none. */
  get deadline(): number {
    return this.numbers[0];
  }

  /** How many milliseconds before that to look. */
  get early(): number {
    return this.numbers[1];
  }

  /** Memory that the process may use. */
  get megabytes(): number {
    return this.numbers[2];
  }

  set megabytes(megabytes: number) {
    this.numbers[2] = megabytes;
  }

  /** Whether the turn loads what people bring, which nothing else can end. */
  get isLoading(): boolean {
    return this.words[0] !== 0;
  }

  /** The number of the turn. */
  get ticket(): number {
    return Atomics.load(this.words, 1);
  }

  /** Begins a turn that has to be over in so many seconds; 0 ends one. */
  begin(seconds: number, isLoading: boolean): void {
    this.numbers[0] = seconds === 0 ? 0 : Date.now() + seconds * 1000;
    this.numbers[1] = seconds < SHORT_SECONDS ? seconds * 500 : 0;
    this.words[0] = isLoading ? 1 : 0;
    Atomics.add(this.words, 1, 1);
  }

  /** The calls that the turn numbered `ticket` was in, innermost first; none if nobody looked. */
  seenIn(ticket: number): readonly Frame[] {
    if (Atomics.load(this.words, 2) !== ticket) return [];
    return JSON.parse(Buffer.from(this.text.slice(0, this.words[3])).toString());
  }

  /** Notes the innermost calls that the turn numbered `ticket` was in, as many as there is room for. */
  see(frames: readonly Frame[], ticket: number): void {
    for (let count = frames.length; ; count = Math.floor(count / 2)) {
      const bytes = Buffer.from(JSON.stringify(frames.slice(0, count)));
      if (bytes.length > this.text.length) continue;
      this.text.set(bytes);
      this.words[3] = bytes.length;
      return void Atomics.store(this.words, 2, ticket);
    }
  }
}

/** Whether somebody debugs this process: then nothing is late. */
export const isDebugged = (): boolean => inspector.url() !== undefined;

let lookout: { readonly worker: Worker; readonly shared: Shared } | null = null;

/** Starts the lookout. The process may use so many megabytes from then on. */
export const startLookout = (megabytes: number): void => {
  const shared = new Shared();
  shared.megabytes = megabytes;
  const script = new URL('./lookout-thread.js', import.meta.url);
  const worker = new Worker(script, { workerData: shared.buffer, execArgv: [] });
  worker.unref();
  // Without a lookout it is not told where a loop is: no more than that.
  worker.on('error', () => {});
  lookout = { worker, shared };
};

/** Grants the process so much memory more, for threads of its own. */
export const grantMegabytes = (more: number): void => {
  if (lookout !== null) lookout.shared.megabytes += more;
};

/** Brings `code`, which is loaded next, in limited time: the lookout learns of it too, while this thread can still tell. */
export const announce = (code: OwnCode): void => {
  bring(code);
  lookout?.worker.postMessage(code);
  if (!isDebugged()) beginTurn(LOADING_SECONDS, true);
};

/**
 * A turn begins that must be over in so many seconds. The lookout ends the process only over one that `isLoading`; returns after how many
 * seconds the turn is to be ended else.
 */
export const beginTurn = (seconds: number, isLoading = false): number => {
  lookout?.shared.begin(seconds, isLoading);
  return lookout === null || seconds < SHORT_SECONDS ? seconds : seconds + LOOKING_SECONDS;
};

export const endTurn = (): void => lookout?.shared.begin(0, false);

/** Where in code that people brought the turn was that ended last, when it was late; null if it was not there, or nobody looked. */
export const seenLate = (): Place | null =>
  lookout === null ? null : innermost(lookout.shared.seenIn(lookout.shared.ticket - 1));
