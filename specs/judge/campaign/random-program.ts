/**
 * Random programs for any kernel that describes its system calls: calls with arguments at and around every boundary of their domains, loads
 * and stores anywhere. They are scripts, so that they shrink well and read like code.
 */
import fc from 'fast-check';
import { PAGE_SIZE } from '../../../hardware/hardware.ts';
import type { CallDescription, Domain } from '../../../kernel/kernel.ts';
import {
  compute,
  defineScript,
  disableInterrupts,
  goTo,
  load8,
  load32,
  type OperationStep,
  type ProgramFile,
  type Step,
  softwareInterrupt,
  store8,
  store32,
  systemCall,
} from '../../../userland/userland.ts';

/** A system call that is drawn: what it says of itself, and the wrapper by which programs know it, if there is one. */
export interface Drawn {
  readonly call: CallDescription;
  readonly wrapper?: OperationStep[0];
  /** How often it comes among other steps; a load or store in its own page has 12. */
  readonly weight?: number;
}

/** What programs of one kernel are made of. */
export interface Vocabulary {
  readonly calls: readonly Drawn[];
  /** Numbers of calls that nobody declared. Those that answer are called like others; those that panic, only last. */
  readonly answering: readonly number[];
  readonly panicking: readonly number[];
  /** A page that each program has from the start, for it to write. */
  readonly own: number;
  /** Pages that it may come to have; and pages at the edges of what it may ask for or touch, and beyond. */
  readonly pages: readonly number[];
  readonly strange: readonly number[];
  /** Where a program jumps that goes astray. */
  readonly targets: readonly number[];
  /** What lets others run, and what a program does when it is over. */
  readonly idle: OperationStep;
}

/** Words that have hurt before. */
const WORDS = [0, 1, 2, 3, 7, 255, 256, PAGE_SIZE, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, -1];
const LENGTHS = [0, 1, 2, PAGE_SIZE - 1, PAGE_SIZE, PAGE_SIZE + 1, 3 * PAGE_SIZE, 2 ** 31, 2 ** 32 - 1];
const PERMISSIONS = [7, 5, 0x207, 0x405, 4, 3, 1, 0, 0x87];
/** Mostly the numbers that most kernels give to two programs, so that calls on another process come to something. */
const IDS = [1, 2, 1, 2, 1, 2, 0, 3, 16, 0x7777];
const MOST_STEPS = 40;

const offset = fc.oneof(fc.constantFrom(0, 1, PAGE_SIZE - 4, PAGE_SIZE - 2, PAGE_SIZE - 1), fc.nat(PAGE_SIZE - 1));
const byte = fc.integer({ min: 1, max: 255 });
const within = (page: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.tuple(page, offset).map(([start, at]) => start + at);

/** Values of an argument of `domain`: mostly such as make sense, now and then at a boundary or beyond it. */
export const valuesOf = (domain: Domain, { pages, strange, own }: Vocabulary): fc.Arbitrary<number> => {
  const anywhere = within(fc.constantFrom(own, ...pages, ...strange));
  if (domain === 'page') {
    const edges = fc.oneof(fc.constantFrom(...strange), anywhere);
    return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pages) }, { weight: 1, arbitrary: edges });
  }
  if (domain === 'address') return fc.oneof(fc.constantFrom(own, ...pages), anywhere);
  if (domain === 'id') return fc.constantFrom(...IDS);
  if (domain === 'permissions') return fc.constantFrom(...PERMISSIONS);
  if (domain === 'length') return fc.constantFrom(...LENGTHS);
  if (domain === 'word' || domain === 'entry') return fc.oneof(fc.constantFrom(...WORDS), fc.integer());
  return fc.constantFrom(...domain, Math.max(...domain) + 1, -1);
};

/** A step as it is kept: the name of the operation, and its operands. */
export type EncodedStep = readonly [name: string, ...operands: number[]];

/** Operations that need no kernel. */
const PLAIN: readonly OperationStep[0][] = [
  ...[store8, load8, store32, load32, compute, goTo],
  ...[softwareInterrupt, disableInterrupts, systemCall],
];

interface Weighted {
  readonly weight: number;
  readonly arbitrary: fc.Arbitrary<OperationStep>;
}

const step = (weight: number, make: OperationStep[0], ...operands: fc.Arbitrary<number>[]): Weighted => ({
  weight,
  arbitrary: fc.tuple(...operands).map((values): OperationStep => [make, ...values]),
});

/** A call by its wrapper, which takes the arguments; or by its number. */
const callStep = ({ call, wrapper, weight = 3 }: Drawn, vocabulary: Vocabulary): Weighted => {
  const operands = call.arguments.map(({ domain }) => valuesOf(domain, vocabulary));
  return wrapper === undefined
    ? step(weight, systemCall, fc.constant(call.number), ...operands)
    : step(weight, wrapper, ...operands);
};

/** A step of a program that has asked for `pages`: mostly within them, now and then anywhere. */
const anyStep = (vocabulary: Vocabulary, pages: readonly number[]): fc.Arbitrary<OperationStep> => {
  const { own, strange, calls, answering } = vocabulary;
  const page = fc.constantFrom(own, ...pages);
  // What brings a page is asked for it anywhere; other calls mostly speak of pages that are there.
  const there = { ...vocabulary, pages: [...vocabulary.pages, ...pages, ...pages] };
  const known = ({ call }: Drawn): Vocabulary => (call.fresh === undefined ? there : vocabulary);
  const inside = fc.tuple(page, fc.constantFrom(0, 1, PAGE_SIZE - 1)).map(([start, at]) => start + at);
  const anywhere = within(fc.constantFrom(...vocabulary.pages, ...strange));
  return fc.oneof(
    ...calls.filter(({ call }) => call.fate !== 'stops the machine').map((drawn) => callStep(drawn, known(drawn))),
    ...answering.map((number) =>
      step(2, systemCall, fc.constant(number), valuesOf('page', vocabulary), valuesOf('word', vocabulary)),
    ),
    step(12, store8, inside, byte),
    step(12, load8, inside),
    step(2, store32, within(page), byte),
    step(2, load32, within(page)),
    step(1, load32, anywhere),
    step(1, store8, anywhere, byte),
    step(4, compute, fc.nat(3000)),
  );
};

/** What ends a process, or the kernel: foreign bytes, what ring 3 refuses, and calls that a kernel may panic over. */
const lastSteps = ({ targets, calls, panicking }: Vocabulary): fc.Arbitrary<readonly OperationStep[]> =>
  fc.constantFrom<readonly OperationStep[]>(
    [],
    ...targets.map((target): readonly OperationStep[] => [[goTo, target]]),
    [[softwareInterrupt, 14]],
    [[disableInterrupts]],
    ...panicking.map((number): readonly OperationStep[] => [[systemCall, number]]),
    ...calls
      .filter(({ call }) => call.fate === 'stops the machine')
      .map(({ call, wrapper = systemCall }): readonly OperationStep[] => [
        [wrapper, ...(wrapper === systemCall ? [call.number] : call.arguments.map(() => 0))],
      ]),
  );

/** The steps of a program that asks for some pages and does random things with them; after that it only lets others run. */
export const randomSteps = (vocabulary: Vocabulary): fc.Arbitrary<readonly OperationStep[]> => {
  const allocation = vocabulary.calls.find(({ call }) => call.fresh !== undefined);
  const allocate = (page: number): OperationStep =>
    allocation?.wrapper === undefined ? [systemCall, allocation?.call.number ?? 0, page] : [allocation.wrapper, page];
  const last = fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, lastSteps(vocabulary));
  return fc
    .subarray(allocation === undefined ? [] : [...vocabulary.pages])
    .chain((pages) =>
      fc
        .tuple(fc.array(anyStep(vocabulary, pages), { maxLength: MOST_STEPS, size: 'max' }), last)
        .map(([steps, end]) => [...pages.map(allocate), ...steps, ...end]),
    );
};

/** Steps as plain data, and back. Throws a RangeError for a step that programs of `vocabulary` cannot do. */
export const encodeSteps = (steps: readonly OperationStep[]): EncodedStep[] =>
  steps.map(([make, ...operands]) => [make.name, ...operands]);

export const decodeSteps = ({ calls, idle }: Vocabulary, encoded: readonly EncodedStep[]): OperationStep[] => {
  const wrappers = calls.flatMap(({ wrapper }) => wrapper ?? []);
  const makers = new Map([...PLAIN, ...wrappers, idle[0]].map((make) => [make.name, make]));
  return encoded.map(([name, ...operands]) => {
    const make = makers.get(name);
    if (make === undefined) throw new RangeError(`there is no operation ${name}`);
    return [make, ...operands];
  });
};

/** The program that does `steps`, and then only lets others run. */
export const scriptOf = ({ idle }: Vocabulary, steps: readonly OperationStep[], base: number): ProgramFile => {
  const script: Step[] = [...steps, idle, { to: steps.length }];
  return defineScript({ name: 'script', base, bssSize: PAGE_SIZE }, script);
};

/** The same as the generator that does it, line by line. */
export const generatorLines = ({ idle, calls }: Vocabulary, steps: readonly OperationStep[]): string[] => {
  const names = new Map(calls.map(({ call }) => [call.number, call.name]));
  const lineOf = (made: OperationStep): string => {
    const name = made[0] === systemCall ? names.get(made[1] ?? 0) : undefined;
    return `${statementOf(made)}${name === undefined ? '' : ` // ${name}`}`;
  };
  return ['export function* main() {', ...steps.map((made) => `  ${lineOf(made)}`), `  for (;;) ${lineOf(idle)}`, '}'];
};

/** The same as a whole file, which imports what it uses from `library`. */
export const programLines = (vocabulary: Vocabulary, steps: readonly OperationStep[], library: string): string[] => {
  const names = new Set([vocabulary.idle, ...steps].map(([make]) => make.name));
  const imports = `import { ${[...names].toSorted().join(', ')} } from '${library}';`;
  return [imports, '', ...generatorLines(vocabulary, steps)];
};

const statementOf = ([make, ...operands]: OperationStep): string =>
  `yield ${make.name}(${operands.map((operand) => (operand > 9 ? `0x${operand.toString(16)}` : operand)).join(', ')});`;
