/** A dump as `--json` tells it. */

import { comingText, type Finding, isWrong, type Judgement } from '../../specs/judging-dumps.ts';
import type { Violation } from '../../specs/specs.ts';
import type { DumpTold } from './json.ts';

export const toldOf = (file: string, note: string | null, judgement: Judgement): DumpTold => ({
  ...{
    file,
    note,
    next: nextText(note) ?? judgement.dump.coming,
    unusable: null,
    system: judgement.system,
    recognized: judgement.said,
    isWrong: isWrong(judgement),
  },
  violations: judgement.findings.violations.map(findingTold),
  advice: judgement.findings.advice.map(findingTold),
  messages: judgement.messages.map(({ name, quote, blames, means }) => ({ name, quote, blames, means })),
  notJudged: judgement.findings.notJudged,
});

/** One of which nothing can be said, and why. */
export const unusableTold = (file: string, note: string | null, unusable: string): DumpTold => ({
  ...{ file, note, next: nextText(note), unusable, system: null, recognized: [], isWrong: false },
  ...{ violations: [], advice: [], messages: [], notJudged: [] },
});

const nextText = (note: string | null): string | null => (note === null ? null : comingText(note));

const findingTold = ({ name, sentence, why, unless, places }: Finding): DumpTold['violations'][number] => ({
  ...{ name, sentence, why, unless },
  places: places.map(placeTold),
});

const placeTold = ({ page, process, address, expected, found }: Violation) => ({
  ...{ page: page ?? null, process: process ?? null, address: address ?? null },
  ...{ expected, found },
});
