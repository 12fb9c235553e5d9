/** Hunts bugs of JOS: by the checks of the lab while a kernel boots, then by the exercise under all invariants. */
import { DEFAULT_JOS, type JosKernel, memlayout } from '../../../kernel/kernel.ts';
import { catcherOf, sentenceOf } from '../../bugs/campaign-hunt.ts';
import type { Catch, SeededBug, Shown } from '../../bugs/seeded-bug.ts';
import { firstBadOfRun } from '../../moments/first-bad.ts';
import type { ScenarioRun } from '../../moments/moment.ts';
import { bootEnd } from './boot-end.ts';
import { type JosBug, SURVIVES, TRIPLE_FAULT } from './bug.ts';
import { exerciseJos } from './exercised.ts';
import { lab2Judging } from './judging.ts';
import { EXERCISE } from './random-sequence.ts';
import { JOS_GAPS } from './survivors.ts';

const VARIANTS = ['mit', 'sjtu'] as const;
/** Enough for both kernels and nearly all bugs; the checks take a tenth of the time that they take on 128 MiB. */
const PAGES = 2048;

/** `bug` with all that a list of bugs tells of it; its code is in `file`. */
export const josSeed = (bug: JosBug, file: string): SeededBug => {
  const { id, title, story, goesWrongIn, Kernel } = bug;
  const because = JOS_GAPS.find((gap) => gap.id === id)?.because;
  const caughtBy = expectedOf(bug);
  return {
    ...{ id, title, story, file, caughtBy, goesWrongIn, system: 'JOS', Code: Kernel, docs: 'docs/jos.md' },
    ...(caughtBy === null && because !== undefined && { because }),
    hunter: 'the checks of the lab at boot, then the exercise of ringfence jos --check',
    hunt: ({ cases }) => hunt(bug, cases),
  };
};

/** Where the boot of `variant` ends that has the bug; null if it cannot have it. */
const endOf = ({ real, differs }: JosBug, variant: memlayout.Variant): string | null =>
  differs?.variant === variant ? differs.end : real[variant];

/** What the hunt must come to, by the tables that other specs hold against the kernels. */
const expectedOf = (bug: JosBug): string | null => {
  const gap = JOS_GAPS.find(({ id }) => id === bug.id);
  for (const variant of VARIANTS) {
    const end = endOf(bug, variant);
    if (end === null) continue;
    if (end !== SURVIVES) return nameOf(end, variant);
    if (gap?.caughtBy !== undefined && gap.passes?.variant !== variant) return `invariant: ${gap.caughtBy}`;
  }
  return null;
};

/** Boots MIT's kernel, then SJTU's, each with the bug; what passes the lab's checks is exercised. */
const hunt = (bug: JosBug, most: number): Catch | null => {
  let cases = 0;
  for (const variant of VARIANTS) {
    if (bug.real[variant] === null || cases === most) continue;
    cases += 1;
    const make = (): JosKernel => new bug.Kernel({ variant, pages: bug.pages ?? PAGES });
    const kernel = make();
    const end = bootEnd(kernel);
    const says =
      kernel.machine.execution.halt?.message ?? `the boot of ${variant.toUpperCase()}'s kernel ends in a ${end}`;
    const { pages } = kernel.parameters;
    const inBoot = wrongInBoot(make);
    const caught = { wentWrongIn: inBoot, cases, length: null, sequence: [] };
    if (end !== SURVIVES)
      return { caughtBy: nameOf(end, variant), says, ...caught, shown: bootRun(bug.id, variant, pages) };
    const { finding, at } = exerciseJos(kernel);
    if (finding === null) continue;
    const step = inBoot === null ? at.operations : 0;
    const shown = variant === 'mit' ? { run: exerciseRun(bug.id, pages), step } : null;
    const wentWrongIn = inBoot ?? at.during;
    return { caughtBy: catcherOf(finding), says: sentenceOf(finding), ...caught, wentWrongIn, shown };
  }
  return null;
};

/** A boot that stops, at its end: nothing in it is a step. */
const bootRun = (kernel: string, variant: memlayout.Variant, pages: number): Shown => {
  const boot = { memory: `${pages * (memlayout.PGSIZE / 1024)}K`, ...(variant === 'sjtu' && { variant }) };
  return { run: { what: 'programs', kernel, programs: [], boot }, step: null };
};

/** Scenarios of lab 2 are of MIT's kernel. */
const exerciseRun = (kernel: string, pages: number): ScenarioRun => ({
  what: 'scenario',
  kernel,
  scenario: { ...EXERCISE, boot: { pages, end: DEFAULT_JOS.end } },
});

/** The function in which the boot of the kernel that `make` makes goes wrong first; null if it does not. */
export const wrongInBoot = (make: () => JosKernel): string | null =>
  firstBadOfRun({ make, judging: lab2Judging, operations: 0 })?.during ?? null;

const nameOf = (end: string, variant: memlayout.Variant): string => {
  if (end === TRIPLE_FAULT) return end;
  const what = /^[A-Z]\d+$/.test(end) ? 'assertion' : 'panic';
  return `${what}: ${end}${variant === 'mit' ? '' : ' (SJTU)'}`;
};
