/** `ringfence jos --check`: a booted kernel under all invariants, in the exercise and in random sequences of the lab's functions. */
import type { JosKernel } from '../../kernel/kernel.ts';
import {
  type CampaignResult,
  campaign,
  EXERCISE,
  errorLines,
  failureReport,
  InvariantBroken,
  LAB2_INVARIANTS,
  type Lab2Scenario,
  Lab2Trial,
} from '../../specs/specs.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { runLimited } from '../limits/watchdog.ts';

const SEED = 1;
/** Every step counts all pages: sequences are tried as memory allows. */
const STEPS_FOR_SMALL_MEMORY = 40;
const SMALL_PAGES = 4096;

/**
 * Judges `kernel`, which stands at its prompt, prints what came of it, and returns the exit code. Advice that it does not follow is printed
 * too, and is no failure. Throws a UsageError if the check does not end within `patience` seconds.
 */
export const checkJos = (kernel: JosKernel, patience: number): number => {
  const trial = new Lab2Trial(kernel);
  const runs = Math.max(
    1,
    Math.min(STEPS_FOR_SMALL_MEMORY, Math.floor((STEPS_FOR_SMALL_MEMORY * SMALL_PAGES) / kernel.view.pages / 8)),
  );
  let result: CampaignResult<Lab2Scenario> | null = null;
  const cameBack = runLimited(patience, () => {
    result = campaign(trial, { seed: SEED, runs, saved: [EXERCISE] });
  });
  if (!cameBack) throw new UsageError(`the check did not end within ${patience} s: does a function loop?`);
  process.stdout.write(`\n${linesOf(trial, result).join('\n')}\n`);
  return failureIn(result) === null ? 0 : 1;
};

const failureIn = (result: CampaignResult<Lab2Scenario> | null): CampaignResult<Lab2Scenario>['failure'] =>
  result?.failure ?? null;

const linesOf = (trial: Lab2Trial, result: CampaignResult<Lab2Scenario> | null): string[] => {
  const failure = failureIn(result);
  if (failure !== null && failure.scenario.steps === 'exercise') return indented(errorLines(failure.error));
  if (failure !== null) return indented(failureReport(trial, failure));
  if (trial.advice instanceof InvariantBroken) return indented(errorLines(trial.advice));
  return [`All ${LAB2_INVARIANTS.length} invariants hold, after the boot and in use.`];
};

const indented = (lines: readonly string[]): string[] => lines.map((line) => `   ${line}`.trimEnd());
