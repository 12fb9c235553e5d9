/** Recordings of lab 2 of JOS: each call of the lab's functions while it boots, or random operations after that, as the real kernels were recorded. */
import type { JosKernel } from '../../kernel/kernel.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values, wholeOf } from '../../presentation/boot/values.ts';
import { askedOfJos, explainFields, recordMeminit, recordRandom } from '../../specs/specs.ts';
import type { Form, Recorder } from './recorder.ts';

/** Where the images of the recorded kernels end. */
const RECORDED_ENDS: Readonly<Record<string, string>> = { mit: '0xf011b9a0', sjtu: '0xf011a9a0' };
const DEFAULT_SEED = 0x12345678;
const DEFAULT_OPERATIONS = 4000;
const NO_PROGRAMS = 'lab 2 of JOS runs no programs: a recording has calls of its functions';

export const CALLS: Form = {
  explain: explainFields,
  asks: askedOfJos,
  lacks: {
    'program-seed': NO_PROGRAMS,
    programs: NO_PROGRAMS,
    events: NO_PROGRAMS,
    log: NO_PROGRAMS,
    final: NO_PROGRAMS,
  },
  async recorder(kind, values): Promise<Recorder> {
    const operations = wholeOf(values, 'operations', 1);
    const seed = parseSeed(textOf(values, 'seed'));
    if (values.meminit === true && (seed !== undefined || operations !== undefined)) {
      throw new UsageError(
        'record jos: --meminit records the boot, and --seed and --operations what comes after: one of them',
      );
    }
    const end = textOf(values, 'end') ?? RECORDED_ENDS[textOf(values, 'variant') ?? 'mit'];
    const kernel = kind.make({ ...values, end }, []).kernel as JosKernel;
    if (values.meminit === true) return { kernel, record: (write) => recordMeminit(kernel, write) };
    const asked = { seed: seed ?? DEFAULT_SEED, operations: operations ?? DEFAULT_OPERATIONS };
    return { kernel, record: (write) => recordRandom(kernel, asked, write) };
  },
};

/** A seed of 32 bits that is not 0, where xorshift would stay for ever. */
const parseSeed = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const seed = /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text) ? Number(text) : 0;
  if (seed > 0 && seed < 2 ** 32) return seed;
  throw new UsageError(`--seed ${text}: expected a number from 1 to 0xffffffff, as 0x12345678`);
};

/** What a recording of calls says of how its kernel was booted; options that are given come first. */
export const callsValues = (lines: readonly string[], values: Values): Values => {
  const [, total, base, extended] = /^Physical memory: (\d+)K .* base = (\d+)K, extended = (\d+)K/.exec(lines[0]) ?? [];
  const isBoot = total !== undefined || lines[0].startsWith('T ');
  // MIT's kernel counts the hole among what it calls extended, and SJTU's knows of no more memory than it had in its first year.
  const variant = Number(extended) === Number(total) - Number(base) ? 'mit' : 'sjtu';
  const memory = variant === 'sjtu' && Number(total) >= MOST_OF_SJTU ? undefined : total && `${total}K`;
  const operations = String(lines.filter((line) => /^R \d/.test(line)).length);
  return {
    ...(isBoot ? { meminit: true } : { operations }),
    ...(total !== undefined && { variant }),
    ...(memory !== undefined && { memory }),
    ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
  };
};

/** All that the older kernel sees, in KiB. */
const MOST_OF_SJTU = 66_556;
