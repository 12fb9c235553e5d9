/** Two dumps in a row, judged as what one event may have changed. */
import { type Finding, findingOf } from '../finding.ts';
import type { Judgement } from '../judgement.ts';
import type { DumpKind } from '../open-dump.ts';
import { type Between, SAVED_WORDS } from './between.ts';
import { RULES } from './rules.ts';
import { Side } from './side.ts';

/**
 * `after` with what is wrong about the event between it and `before`, which `note`, the line of that dump, tells of. As it is, where that line does not tell,
 * or more than that one event has passed.
 */
export const withTransition = (kind: DumpKind, before: Judgement, note: string | null, after: Judgement): Judgement => {
  const passed = note === null ? null : kind.passed(before.dump, note);
  // A kernel that stopped did so in the middle of it.
  if (passed === null || after.messages.some(({ blames }) => blames === 'kernel')) return after;
  const between = { before: new Side(before.dump), after: new Side(after.dump), passed };
  if (!isOne(between)) return after;
  const { findings } = after;
  const found = findingsBetween(between, new Set(findings.violations.map(({ name }) => name)));
  const judged = new Set(RULES.map(({ name }) => name));
  const notJudged = findings.notJudged
    .map((left) => ({ ...left, names: left.names.filter((name) => !judged.has(name)) }))
    .filter(({ names }) => names.length > 0);
  const signs = async () => [...(await after.dump.signs()), ...(await import('./signs.ts')).signsOfEvent(found)];
  return {
    ...after,
    dump: { ...after.dump, signs },
    findings: { ...findings, violations: [...findings.violations, ...found], notJudged },
  };
};

/** Each place is told once: by the first rule that finds it. */
const findingsBetween = (between: Between, known: ReadonlySet<string>): Finding[] => {
  const told = new Set<string>();
  return RULES.filter(({ name }) => !known.has(name)).flatMap((rule) => {
    const places = rule.violations(between).filter(({ process, address }) => !told.has(`${process} ${address}`));
    for (const { process, address } of places) told.add(`${process} ${address}`);
    return findingOf(rule, places);
  });
};

/**
 * Whether nobody else entered the kernel meanwhile, as far as memory tells: each entry saves registers. The caller's are those with which it came in, but for
 * the result; all others' are as they were. And nobody comes or goes but by what it asks for.
 */
const isOne = ({ before, after, passed }: Between): boolean => {
  const { caller, registers, result, sends, forks, ends } = passed;
  const came = [...after.processes.keys()].filter((pid) => !before.processes.has(pid));
  const went = [...before.processes.keys()].filter((pid) => !after.processes.has(pid));
  if (came.length > (forks === null ? 0 : 1) || went.some((pid) => pid !== caller || !ends)) return false;
  const counted = [...registers].filter(([at]) => !result.includes(at));
  return [...before.processes.values()].every(({ pid, root }) => {
    if (after.processes.get(pid)?.root !== root || sends.includes(pid)) return true;
    const is = after.savedRegisters(pid, SAVED_WORDS);
    if (pid === caller) return counted.every(([at, value]) => is[at] === value);
    const was = before.savedRegisters(pid, SAVED_WORDS);
    return [...registers.keys()].every((at) => was[at] === is[at] || result.includes(at));
  });
};
