/** Who explains a run: whatever takes long, or needs those who judge. */
import { va } from '../../hardware/hardware.ts';
import type { SpaceView } from '../../kernel/kernel.ts';
import {
  accessText,
  answerTo,
  cachedText,
  resultText,
  seededBug,
  spaceOf,
  translationLines,
  translationOf,
  UsageError,
  whyAsked,
} from '../../presentation/presentation.ts';
import { type Diagnosis, explain, type MomentRun, seededBugs } from '../../specs/specs.ts';
import type { At, Bug, Difference, Hunted, Told, Verdict, Walked } from '../answers.ts';
import { bring } from '../dumps.ts';
import { differenceAt } from './difference.ts';
import { type ExportFormat, exported } from './exports.ts';
import { verdictOn } from './verdict.ts';
import { reached } from './watched-runs.ts';

/** How long a bug is hunted. */
const HUNT = { seed: 1, cases: 5000, shortens: true };

export const SCHOLAR = {
  bring,
  /** What `ringfence why` answers to `words` at that moment; `pid` is whose tables are meant, where that matters. */
  why: async (at: At, words: readonly string[], pid: string | null): Promise<Told> => {
    const asked = whyAsked(words);
    if (asked === null) throw new UsageError(`why ${words.join(' ')}: this is no question`);
    const { page, lines, reasons } = answerTo(await reached(at), asked, pid === null ? {} : { pid });
    return { page, lines, reasons: reasons.map(({ text, event, step }) => ({ text, event, step })) };
  },
  /** The translation of `address` in the tables of process `pid`, or of the kernel where there are no processes. */
  walk: async (at: At, address: number, pid: string | null): Promise<Walked> => {
    const moment = await reached(at);
    const { system, when, kernel } = moment;
    const space: SpaceView = spaceOf(moment, pid === null ? {} : { pid });
    const translation = translationOf(system, space, va(address));
    return {
      ...{ translation, lines: translationLines(system, translation, when), result: resultText(translation) },
      ...{ read: accessText(translation.read, 'read'), write: accessText(translation.write, 'write') },
      tlb: cachedText(kernel, translation),
    };
  },
  /** What the last event changed. */
  difference: (at: At): Promise<Difference> => differenceAt(at),
  verdict: (run: MomentRun, events: number): Promise<Verdict> => verdictOn(run, events),
  explain: (text: string): Promise<Diagnosis> => explain(text),
  bugs: async (): Promise<readonly Bug[]> =>
    (await seededBugs()).map(({ id, system, title, story }) => ({ id, system, title, story })),
  /** A run in which the bug of that id shows; null if none is found, or none can be gone through. */
  hunt: async (id: string): Promise<Hunted | null> => {
    const caught = (await seededBug(id)).hunt(HUNT);
    if (caught === null || caught.shown === null) return null;
    const { shown, caughtBy, says, sequence } = caught;
    return { run: shown.run, step: shown.step ?? Number.MAX_SAFE_INTEGER, caughtBy, says, sequence };
  },
  export: (at: At, format: ExportFormat): Promise<string> => exported(at, format),
};

/** What the scholar can be asked. */
export type Scholar = typeof SCHOLAR;
