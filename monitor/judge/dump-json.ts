/** A dump as `--json` tells it. */

import { describedNote, type Finding, isWrong, type Judgement, type StopJudged } from '../../specs/judging-dumps.ts';
import type { Violation } from '../../specs/specs.ts';
import type { DumpTold } from './json.ts';

export const toldOf = (file: string, note: string | null, judgement: Judgement): DumpTold => ({
  ...{
    file,
    note,
    next: nextOf(judgement, note),
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
  ...{ file, note, next: null, unusable, system: null, recognized: [], isWrong: false },
  ...{ violations: [], advice: [], messages: [], notJudged: [] },
});

/** A stop of a kernel that runs. */
export const toldOfStop = ({ index, note, judgement, unusable }: StopJudged): DumpTold =>
  judgement === null ? unusableTold(`event ${index}`, note, unusable ?? '') : toldOf(`event ${index}`, note, judgement);

/** The line beside a dump says more than memory does, unless there is none. After the last dump nothing comes. */
const nextOf = ({ system, dump }: Judgement, note: string | null): string | null => {
  if (note === null) return dump.entered;
  return /^(?:\d+ )?(?:end|stopped)/.test(note) ? null : describedNote(system, note, dump.entered);
};

const findingTold = ({ name, sentence, why, unless, places }: Finding): DumpTold['violations'][number] => ({
  ...{ name, sentence, why, unless },
  places: places.map(placeTold),
});

const placeTold = ({ page, process, address, expected, found }: Violation) => ({
  ...{ page: page ?? null, process: process ?? null, address: address ?? null },
  ...{ expected, found },
});
