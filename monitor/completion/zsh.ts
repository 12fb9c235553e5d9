/** Completion for zsh. */
import type { Choice, CommandWords } from './words.ts';

export const zshScript = (commands: readonly CommandWords[]): string => `#compdef ringfence
# Completion of ringfence for zsh: source <(ringfence completion zsh), after compinit
_ringfence() {
  local command=$words[2] before=$words[CURRENT-1] word=$words[CURRENT]
  if [[ $word == --*=* ]]; then before=\${word%%=*}; compset -P '*='; fi
  if (( CURRENT == 2 )); then
    compadd -- ${commands.map(({ name }) => name).join(' ')} --help --version
    return
  fi
  case "$command $before" in
${commands.flatMap(valueCases).join('\n')}
  esac
  case "$command" in
${commands.flatMap(operandCases).join('\n')}
  esac
}
if [[ $funcstack[1] == _ringfence ]]; then _ringfence "$@"; else compdef _ringfence ringfence; fi
`;

const valueCases = ({ name, options }: CommandWords): string[] =>
  options.flatMap((option) =>
    option.takes === null ? [] : [`    '${name} --${option.name}') ${added(option.takes)}; return ;;`],
  );

const operandCases = ({ name, operands, operandsOfJos, options }: CommandWords): string[] => {
  const named = `if [[ $word == -* ]]; then compadd -- ${options.map((option) => `--${option.name}`).join(' ')}; return; fi`;
  const either = `if (( $words[(Ie)jos] )); then ${added(operandsOfJos)}; else ${added(operands)}; fi`;
  const differs = operands.words.join() !== operandsOfJos.words.join();
  return [
    `    ${name})`,
    ...(options.length > 0 ? [`      ${named}`] : []),
    `      ${differs ? either : added(operands)} ;;`,
  ];
};

const added = ({ words, files }: Choice): string =>
  [...(words.length > 0 ? [`compadd -- ${words.join(' ')}`] : []), ...(files ? ['_files'] : [])].join('; ') || ':';
