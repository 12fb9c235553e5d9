/** The random program of environments: it does what a list of steps says, one a turn; its forks go on with the same list. */
import { jos, type Program, type ProgramFile } from '../../../userland/userland.ts';
import type { Deed } from './deed.ts';
import { trouble } from './page-fault-handler.ts';
import type { EnvStep } from './step.ts';

/** The program of `steps`, which choose among `deeds`. */
export const environmentProgram = (deeds: readonly Deed[], steps: readonly EnvStep[]): ProgramFile => {
  function* main(): Program {
    yield* jos.setPgfaultHandler(trouble);
    return jos.jump(turn, 0, 0, 0);
  }

  function* turn(at: number, child: number, depth: number): Program {
    if (at >= steps.length) yield jos.exit();
    const standing = yield* deedOf(deeds, steps[at]).run(steps[at], [child, depth]);
    return jos.jump(turn, at + 1, ...standing);
  }

  return jos.defineJosProgram({ name: 'environments', entries: { main, turn, trouble } });
};

/** The same in lines, as code that a reader of lab 4 knows: what each step does. */
export const stepLines = (deeds: readonly Deed[], steps: readonly EnvStep[]): string[] =>
  steps.map((step) => deedOf(deeds, step).code(step));

const deedOf = (deeds: readonly Deed[], [kind]: EnvStep): Deed => deeds[kind % deeds.length];
