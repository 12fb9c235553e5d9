/** The system that a command line asks for: one that comes with Ringfence, in the size of `--scope`, or one of a file. */
import { isPath, UsageError } from '../../presentation/boot/usage-error.ts';
import { textOf, type Values } from '../../presentation/boot/values.ts';
import { thereAre } from '../../specs/did-you-mean.ts';
import { KERNELS, SYSTEMS, type SystemKind, type TransitionSystem } from '../../specs/specs.ts';
import { loadModule } from '../command-line/bundle.ts';

/** What was asked for. */
export interface Asked {
  readonly system: TransitionSystem;
  /** What is explored, in a line. */
  readonly title: string;
  /** The words of a command that ask for the same. */
  readonly words: readonly string[];
}

/** Throws a UsageError for names, scopes and mistakes that there are not, and for a file in which there is no system. */
export const askedSystem = async ([name, ...others]: readonly string[], values: Values): Promise<Asked> => {
  if (name === undefined || others.length > 0)
    throw new UsageError(
      `explore: expected one system, as in ringfence explore weensyos-pages --scope 4,3,2, or a kernel with programs, as in ringfence explore weensyos ./one.ts ./other.ts; ${there()}`,
    );
  const scope = textOf(values, 'scope');
  if (isPath(name)) return ownSystem(name, scope === undefined ? [] : numbersIn(scope));
  const kind = Object.hasOwn(SYSTEMS, name) ? SYSTEMS[name] : null;
  if (kind === null) throw new UsageError(`no system is named ${name}: ${thereAre(name, NAMES)}`);
  return namedSystem(name, kind, scope, values);
};

/** All that can be explored by name. */
const NAMES = [...Object.keys(KERNELS), ...Object.keys(SYSTEMS)];

const there = (): string => `there are ${NAMES.join(', ')}, and files with your own`;

const namedSystem = (name: string, kind: SystemKind, scope: string | undefined, values: Values): Asked => {
  const numbers = scope === undefined ? kind.usual : checkedScope(scope, kind);
  const [mistake, anyPage] = [textOf(values, 'mistake'), values['any-page'] === true];
  if (anyPage && kind.hasAnyPage !== true)
    throw new UsageError(`--any-page: ${name} takes the lowest page that is free`);
  if (mistake !== undefined && !kind.mistakes.includes(mistake))
    throw new UsageError(
      `--mistake ${mistake}: ${kind.mistakes.length === 0 ? `${name} has none` : thereAre(mistake, kind.mistakes)}`,
    );
  return {
    system: kind.make(numbers, { anyPage, mistake }),
    title: `${name} ${numbers.join(' ')} (${kind.parameters.join(', ')}): ${kind.sentence}`,
    words: [
      ...[name, '--scope', numbers.join(',')],
      ...(anyPage ? ['--any-page'] : []),
      ...(mistake === undefined ? [] : ['--mistake', mistake]),
    ],
  };
};

/** The numbers of a scope. Throws a UsageError that says what they are, and how large they may be. */
export const checkedScope = (text: string, { parameters, most }: Pick<SystemKind, 'parameters' | 'most'>): number[] => {
  const numbers = numbersIn(text);
  const isRight =
    numbers.length === parameters.length && numbers.every((number, i) => number >= 1 && number <= most[i]);
  if (isRight) return numbers;
  throw new UsageError(
    `--scope ${text}: expected ${parameters.map((name, i) => `${name} (1 to ${most[i]})`).join(', ')}, as in --scope ${parameters.map(() => 2).join(',')}`,
  );
};

const numbersIn = (text: string): number[] => {
  const numbers = text.split(',').map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number >= 0)) return numbers;
  throw new UsageError(`--scope ${text}: expected whole numbers, as in --scope 4,3,2`);
};

/** What a system must have, and what it is. */
const PARTS: Readonly<Record<string, string>> = {
  words: 'number',
  transitions: 'number',
  begin: 'function',
  step: 'function',
  transitionText: 'function',
  stateText: 'function',
};

/** A file exports by default a system, or a function that makes one of the numbers of `--scope`. */
const ownSystem = async (path: string, scope: readonly number[]): Promise<Asked> => {
  const { exports } = await loadModule(path, 'system');
  const found: unknown = exports.default;
  const made: unknown = typeof found === 'function' ? found(...scope) : found;
  const system = made as Partial<TransitionSystem> | null | undefined;
  const missing = Object.entries(PARTS).find(
    ([name, type]) => typeof (system as Record<string, unknown> | null | undefined)?.[name] !== type,
  );
  if (found === undefined && typeof exports.main === 'function')
    throw new UsageError(
      `${path}: it is a program, and no system: ringfence explore weensyos ${path} --ticks explores what may come of it`,
    );
  if (typeof system !== 'object' || system === null || missing !== undefined)
    throw new UsageError(
      `${path}: it exports no system by default${missing === undefined ? '' : `: ${missing[0]} is no ${missing[1]}`}; docs/exploring.md says what one has`,
    );
  return {
    system: withUsual(system as TransitionSystem, path),
    title: `${system.name ?? path}${scope.length === 0 ? '' : `, scope ${scope.join(', ')}`}`,
    words: [path, ...(scope.length === 0 ? [] : ['--scope', scope.join(',')])],
  };
};

/** What a system of one's own may leave out. */
const withUsual = (system: TransitionSystem, path: string): TransitionSystem => {
  if (system.words < 1 || system.transitions < 1)
    throw new UsageError(`${path}: a system has at least one word and one transition`);
  if (system.invariants !== undefined && system.name !== undefined) return system;
  return Object.assign(Object.create(system) as TransitionSystem, {
    name: system.name ?? path,
    invariants: system.invariants ?? [],
  });
};
