/** The other end of gdb's remote protocol, such as QEMU opens with -gdb: asked one thing after another, and let run. */
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { type Heard, hexOf, PacketReader, packetWith, UnusableDump } from '../../../specs/judging-dumps.ts';

/** What is waited for, in the order in which it was asked. */
interface Waiting {
  /** What was printed before the answer: `O` and text in pairs of digits. */
  printed: string;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** An answer, and what QEMU's monitor printed before it. */
export interface Answer {
  readonly data: string;
  readonly printed: string;
}

const MOST_REPEATED = 5;
const INTERRUPT = '\x03';

/** The connection went away: the machine ended, or somebody ended it. */
export class GoneAway extends UnusableDump {}

export class Stub {
  private readonly socket: Socket;
  private readonly reader = new PacketReader();
  private readonly waiting: Waiting[] = [];
  private readonly milliseconds: number;
  private failure: Error | null = null;
  private last = '';
  private repeated = 0;

  private constructor(socket: Socket, milliseconds: number) {
    this.socket = socket;
    this.milliseconds = milliseconds;
    // A packet that waits for the acknowledgement of the one before takes 40 ms.
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.hear(bytes));
    socket.on('error', () => this.fail(new GoneAway(GONE)));
    socket.on('close', () => this.fail(new GoneAway(GONE)));
  }

  /** Connects; each answer may take as many `milliseconds`. Throws an UnusableDump that begins with a verb, or a colon. */
  static connect(to: NetConnectOpts, milliseconds: number): Promise<Stub> {
    return new Promise((resolve, reject) => {
      const socket = connect(to);
      const late = setTimeout(() => {
        socket.destroy();
        reject(new UnusableDump(`: no connection within ${milliseconds / 1000} seconds`));
      }, milliseconds);
      const refused = (error: NodeJS.ErrnoException): void => {
        clearTimeout(late);
        reject(new UnusableDump(`: ${WHY[error.code ?? ''] ?? error.message}`));
      };
      socket.once('error', refused);
      socket.once('connect', () => {
        clearTimeout(late);
        socket.off('error', refused);
        resolve(new Stub(socket, milliseconds));
      });
    });
  }

  /** The answer to `data`. */
  async ask(data: string): Promise<string> {
    return (await this.answer(data)).data;
  }

  /** What QEMU's monitor prints for `command`. */
  async monitor(command: string): Promise<string> {
    const { data, printed } = await this.answer(`qRcmd,${hexOf(command)}`);
    if (data === '') throw new UnusableDump('has no monitor that can be asked through it, as QEMU has');
    return printed;
  }

  /** Lets the machine go on, by `c` or `s`. The answer comes once it stands again, however long that takes. */
  run(how: 'c' | 's'): Promise<string> {
    return this.send(how).then(({ data }) => data);
  }

  /** Asks a machine that runs to stand: what was run is answered then. */
  interrupt(): void {
    this.socket.write(INTERRUPT);
  }

  /** Closes the connection; QEMU leaves the machine as it is. */
  close(): Promise<void> {
    this.failure ??= new GoneAway(GONE);
    return new Promise((resolve) => {
      if (this.socket.destroyed) resolve();
      else this.socket.once('close', () => resolve()).end(() => this.socket.destroy());
    });
  }

  /** Ends the connection: whatever is asked, or waited for, is answered by `error`. */
  fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(this.failure);
    this.socket.destroy();
  }

  private async answer(data: string): Promise<Answer> {
    const late = setTimeout(() => {
      this.fail(new UnusableDump(`gives no answer for ${this.milliseconds / 1000} seconds: ${SILENT}`));
    }, this.milliseconds);
    try {
      return await this.send(data);
    } finally {
      clearTimeout(late);
    }
  }

  private send(data: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) return reject(this.failure);
      this.waiting.push({ printed: '', resolve, reject });
      this.last = packetWith(data);
      this.socket.write(this.last, 'latin1');
    });
  }

  private hear(bytes: Uint8Array): void {
    for (const heard of this.reader.feed(bytes)) this.take(heard);
  }

  private take(heard: Heard): void {
    if (heard.type === 'packet') this.answered(heard.data);
    else if (heard.type === 'foreign')
      this.fail(new UnusableDump(`speaks no protocol of gdb: it says ${shown(heard.data)}`));
    else if (heard.type === 'refused') this.again(() => this.socket.write(this.last, 'latin1'));
    else if (heard.type === 'damaged') this.again(() => this.socket.write('-'));
  }

  private answered(data: string): void {
    this.repeated = 0;
    this.socket.write('+');
    const [first] = this.waiting;
    if (first === undefined) return;
    const isPrinted = data.startsWith('O') && data !== 'OK';
    if (isPrinted) first.printed += Buffer.from(data.slice(1), 'hex').toString('latin1');
    else this.waiting.shift()?.resolve({ data, printed: first.printed });
  }

  private again(repeat: () => void): void {
    this.repeated++;
    if (this.repeated > MOST_REPEATED)
      this.fail(new UnusableDump('is not understood: packets come with sums that are wrong, again and again'));
    else repeat();
  }
}

const GONE = 'has gone away: QEMU was ended, or closed the connection';
const SILENT = 'a gdb that is attached keeps others waiting; end it, or say another port';
const WHY: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    'nobody listens there. Start the kernel first (make run-gdb, make qemu-nox-gdb), and see which port its -gdb has',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'there is no such host',
  ENOENT: 'nobody listens there',
  EHOSTUNREACH: 'that host cannot be reached',
  ENETUNREACH: 'that host cannot be reached',
  ETIMEDOUT: 'that host does not answer',
};
const MOST_SHOWN = 40;
/** The beginning of what was said, in plain letters. */
const shown = (data: string): string =>
  JSON.stringify(data.slice(0, MOST_SHOWN).replace(/[^ -~]/g, '.') + (data.length > MOST_SHOWN ? '…' : ''));
