/** What a campaign covered, in lines: goals reached and missed, and calls that nothing but invariants judged. */
import { type DenialTally, denialLines } from './denial-table.ts';
import type { Trial } from './trial.ts';

/**
 * What of the goals was reached and which were not, which calls no model judged, and which allocations were made to fail: lines for people.
 */
export const coverageLines = <Scenario>(
  trial: Trial<Scenario>,
  reached: ReadonlySet<string>,
  denials: ReadonlyMap<string, DenialTally> = new Map(),
): string[] => {
  const { goals, unmodelled } = trial;
  const missed = goals.filter((goal) => !reached.has(goal));
  const count = `${goals.length - missed.length} of ${goals.length} goals were reached`;
  const told = trial.tell?.(reached) ?? [
    `${count}${missed.length > 0 ? '; not reached:' : '.'}`,
    ...missed.map((goal) => `  ${goal}`),
  ];
  return [
    ...told,
    ...denialLines(denials),
    ...(unmodelled.length > 0 ? [`not compared with a model: ${unmodelled.join(', ')}`] : []),
  ];
};
