/** `ringfence record jos`: boots JOS and writes what happens in the format of the recordings of the real kernels. */
import { JosKernel } from '../../kernel/kernel.ts';
import { recordMeminit, recordRandom } from '../../specs/specs.ts';
import { parseWords, textOf, wholeOf } from '../command-line/options.ts';
import { JOS_OPTIONS, josParameters, makeJos } from '../command-line/options-of-jos.ts';
import { BufferedOutput } from '../command-line/output.ts';
import { UsageError } from '../command-line/usage-error.ts';

/** Where the images of the recorded kernels end. */
const RECORDED_ENDS = { mit: 0xf011b9a0, sjtu: 0xf011a9a0 };
const DEFAULT_SEED = 0x12345678;
const DEFAULT_OPERATIONS = 4000;

/** `words` follow `record jos`. */
export const recordJos = (words: readonly string[]): number => {
  const { values, positionals } = parseWords('record jos', words, {
    ...JOS_OPTIONS,
    meminit: { type: 'boolean' },
    seed: { type: 'string' },
    operations: { type: 'string' },
  });
  if (positionals.length > 0) throw new UsageError(`record jos: expected options alone, not ${positionals.join(' ')}`);
  const operations = wholeOf(values, 'operations', 1);
  const seed = parseSeed(textOf(values, 'seed'));
  if (values.meminit === true && (seed !== undefined || operations !== undefined)) {
    throw new UsageError(
      'record jos: --meminit records the boot, and --seed and --operations what comes after: one of them',
    );
  }
  const kernel = makeJos(josParameters(values, RECORDED_ENDS), JosKernel);
  const output = new BufferedOutput();
  if (values.meminit === true) recordMeminit(kernel, (line) => output.line(line));
  else {
    const asked = { seed: seed ?? DEFAULT_SEED, operations: operations ?? DEFAULT_OPERATIONS };
    recordRandom(kernel, asked, (line) => output.line(line));
  }
  output.flush();
  return kernel.machine.execution.halt === null ? 0 : 1;
};

/** A seed of 32 bits that is not 0, where xorshift would stay for ever. */
const parseSeed = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const seed = /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text) ? Number(text) : 0;
  if (seed > 0 && seed < 2 ** 32) return seed;
  throw new UsageError(`--seed ${text}: expected a number from 1 to 0xffffffff, as 0x12345678`);
};
