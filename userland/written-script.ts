/**
 * Scripts that are written in a line, as moments name programs that are in no file: `script:pageAlloc(0x101000);fork(){exit()};store8(0x101000,1)`.
 * What stands in braces is what the child does. Who is done lets others run for ever.
 */
import { load8, store8, systemCall } from '../hardware/operation.ts';
import type { ProgramFile } from './program.ts';
import { defineScript, type OperationStep, type Step } from './script.ts';
import { exit, fork, getpid, pageAlloc, panic, schedYield } from './weensyos.ts';

const PREFIX = 'script:';
const MAKERS: Readonly<Record<string, OperationStep[0]>> = {
  ...{ exit, fork, getpid, pageAlloc, panic, schedYield },
  ...{ load8, store8, systemCall },
};
const OPERATION = /^(\w+)\(((?:-?\w+(?:,-?\w+)*)?)\)/;

/** An operation, and what the child does if it is a fork. */
interface WrittenStep {
  readonly step: OperationStep;
  readonly child: readonly WrittenStep[] | null;
}

/** Whether `name` is that of a script, which says all that it does. */
export const isWrittenScript = (name: string): boolean => name.startsWith(PREFIX);

/** The program that `text` says. Throws a RangeError for what is no script. */
export const writtenScript = (text: string): ProgramFile => {
  const { steps, rest } = read(text.slice(PREFIX.length).replaceAll(' ', ''));
  if (rest !== '') throw new RangeError(`a script has operations with ; between, and here is ${rest.slice(0, 20)}`);
  const program: Step[] = [];
  place(steps, program);
  return defineScript({ name: 'script' }, program);
};

/** The text of a script of `operations`, which are as programs write them. */
export const textOfScript = (operations: readonly string[]): string =>
  PREFIX + operations.join(';').replaceAll(' ', '');

/** The steps that `text` begins with, and what comes after them. */
const read = (text: string): { readonly steps: readonly WrittenStep[]; readonly rest: string } => {
  const steps: WrittenStep[] = [];
  let rest = text;
  for (let found = OPERATION.exec(rest); found !== null; found = OPERATION.exec(rest)) {
    const [whole, name, operands] = found;
    if (!Object.hasOwn(MAKERS, name))
      throw new RangeError(`a script has no ${name}: there are ${Object.keys(MAKERS).join(', ')}`);
    const step: OperationStep = [MAKERS[name], ...operands.split(',').filter(Boolean).map(numberIn)];
    const child = rest[whole.length] === '{' ? read(rest.slice(whole.length + 1)) : null;
    if (child !== null && child.rest[0] !== '}') throw new RangeError('a brace of a script is not closed');
    steps.push({ step, child: child?.steps ?? null });
    rest = (child?.rest.slice(1) ?? rest.slice(whole.length)).replace(/^;/, '');
  }
  return { steps, rest };
};

const numberIn = (text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`a script passes whole numbers, and ${text} is none`);
};

/** Appends `steps` to `program`, and after them those of children. */
const place = (steps: readonly WrittenStep[], program: Step[]): void => {
  const children: [number, readonly WrittenStep[]][] = [];
  for (const { step, child } of steps) {
    program.push(step);
    if (child !== null) children.push([program.push({ to: 0 }) - 1, child]);
  }
  program.push([schedYield], { to: program.length });
  for (const [at, child] of children) {
    program[at] = { to: program.length, ifZero: true };
    place(child, program);
  }
};
