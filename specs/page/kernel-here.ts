/** A kernel of JOS that runs under judgement, in a browser as anywhere: what is found of it, as plain data. */
import {
  culpritOf,
  type EmulatorMaker,
  type EmulatorParts,
  GivenLayout,
  judgedRun,
  kindOf,
  PcKernel,
  readLines,
  readSymbols,
} from '../judging-dumps.ts';

/** What is found of a kernel. */
export interface FoundHere {
  /** Of its events, which is the first that is wrong, and what all of them are. */
  readonly first: number | null;
  readonly notes: readonly string[];
  /** What is wrong then, and where. */
  readonly wrong: readonly { readonly name: string; readonly pages: readonly (number | null)[] }[];
  /** Since which store it is so: what that wrote, and its line. */
  readonly word: string | null;
  readonly line: string | null;
  readonly console: string;
}

const BYTES = 8 << 20;

/** What is used of WebAssembly, which browsers and Node have alike. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: { instantiate(wasm: Uint8Array, imports: object): Promise<{ instance: { exports: object } }> };
};

/** Runs `kernel`, the file, to the first event at which something is wrong. `maker` and `wasm` are the two parts of v86. */
export const judgedKernel = async (maker: unknown, wasm: Uint8Array, kernel: Uint8Array): Promise<FoundHere> => {
  const parts: EmulatorParts = {
    V86: maker as EmulatorMaker,
    instance: async (imports) => (await WebAssembly.instantiate(wasm, imports)).instance.exports,
  };
  const [symbols, lines] = [readSymbols(kernel), readLines(kernel)];
  const beside = { symbols, given: new GivenLayout() };
  const kind = await kindOf(symbols, undefined);
  const running = await PcKernel.start({ parts, kernel, symbols, bytes: BYTES });
  const notes: string[] = [];
  const { series } = await judgedRun(running, kind, beside, { onStop: ({ note }) => void notes.push(note) });
  const culprit = series.first === null ? null : await culpritOf(running, series.first, kind, beside);
  const line = lines.at(culprit?.eip ?? 0);
  await running.close();
  return {
    ...{ first: series.first?.index ?? null, notes, console: running.console },
    wrong: (series.first?.judgement.findings.violations ?? []).map(({ name, places }) => ({
      name,
      pages: places.map(({ page }) => page ?? null),
    })),
    ...{ word: culprit?.word ?? null, line: line === null ? null : `${line.file}:${line.line}` },
  };
};
