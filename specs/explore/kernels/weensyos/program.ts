/** A run of WeensyOS as the program that makes it: what each process does stands where it branched off, and the kernel brings them into order itself. */
import type { Question } from '../../../../hardware/hardware.ts';
import { abi } from '../../../../kernel/kernel.ts';
import { textOfScript } from '../../../../userland/userland.ts';
import { choicesIn, type RetoldStep } from '../retold.ts';

/** A step of a run: how a program does it, and which process it made, if it made any. */
export interface ProgramStep extends RetoldStep {
  /** As a program writes it: `pageAlloc(0x101000)`. */
  readonly operation: string;
  readonly child: number | null;
}

/** The boot of the run, in the words of `ringfence run`, and what the oracle was asked. */
export interface ProgramBoot {
  readonly words: string;
  readonly asked: readonly Question[];
}

const INDENT = '  ';

/** The file of a program that does `steps` on a kernel booted as `boot` says, and lets others run when it is done. */
export const programOf = (steps: readonly ProgramStep[], { words, asked }: ProgramBoot): string[] => {
  const body = processLines(steps, 1, 0, INDENT);
  const names = new Set(
    [...body.join('\n').matchAll(/yield (\w+)\(|\(yield (\w+)\(/g)].map(([, one, other]) => one ?? other),
  );
  return [
    `import { ${[...names].toSorted().join(', ')} } from 'ringfence/userland';`,
    '',
    `export const boot = '${words}';`,
    ...oracleLines(steps, asked),
    '',
    'export function* main() {',
    ...body,
    '}',
  ];
};

/** What process `pid` does from step `from` on, and what its children do. */
const processLines = (steps: readonly ProgramStep[], pid: number, from: number, indent: string): string[] => {
  const lines: string[] = [];
  for (let i = from; i < steps.length; i++) {
    const { actor, operation, child, isDone } = steps[i];
    // A number may be given again once its process is gone.
    if (actor !== pid || !isDone) continue;
    if (child === null) lines.push(`${indent}yield ${operation};`);
    else
      lines.push(
        `${indent}if ((yield ${operation}) === 0) {`,
        ...processLines(steps, child, i + 1, indent + INDENT),
        `${indent}}`,
      );
    if (operation.startsWith('exit(')) return lines;
  }
  return [...lines, `${indent}for (;;) yield schedYield();`];
};

/** The same as a script in a line, for a moment to name. */
export const scriptOf = (steps: readonly ProgramStep[]): string => textOfScript(processOperations(steps, 1, 0));

const processOperations = (steps: readonly ProgramStep[], pid: number, from: number): string[] => {
  const made: string[] = [];
  for (let i = from; i < steps.length; i++) {
    const { actor, operation, child, isDone } = steps[i];
    if (actor !== pid || !isDone) continue;
    made.push(child === null ? operation : `${operation}{${processOperations(steps, child, i + 1).join(';')}}`);
    if (operation.startsWith('exit(')) return made;
  }
  return made;
};

const oracleLines = (steps: readonly ProgramStep[], asked: readonly Question[]): string[] => {
  if (asked.length === 0) return [];
  return [
    `export const oracle = { asked: [${asked.map((question) => `'${question}'`).join(', ')}], choices: [${choicesIn(steps).join(', ')}] };`,
  ];
};

/** How programs make the calls of WeensyOS, by their numbers; others by their number alone. */
const WRAPPERS: Readonly<Record<number, string>> = {
  [abi.SYSCALL_GETPID]: 'getpid',
  [abi.SYSCALL_YIELD]: 'schedYield',
  [abi.SYSCALL_PAGE_ALLOC]: 'pageAlloc',
  [abi.SYSCALL_FORK]: 'fork',
  [abi.SYSCALL_EXIT]: 'exit',
  [abi.SYSCALL_PANIC]: 'panic',
};

/** A call as a program writes it. */
export const callText = (number: number, args: readonly number[]): string => {
  const wrapper = WRAPPERS[number];
  const shown = (wrapper === undefined ? [number, ...args] : args).map((value) =>
    value > 9 ? `0x${value.toString(16)}` : String(value),
  );
  return `${wrapper ?? 'systemCall'}(${shown.join(', ')})`;
};
