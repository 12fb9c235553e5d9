/** `ringfence explain`: what a message, a log or a screen says, which mistakes lead there, and how to find out. */
import { explain as diagnose } from '../../specs/specs.ts';
import { parseWords } from '../command-line/options.ts';
import { explainedMoment } from './at-moment.ts';
import { textGiven } from './input.ts';
import { told } from './json.ts';
import { diagnosisLines } from './report.ts';

export const EXPLAIN_OPTIONS = {
  moment: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Returns 0 whatever the answer is: what went wrong did so elsewhere. */
export const explain = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = parseWords('explain', words, EXPLAIN_OPTIONS);
  const { diagnosis, moment } =
    values.moment === undefined
      ? { diagnosis: await diagnose(textGiven(positionals)), moment: null }
      : await explainedMoment(positionals, values);
  const lines = values.json === true ? [JSON.stringify(told(diagnosis, moment))] : diagnosisLines(diagnosis, moment);
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
};
