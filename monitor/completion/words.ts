/** What there is to complete: for each command its options, what each takes, and what may stand without one. */
import { ALLOCATORS } from '../../kernel/kernel.ts';
import { JOS_PROGRAM_NAMES, PROGRAM_NAMES, SUBJECTS } from '../../presentation/presentation.ts';
import { SIZES, seededBugs } from '../../specs/specs.ts';
import type { OptionTable } from '../command-line/options.ts';
import { PLOTS } from '../fuzz/picture.ts';
import { EVENT_TYPES } from '../run/event-fields.ts';

/** Words, and whether files, too. */
export interface Choice {
  readonly words: readonly string[];
  readonly files: boolean;
}

export interface CommandWords {
  readonly name: string;
  /** What may stand without an option; of JOS, where that is another. */
  readonly operands: Choice;
  readonly operandsOfJos: Choice;
  readonly options: readonly OptionWords[];
}

export interface OptionWords {
  readonly name: string;
  /** Null if it takes no value. */
  readonly takes: Choice | null;
}

/** Commands by name, each loaded when it is asked for. */
export type CommandTable = Readonly<Record<string, () => Promise<{ readonly options: OptionTable }>>>;

const among = (...words: readonly string[]): Choice => ({ words, files: false });
const orFile = (...words: readonly string[]): Choice => ({ words, files: true });
const NOTHING = among();
const FILE = orFile();

/** What options take, whichever command has them; what is not here is a number, or a text of one's own. */
const VALUES: Readonly<Record<string, Choice>> = {
  kernel: orFile('jos'),
  lab: among('2', '4'),
  variant: among('mit', 'sjtu'),
  allocator: among(...Object.keys(ALLOCATORS)),
  check: among('every-trap', 'every-tick', 'end', 'off'),
  until: among('saturated', 'idle'),
  order: among('first-fit', 'cursor:', 'random:'),
  timer: among('off', 'cycles:', 'every:'),
  contract: among('strict', 'open'),
  'gdb-script': among('weensyos', 'jos'),
  events: among(...EVENT_TYPES.map((type) => type.replaceAll(' ', '_'))),
  plot: among(...Object.keys(PLOTS)),
  sizes: among(...Object.keys(SIZES).map((name) => name.replaceAll(' ', '-'))),
  programs: orFile(...PROGRAM_NAMES, ...JOS_PROGRAM_NAMES),
  ...Object.fromEntries(
    [
      'picture',
      'record-allocations',
      'replay',
      'save',
      'failures',
      'junit',
      'final',
      'trace',
      'chart',
      'stacks',
      'cast',
      'symbols',
      'registers',
      'layout',
      'image',
    ].map((name) => [name, FILE] as const),
  ),
};

/** What stands without an option, by command. */
const operandsOf = async (name: string, commands: readonly string[]): Promise<Choice> => {
  const programs = orFile(...PROGRAM_NAMES);
  const bugs = async (): Promise<readonly string[]> => (await seededBugs()).map(({ id }) => id);
  const known: Readonly<Record<string, () => Choice | Promise<Choice>>> = {
    run: () => programs,
    export: () => programs,
    walk: () => programs,
    step: () => programs,
    page: () => programs,
    why: () => orFile(...PROGRAM_NAMES, ...SUBJECTS),
    record: () => among('weensyos', 'jos'),
    compare: () => FILE,
    judge: () => FILE,
    fuzz: () => orFile(...Object.keys(ALLOCATORS)),
    bugs: async () => among('list', 'show', 'hunt', ...(await bugs())),
    completion: () => among('bash', 'zsh', 'fish'),
    help: () => among(...commands),
  };
  return (await known[name]?.()) ?? NOTHING;
};

/** The same with JOS's programs, where there are some. */
const ofJos = ({ words, files }: Choice): Choice => {
  const others = words.filter((word) => !PROGRAM_NAMES.includes(word));
  return others.length === words.length ? { words, files } : { words: [...JOS_PROGRAM_NAMES, ...others], files };
};

/** All that there is to complete, for the commands of `table`, and `help`. */
export const wordsOf = async (table: CommandTable): Promise<readonly CommandWords[]> => {
  const names = Object.keys(table);
  const entries = [...Object.entries(table), ['help', async () => ({ options: {} })] as const];
  return Promise.all(
    entries.map(async ([name, load]) => {
      const [{ options }, operands] = await Promise.all([load(), operandsOf(name, names)]);
      return { name, operands, operandsOfJos: ofJos(operands), options: Object.entries(options).map(optionWords) };
    }),
  );
};

const optionWords = ([name, { type }]: readonly [string, OptionTable[string]]): OptionWords => {
  // `--check` of jos takes nothing, and that of run does.
  return { name, takes: type === 'boolean' ? null : (VALUES[name] ?? NOTHING) };
};
