/** `--run`: a run of transitions that somebody wrote down, state by state. */
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { thereAre } from '../../specs/did-you-mean.ts';
import type { TransitionSystem } from '../../specs/specs.ts';

/** The states along `text`, transitions by their names with semicolons between, and what does not hold of them. Throws a UsageError. */
export const runLines = (system: TransitionSystem, text: string): string[] =>
  stepsOf(system, transitionsIn(system, text));

const transitionsIn = (system: TransitionSystem, text: string): number[] => {
  const names = Array.from({ length: system.transitions }, (_, transition) => system.transitionText(transition));
  const asked = text.split(';').map((name) => name.trim());
  return asked
    .filter((name) => name !== '')
    .map((name) => {
      const found = names.findIndex((one) => withoutBlanks(one) === withoutBlanks(name));
      if (found < 0) throw new UsageError(`--run: no transition is called ${name}: ${thereAre(name, names)}`);
      return found;
    });
};

const withoutBlanks = (name: string): string => name.replace(/\s+/g, '');

/** A line for each state along a run: the transition that led there, what it is like, and which invariants do not hold of it. */
export const stepsOf = (system: TransitionSystem, transitions: readonly number[]): string[] => {
  const state = new Int32Array(system.words);
  system.begin(state);
  const width = Math.max(0, ...transitions.map((transition) => system.transitionText(transition).length));
  const first = `${''.padEnd(width + 4)}  ${described(system, state)}`;
  return [
    first,
    ...transitions.map((transition, i) => {
      const name = system.transitionText(transition);
      if (!system.step(transition, state))
        throw new UsageError(`--run: ${name} is not enabled there, after ${i} transitions`);
      return `${`${i + 1}.`.padEnd(4)}${name.padEnd(width)}  ${described(system, state)}`;
    }),
  ];
};

const described = (system: TransitionSystem, state: Int32Array): string => {
  const broken = system.invariants.filter((invariant) => !invariant.holds(state)).map(({ name }) => name);
  return `${system.stateText(state)}${broken.length === 0 ? '' : `   <- ${broken.join(', ')}`}`;
};
