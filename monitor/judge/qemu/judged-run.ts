/** `judge --qemu` and `judge --image`: a kernel under QEMU, judged at each event, up to the first at which something is wrong. */
import { readFileSync } from 'node:fs';
import type { TcpNetConnectOpts } from 'node:net';
import { parseMemory, UsageError } from '../../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../../presentation/boot/values.ts';
import {
  type Beside,
  culpritOf,
  type DumpKind,
  judgedRun,
  LEAST_PC,
  MOST_BYTES,
  readLines,
  UnusableDump,
} from '../../../specs/judging-dumps.ts';
import { Interruption } from '../../limits/interruption.ts';
import { refusal, symbolsBeside } from '../beside.ts';
import { toldOfStop } from '../dump-json.ts';
import { placeOf, type Sources, sinceTold } from '../image/code.ts';
import type { DumpTold } from '../json.ts';
import { besideOf, type JudgedSeries, kindAsked } from '../judged-dumps.ts';
import { codeText } from '../series-report.ts';
import { checkDisk } from './disk.ts';
import { entriesOf } from './entries.ts';
import { PassingFolder } from './folder.ts';
import { Stub } from './gdb-stub.ts';
import { type Conditions, QemuKernel } from './kernel.ts';
import { QemuMachine } from './machine.ts';
import { KernelAgain, type StartedAgain } from './second-run.ts';
import { StartedQemu } from './started-machine.ts';
import type { Patience } from './waiting.ts';

/** A machine that is under a heavy load answers within that, and a kernel that runs is entered. */
const PATIENCE: Patience = { event: 20_000, answer: 20_000 };
/** A kernel that nobody else looks at is left after so many events: half a minute. */
const MOST_EVENTS = 1000;

/** Judges the kernel in the QEMU of `--qemu`, or in one that is started for the disk of `--image`. Throws a UsageError. */
export const judgedInQemu = async (values: Values, patience = PATIENCE): Promise<JudgedSeries> => {
  const [at, image] = [textOf(values, 'qemu'), textOf(values, 'image')];
  const beside = besideOf(values, [image ?? '']);
  const kind = await kindAsked(beside, textOf(values, 'kernel'));
  const interruption = new Interruption();
  const mostStops = wholeOf(values, 'until', 1) ?? (image === undefined ? Number.POSITIVE_INFINITY : MOST_EVENTS);
  const bytes = bytesAsked(values, kind);
  const file = readFileSync(textOf(values, 'symbols') ?? symbolsBeside(image ?? '') ?? '');
  const sources = { symbols: beside.symbols, lines: readLines(file) };
  const nameOf = (address: number): string => codeText(placeOf(address, sources));
  const isToBeReset = values.reset === true;
  if (isToBeReset && image !== undefined)
    throw new UsageError('judge --reset: a machine that is started for --image is new');
  const folder = new PassingFolder();
  const trial = { kind, bytes, nameOf, isToBeReset, beside, patience, interruption, folder, mostStops, file, sources };

  return interruption.during(async () => {
    try {
      return image === undefined ? await atPort(at ?? '', trial) : await onDisk(image, trial);
    } catch (error) {
      throw refusal(`judge ${image === undefined ? `--qemu ${at}` : `--image ${image}`}`, error);
    } finally {
      folder.remove();
    }
  });
};

/** What `--memory` asks for: only a machine that is started here can have it, and WeensyOS uses 2 MiB of any. */
const bytesAsked = (values: Values, kind: DumpKind): number | null => {
  const text = textOf(values, 'memory');
  if (text === undefined) return null;
  const bytes = parseMemory(text) * PAGE;
  if (values.image === undefined) throw new UsageError('judge --memory: the machine of --qemu has its memory already');
  if (kind.name === 'weensyos')
    throw new UsageError('judge --memory: WeensyOS has 2M of memory, whatever the machine has');
  if (bytes >= LEAST_PC && bytes <= MOST_BYTES) return bytes;
  throw new UsageError(`judge --memory ${text}: a machine for JOS has 4M to 256M`);
};
const PAGE = 4096;

/** What is judged, and how. */
interface Trial extends Omit<Conditions, 'hasTripleFault' | 'ram' | 'symbols'> {
  readonly sources: Sources;
  readonly kind: DumpKind;
  readonly beside: Beside;
  readonly mostStops: number;
  /** The file of the symbols. */
  readonly file: Uint8Array;
  /** How much memory a machine is started with; null if as usual. */
  readonly bytes: number | null;
}

const atPort = async (at: string, trial: Trial): Promise<JudgedSeries> => {
  const address = addressIn(at);
  const stub = await Stub.connect(address, trial.patience.answer);
  return judgedBehind(stub, trial, {
    ...{ hasTripleFault: () => null, ram: null, anew: null },
    left: (kernel, isWrongAtOnce) => [...(isWrongAtOnce ? [BEGIN] : []), ...leftLines(kernel, address.port)].join(' '),
  });
};

const BEGIN = 'It was so before the first event that was seen: with --reset the machine begins at the beginning.';
const leftLines = ({ isGone, runsOn }: QemuKernel, port: number): string[] => {
  if (isGone) return [];
  return [
    runsOn ? 'The machine runs on.' : `The machine stands there. For your own gdb: target remote localhost:${port}`,
  ];
};

const onDisk = async (image: string, trial: Trial): Promise<JudgedSeries> => {
  const { symbols, given } = trial.beside;
  checkDisk(image, trial.file, entriesOf(trial.kind, symbols, given).events, trial.kind);
  const qemu = StartedQemu.start(trial, image);
  try {
    const stub = await qemu.connected(trial.patience.answer);
    const known = { hasTripleFault: () => qemu.hasTripleFault, ram: qemu.ram };
    return await judgedBehind(stub, trial, { ...known, left: () => '', anew: () => startedAnew(image, trial) });
  } finally {
    await qemu.end();
  }
};

/** The same kernel in another machine, with a folder of its own; it stands before its first instruction. */
const startedAnew = async (image: string, trial: Trial): Promise<StartedAgain> => {
  const folder = new PassingFolder();
  const qemu = StartedQemu.start({ ...trial, folder }, image);
  const end = async (): Promise<void> => {
    await qemu.end();
    folder.remove();
  };
  try {
    const machine = await QemuMachine.behind(await qemu.connected(trial.patience.answer));
    const known = { hasTripleFault: () => null, ram: qemu.ram, symbols: trial.sources.symbols };
    const kernel = await QemuKernel.in(machine, trial.kind, trial.beside, { ...trial, ...known, folder });
    return { kernel, end: () => kernel.close().then(end) };
  } catch (error) {
    await end();
    throw error;
  }
};

/** `12949`, `:12949`, `localhost:12949`, `[::1]:12949`. */
const addressIn = (text: string): TcpNetConnectOpts => {
  const [, bracketed, host, port] = /^(?:(?:\[([\da-f:]+)\]|([\w.-]*)):)?(\d{1,5})$/i.exec(text) ?? [];
  if (port === undefined || Number(port) < 1 || Number(port) > 65535)
    throw new UsageError(`judge --qemu ${text}: expected a port, or a host with it, as 12949 or localhost:12949`);
  return { host: bracketed ?? (host || 'localhost'), port: Number(port) };
};

/** A machine in which a kernel is judged. */
interface Behind extends Pick<Conditions, 'hasTripleFault' | 'ram'> {
  /** What is said of the machine in the end; nothing, where that is the empty text. */
  readonly left: (kernel: QemuKernel, isWrongAtOnce: boolean) => string;
  /** Starts the same kernel anew, to see what it stores; null where nobody can. */
  readonly anew: (() => Promise<StartedAgain>) | null;
}

const judgedBehind = async (
  stub: Stub,
  { kind, beside, mostStops, sources, ...trial }: Trial,
  { left, anew, ...known }: Behind,
): Promise<JudgedSeries> => {
  let kernel: QemuKernel | null = null;
  const dumps: DumpTold[] = [];
  try {
    kernel = await QemuKernel.in(await QemuMachine.behind(stub), kind, beside, {
      ...{ ...trial, ...known, symbols: sources.symbols },
    });
    const { series, frames, ending } = await judgedRun(kernel, kind, beside, {
      mostStops,
      onStop: (stop) => {
        dumps.push(toldOfStop(stop));
        return !trial.interruption.isAsked;
      },
    });
    if (kernel.events === 0 && !kernel.isCrash && series.first === null && !trial.interruption.isAsked)
      throw new UnusableDump(`: the kernel ${ending}. ${NO_EVENT}`);
    const isWrongAtOnce = series.first?.index === 0 && !kernel.isFresh && !trial.isToBeReset;
    const said = kernel.events > 0 ? left(kernel, isWrongAtOnce) : NO_EVENT;
    const culprit =
      anew === null || series.first === null
        ? null
        : await culpritOf(new KernelAgain(frames, anew), series.first, kind, beside);
    const since = culprit === null ? null : sinceTold(culprit, sources);
    const ran = { ending, isCrash: kernel.isCrash, left: said === '' ? null : said, since };
    return { dumps, series, ran, kept: { frames, symbols: beside.symbols } };
  } finally {
    await (kernel === null ? stub.close() : kernel.close());
  }
};

const NO_EVENT = 'Are the symbols of this very build, and does it boot?';
