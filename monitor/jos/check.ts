/** `ringfence jos --check`: the exercise of a booted kernel under all invariants, and the report of it. */
import type { JosKernel } from '../../kernel/kernel.ts';
import { JOS_INVARIANTS, type JosFinding, judgeJos } from '../../specs/specs.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { runLimited } from '../limits/watchdog.ts';

/**
 * Judges `kernel`, which stands at its prompt, prints what came of it, and returns the exit code. Advice that it does not follow is printed
 * too, and is no failure. Throws a UsageError if the exercise does not end within `patience` seconds.
 */
export const checkJos = (kernel: JosKernel, patience: number): number => {
  let finding: JosFinding | null = null;
  const cameBack = runLimited(patience, () => {
    finding = judgeJos(kernel);
  });
  if (!cameBack) throw new UsageError(`the check did not end within ${patience} s: does a function loop?`);
  process.stdout.write(`\n${linesOf(finding).join('\n')}\n`);
  return isFailure(finding) ? 1 : 0;
};

const isFailure = (finding: JosFinding | null): boolean => finding !== null && finding.invariant.advice !== true;

const linesOf = (finding: JosFinding | null): string[] => {
  if (finding === null) return [`All ${JOS_INVARIANTS.length} invariants hold, after the boot and in use.`];
  const { invariant, violation, step, call } = finding;
  const place = [
    ...(violation.page === undefined ? [] : [`page 0x${(violation.page * 4096).toString(16)}`]),
    ...(violation.address === undefined ? [] : [`address 0x${violation.address.toString(16)}`]),
  ];
  return [
    `   The kernel ${isFailure(finding) ? 'broke an invariant' : 'does not follow advice'}: ${invariant.name}.`,
    `   ${invariant.sentence} ${invariant.why}`,
    '',
    `   ${place.length > 0 ? `${place.join(', ')}: ` : ''}expected ${violation.expected}; found ${violation.found}`,
    `   after: ${step}${call === null ? '' : `, ${call}`}`,
  ];
};
