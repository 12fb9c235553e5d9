/** Completion for fish. */
import type { Choice, CommandWords } from './words.ts';

export const fishScript = (commands: readonly CommandWords[]): string =>
  [
    '# Completion of ringfence for fish: ringfence completion fish | source',
    'complete -c ringfence -f',
    `complete -c ringfence -n __fish_use_subcommand -a '${commands.map(({ name }) => name).join(' ')}'`,
    'complete -c ringfence -n __fish_use_subcommand -l help -l version',
    ...commands.flatMap(linesOf),
    '',
  ].join('\n');

const linesOf = ({ name, operands, operandsOfJos, options }: CommandWords): string[] => {
  const isGiven = `__fish_seen_subcommand_from ${name}`;
  const complete = (condition: string, rest: string): string => `complete -c ringfence -n '${condition}' ${rest}`;
  const differs = operands.words.join() !== operandsOfJos.words.join();
  const isJos = 'contains -- jos (commandline -opc)';
  const choices = differs
    ? [[`${isGiven}; and not ${isJos}`, operands] as const, [`${isGiven}; and ${isJos}`, operandsOfJos] as const]
    : [[isGiven, operands] as const];
  return [
    ...choices.flatMap(([condition, choice]) => (isEmpty(choice) ? [] : [complete(condition, argumentsOf(choice))])),
    ...options.map(({ name: option, takes }) =>
      complete(
        isGiven,
        `-l ${option}${takes === null ? '' : ` ${takes.files ? '-r' : '-x'} ${argumentsOf(takes)}`}`.trimEnd(),
      ),
    ),
  ];
};

const isEmpty = ({ words, files }: Choice): boolean => words.length === 0 && !files;

const argumentsOf = ({ words, files }: Choice): string =>
  [...(files ? ['-F'] : []), ...(words.length > 0 ? [`-a '${words.join(' ')}'`] : [])].join(' ');
