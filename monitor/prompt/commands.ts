/** Commands that a prompt obeys: lines that begin with a name. */
import { UsageError } from '../../presentation/boot/usage-error.ts';

export interface Command<Session, Answer = readonly string[]> {
  readonly name: string;
  /** What follows the name, as in `VA [VA]`. */
  readonly parameters: string;
  readonly does: string;
  /** How many words may follow the name. */
  readonly words: readonly [least: number, most: number];
  /** Does it, and returns the lines of the answer. Throws a UsageError for words that make no sense. `rest` is what follows the name, as it stands. */
  readonly run: (session: Session, words: readonly string[], rest: string) => Answer;
}

export class Commands<Session, Answer = readonly string[]> {
  /** All names that there are, in the order of the alphabet. */
  readonly names: readonly string[];
  private readonly commands: readonly Command<Session, Answer>[];
  private readonly leaving: readonly string[];

  /** `commands` are in the order of the help; the names `leaving` end the prompt. */
  constructor(commands: readonly Command<Session, Answer>[], leaving: readonly string[]) {
    this.commands = commands;
    this.leaving = leaving;
    this.names = [...commands.map(({ name }) => name), ...leaving].sort();
  }

  /** The answer to `line`; null to one that ends the prompt. An empty one has none. Throws a UsageError for a line that cannot be obeyed. */
  obey(session: Session, line: string): Answer | readonly string[] | null {
    const [name, ...words] = line.split(/\s+/).filter((word) => word !== '');
    if (name === undefined) return [];
    if (this.leaving.includes(name)) return null;
    const command = this.named(name);
    const [least, most] = command.words;
    if (words.length < least || words.length > most) {
      throw new UsageError(`${name}: expected ${command.parameters === '' ? 'nothing after it' : usageOf(command)}`);
    }
    return command.run(session, words, line.trim().slice(name.length).trim());
  }

  /** What there is, a line a command; or of one by its name. */
  help(name?: string): readonly string[] {
    if (name !== undefined) return [this.helpLine(this.named(name))];
    return [...this.commands.map((command) => this.helpLine(command)), `${this.leaving.join(', ')}: leave`];
  }

  private named(name: string): Command<Session, Answer> {
    const command = this.commands.find((one) => one.name === name);
    if (command !== undefined) return command;
    throw new UsageError(`there is no command ${name}; help lists those there are`);
  }

  private helpLine(command: Command<Session, Answer>): string {
    return `${usageOf(command).padEnd(24)} ${command.does}`;
  }
}

const usageOf = ({ name, parameters }: Pick<Command<never>, 'name' | 'parameters'>): string =>
  `${name} ${parameters}`.trim();
