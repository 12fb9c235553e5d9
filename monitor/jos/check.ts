/** `ringfence jos --check`: a booted kernel under all invariants, in the exercise and in random sequences of the lab's functions. */
import type { JosKernel } from '../../kernel/kernel.ts';
import type { Values } from '../../presentation/boot/values.ts';
import {
  campaign,
  EXERCISE,
  type Failure,
  failureReport,
  LAB2_INVARIANTS,
  type Lab2Scenario,
  Lab2Trial,
  stopLinks,
} from '../../specs/specs.ts';
import { lateness, runLimited } from '../limits/watchdog.ts';
import { failingLine, failingMoment, scenarioRun } from '../moments/failing.ts';
import { tracedLines } from '../report/traced.ts';
import type { CheckTold } from './json.ts';

const SEED = 1;
/** Every step counts all pages: sequences are tried as memory allows. */
const SEQUENCES = 40;
const SMALL_PAGES = 512;

/**
 * Judges `kernel`, which stands at its prompt. Advice that it does not follow is told, and is no failure. Throws a Mistake if the check does not
 * end within `patience` seconds.
 */
export const checkJos = (kernel: JosKernel, patience: number, values: Values): CheckTold => {
  const trial = new Lab2Trial(kernel);
  const runs = Math.max(1, Math.floor(SEQUENCES * Math.min(1, SMALL_PAGES / kernel.view.pages)));
  const failures: Failure<Lab2Scenario>[] = [];
  const cameBack = runLimited(patience, () => {
    const { failure } = campaign(trial, { seed: SEED, runs, saved: trial.first });
    if (failure !== null) failures.push(failure);
  });
  if (!cameBack) throw lateness(`the check did not end within ${patience} s: does a function loop?`);
  const { error = trial.advice, scenario = EXERCISE } = failures[0] ?? {};
  if (error === null) return { outcome: 'sound', report: [] };
  const origin = tracedLines(
    () => stopLinks(trial, { error, scenario }),
    () => null,
  );
  const { memory, end } = values;
  const { pages, end: imageEnd } = kernel.parameters;
  const isUsual = scenario.boot !== undefined || (memory === undefined && end === undefined);
  const booted = isUsual ? scenario : { ...scenario, boot: { pages, end: imageEnd } };
  const run = scenarioRun(trial, booted, {
    kernel: values.kernel ?? 'jos',
    ...(values.kernel === undefined && { lab: '2' }),
  });
  const moment = failingMoment(trial, { error, scenario: booted }, run);
  const report = [
    ...failureReport(trial, { error, scenario }, origin),
    ...(moment === null ? [] : [failingLine(moment)]),
  ];
  return { outcome: failures.length > 0 ? 'broken' : 'advised', report };
};

/** The same in lines. */
export const checkLines = ({ report }: CheckTold): string[] =>
  report.length === 0
    ? [`All ${LAB2_INVARIANTS.length} invariants hold, after the boot and in use.`]
    : report.map((line) => `   ${line}`.trimEnd());
