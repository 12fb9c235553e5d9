/** Places in the code of a kernel, in words of its sources. */
import type { Culprit, LineTable, Symbols } from '../../../specs/judging-dumps.ts';
import type { SinceTold } from '../json.ts';

type Place = SinceTold['code'][number];

/** What of a kernel's file tells where an address lies. */
export interface Sources {
  readonly symbols: Symbols;
  readonly lines: LineTable;
}

/** Where the instruction at `address` is. */
export const placeOf = (address: number, { symbols, lines }: Sources): Place => {
  const { file = null, line = null } = lines.at(address) ?? {};
  const name = symbols.nameAt(address)?.replace(/ \+ 0x[\da-f]+/, '') ?? `0x${address.toString(16)}`;
  return { function: name, file, line };
};

/** A call returns behind itself. */
export const sinceTold = ({ eip, callers, word }: Culprit, sources: Sources): SinceTold => ({
  word,
  code: [eip, ...callers.map((address) => address - 1)].map((address) => placeOf(address, sources)),
});
