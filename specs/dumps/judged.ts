/** Dumps judged as the command does it, from bytes; for specs. */
import { machineFor } from './dump.ts';
import { type Judgement, judgeDump } from './judgement.ts';
import { kindOf } from './kind.ts';
import { GivenLayout } from './layout.ts';
import { memoryOf, type RealDump, symbolsOf } from './real/dumps.ts';
import type { Registers } from './registers.ts';
import { readSymbols } from './symbols/symbols.ts';

/** What is said of `memory`, with what goes with it. */
export const judged = async (
  memory: Uint8Array,
  symbols: Uint8Array,
  {
    given = new GivenLayout(),
    registers = null,
  }: { readonly given?: GivenLayout; readonly registers?: Registers | null } = {},
): Promise<Judgement> => {
  const known = readSymbols(symbols);
  const kind = await kindOf(known, undefined);
  const machine = machineFor(memory.length, kind.paging, kind.slots);
  machine.memory.bytes.set(memory);
  return judgeDump(kind, machine, { symbols: known, given, registers });
};

export const judgedReal = (dump: RealDump): Promise<Judgement> => judged(memoryOf(dump), symbolsOf(dump));
