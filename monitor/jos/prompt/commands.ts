/** All commands of the kernel's monitor, and obeying a line that names one. */
import { UsageError } from '../../command-line/usage-error.ts';
import { load, store } from './access.ts';
import { alloc, free, insert, remove } from './allocation.ts';
import type { Command } from './command.ts';
import { dumpphys, dumpvm } from './dump.ts';
import { backtrace, checks, grade, kerninfo, reboot } from './kernel.ts';
import { map } from './map.ts';
import { page, why } from './page.ts';
import type { Session } from './session.ts';
import { setperm } from './setperm.ts';
import { showmappings } from './showmappings.ts';
import { invlpg, tlb } from './tlb.ts';
import { walk } from './walk.ts';

const help: Command = {
  name: 'help',
  parameters: '[COMMAND]',
  does: 'this list, or a line of it',
  words: [0, 1],
  run: (_session, [name]) => {
    if (name === undefined) return [...COMMANDS.map(helpLine), `${LEAVING.join(', ')}: leave`];
    return [helpLine(commandOf(name))];
  },
};

/** In the order of the help: what looks, then what makes the kernel do something. */
const COMMANDS: readonly Command[] = [
  help,
  kerninfo,
  backtrace,
  map,
  showmappings,
  walk,
  tlb,
  dumpvm,
  dumpphys,
  page,
  why,
  free,
  alloc,
  insert,
  remove,
  setperm,
  invlpg,
  load,
  store,
  checks,
  grade,
  reboot,
];
/** What ends the prompt: the real one goes on with whatever the kernel was called for, and here that is nothing. */
const LEAVING: readonly string[] = ['continue', 'exit', 'quit'];

export const COMMAND_NAMES: readonly string[] = [...COMMANDS.map(({ name }) => name), ...LEAVING].sort();

/** The answer to `line`; null to one that ends the prompt. Throws a UsageError for a line that cannot be obeyed. */
export const obey = (session: Session, line: string): readonly string[] | null => {
  const [name, ...words] = line.split(/\s+/).filter((word) => word !== '');
  if (name === undefined) return [];
  if (LEAVING.includes(name)) return null;
  const command = commandOf(name);
  const [least, most] = command.words;
  if (words.length < least || words.length > most) {
    throw new UsageError(`${name}: expected ${command.parameters === '' ? 'nothing after it' : usageOf(command)}`);
  }
  return command.run(session, words);
};

const commandOf = (name: string): Command => {
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) throw new UsageError(`there is no command ${name}; help lists those there are`);
  return command;
};

const usageOf = ({ name, parameters }: Command): string => `${name} ${parameters}`.trim();

const helpLine = (command: Command): string => `${usageOf(command).padEnd(24)} ${command.does}`;
