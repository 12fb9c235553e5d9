/** `judge --image` of a kernel of JOS: it runs in this process, and is judged at each event, up to the first at which something is wrong. */
import { readFileSync } from 'node:fs';
import { parseMemory, UsageError } from '../../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../../presentation/boot/values.ts';
import {
  type Beside,
  checkKernelFile,
  culpritOf,
  type DumpKind,
  GivenLayout,
  judgedRun,
  LEAST_PC,
  MOST_BYTES,
  PC_UNIT,
  PcKernel,
  readLines,
  readSymbols,
} from '../../../specs/judging-dumps.ts';
import { Interruption } from '../../limits/interruption.ts';
import { layoutOf, refusal } from '../beside.ts';
import type { DumpTold } from '../json.ts';
import { type JudgedSeries, kindAsked } from '../judged.ts';
import { codeText } from '../series-report.ts';
import { toldOfStop } from '../told.ts';
import { placeOf, type Sources, sinceTold } from './code.ts';
import { KernelConsole } from './console.ts';
import { emulatorParts } from './emulator.ts';

const PAGE = 4096;
const MEMORY = 8 << 20;
/** A kernel that nobody watches is left after so many events. */
const MOST_EVENTS = 10_000;

/** Runs the kernel in the file of `--image`. Throws a UsageError. */
export const judgedHere = async (file: string, values: Values): Promise<JudgedSeries> => {
  const interruption = new Interruption();
  return interruption.during(async () => {
    try {
      return await judged(file, values, interruption);
    } catch (error) {
      throw refusal(`judge --image ${file}`, error);
    }
  });
};

const judged = async (file: string, values: Values, interruption: Interruption): Promise<JudgedSeries> => {
  const kernel = readFileSync(file);
  checkKernelFile(kernel, bytesAsked(values));
  const layout = (values.layout ?? []) as readonly string[];
  const symbols = readSymbols(kernel);
  const beside = { symbols, given: layout.length > 0 ? layoutOf(layout) : new GivenLayout(), registers: null };
  const kind = await kindAsked(beside, textOf(values, 'kernel'));
  const console = new KernelConsole(values.json !== true, interruption);
  const running: PcKernel = await PcKernel.start({
    ...{ parts: await emulatorParts(), kernel, symbols },
    bytes: bytesAsked(values),
    isSame: (one, other) => Buffer.compare(one, other) === 0,
    print: (letter) => console.print(letter),
    goesOn: async (isWaiting) => {
      const keys = await console.keys(isWaiting && console.isInteractive);
      if (keys !== '') running.type(keys);
      return !interruption.isAsked && (keys !== '' || !isWaiting);
    },
  });
  try {
    console.open();
    const judging = { kind, beside, sources: { symbols, lines: readLines(kernel) } };
    return await run(
      running,
      judging,
      wholeOf(values, 'until', 1) ?? (console.isInteractive ? undefined : MOST_EVENTS),
      interruption,
    );
  } finally {
    console.close();
    await running.close();
  }
};

const bytesAsked = (values: Values): number => {
  const text = textOf(values, 'memory');
  if (text === undefined) return MEMORY;
  const bytes = parseMemory(text) * PAGE;
  if (bytes >= LEAST_PC && bytes <= MOST_BYTES && bytes % PC_UNIT === 0) return bytes;
  throw new UsageError(`--memory ${text}: a machine for JOS has 4M to 256M, in steps of 128K`);
};

const run = async (
  running: PcKernel,
  { kind, beside, sources }: Judging,
  mostStops: number | undefined,
  interruption: Interruption,
): Promise<JudgedSeries> => {
  const dumps: DumpTold[] = [];
  const { series, ending } = await judgedRun(running, kind, beside, {
    ...(mostStops !== undefined && { mostStops }),
    onStop: (stop) => {
      dumps.push(toldOfStop(stop));
      return !interruption.isAsked;
    },
  });
  const culprit = series.first === null ? null : await culpritOf(running, series.first, kind, beside);
  const at = running.endedAt === null ? '' : `, in ${codeText(placeOf(running.endedAt, sources))}`;
  return {
    ...{ dumps, series },
    ran: {
      ...{ ending: ending === null ? null : `${ending}${at}`, left: null },
      isCrash: running.endedWrong || PANIC.test(running.console),
      since: culprit === null ? null : sinceTold(culprit, sources),
    },
  };
};

/** With what a kernel is judged, and told of. */
interface Judging {
  readonly kind: DumpKind;
  readonly beside: Beside;
  readonly sources: Sources;
}

const PANIC = /^kernel panic /m;
