/** `judge --qemu` and `judge --image`: a kernel under QEMU, judged at each event, up to the first at which something is wrong. */
import type { NetConnectOpts } from 'node:net';
import { UsageError } from '../../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../../presentation/boot/values.ts';
import { type Beside, type DumpKind, judgedRun } from '../../../specs/judging-dumps.ts';
import { Interruption } from '../../limits/interruption.ts';
import { refusal } from '../beside.ts';
import type { DumpTold } from '../json.ts';
import { besideOf, type JudgedSeries, kindAsked } from '../judged.ts';
import { toldOf, unusableTold } from '../told.ts';
import { QemuKernel } from './kernel.ts';
import { QemuMachine } from './machine.ts';
import { StartedQemu } from './started.ts';
import { Stub } from './stub.ts';
import type { Patience } from './waiting.ts';

/** A machine that is under a heavy load answers within that, and a kernel that runs is entered. */
const PATIENCE: Patience = { event: 20_000, answer: 20_000 };

/** Judges the kernel in the QEMU of `--qemu`, or in one that is started for the disk of `--image`. Throws a UsageError. */
export const judgedInQemu = async (values: Values, patience = PATIENCE): Promise<JudgedSeries> => {
  const [at, image] = [textOf(values, 'qemu'), textOf(values, 'image')];
  const beside = besideOf(values, [image ?? '']);
  const kind = await kindAsked(beside, textOf(values, 'kernel'));
  const interruption = new Interruption();
  const judge = (stub: Stub): Promise<JudgedSeries> => judgedBehind(stub, kind, beside, patience, interruption);
  return interruption.during(() =>
    image === undefined ? atPort(at ?? '', judge, patience) : onDisk(image, kind, judge, patience),
  );
};

type Judge = (stub: Stub) => Promise<JudgedSeries>;

const atPort = async (at: string, judge: Judge, { answer }: Patience): Promise<JudgedSeries> => {
  const address = addressIn(at);
  try {
    return await judge(await Stub.connect(address, answer));
  } catch (error) {
    throw refusal(`judge --qemu ${at}`, error);
  }
};

const onDisk = async (image: string, kind: DumpKind, judge: Judge, { answer }: Patience): Promise<JudgedSeries> => {
  let qemu: StartedQemu | null = null;
  try {
    qemu = StartedQemu.start(kind, image);
    return await judge(await qemu.connected(answer));
  } catch (error) {
    throw refusal(`judge --image ${image}`, error);
  } finally {
    await qemu?.end();
  }
};

/** `12949`, `:12949`, `localhost:12949`, `[::1]:12949`. */
const addressIn = (text: string): NetConnectOpts => {
  const [, bracketed, host, port] = /^(?:(?:\[([\da-f:]+)\]|([\w.-]*)):)?(\d{1,5})$/i.exec(text) ?? [];
  if (port === undefined || Number(port) < 1 || Number(port) > 65535)
    throw new UsageError(`judge --qemu ${text}: expected a port, or a host with it, as 12949 or localhost:12949`);
  return { host: bracketed ?? (host || 'localhost'), port: Number(port) };
};

const judgedBehind = async (
  stub: Stub,
  kind: DumpKind,
  beside: Beside,
  patience: Patience,
  interruption: Interruption,
): Promise<JudgedSeries> => {
  let kernel: QemuKernel | null = null;
  const dumps: DumpTold[] = [];
  try {
    kernel = await QemuKernel.in(await QemuMachine.behind(stub), kind, beside, patience, interruption);
    const { series } = await judgedRun(kernel, kind, beside, {
      onStop: ({ index, note, judgement, unusable }) => {
        const name = `event ${index}`;
        dumps.push(judgement === null ? unusableTold(name, note, unusable ?? '') : toldOf(name, note, judgement));
        return !interruption.isAsked;
      },
    });
    return { dumps, series };
  } finally {
    await (kernel === null ? stub.close() : kernel.close());
  }
};
