/** Completion for bash, from version 3.2 on. */
import type { Choice, CommandWords } from './words.ts';

export const bashScript = (
  commands: readonly CommandWords[],
): string => `# Completion of ringfence for bash: source <(ringfence completion bash)
_ringfence() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} words='' files=''
  # bash makes three words of --option=value.
  if [[ $word == = ]]; then word=''
  elif [[ $before == = ]]; then before=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  if [[ $COMP_CWORD == 1 ]]; then
    words='${commands.map(({ name }) => name).join(' ')} --help --version'
  else
    case "$command $before" in
${commands.flatMap(valueCases).join('\n')}
      *)
        case "$command" in
${commands.flatMap(operandCases).join('\n')}
        esac ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY+=($(compgen -f -- "$word"))
  fi
}
complete -F _ringfence ringfence
`;

const valueCases = ({ name, options }: CommandWords): string[] =>
  options.flatMap((option) =>
    option.takes === null ? [] : [`      '${name} --${option.name}') ${assigned(option.takes)} ;;`],
  );

const operandCases = ({ name, operands, operandsOfJos, options }: CommandWords): string[] => {
  const named = options.map((option) => `--${option.name}`).join(' ');
  const plain = assigned(operands, named);
  if (operands === operandsOfJos || operands.words.join() === operandsOfJos.words.join())
    return [`          ${name}) ${plain} ;;`];
  return [
    `          ${name})`,
    `            if [[ " \${COMP_WORDS[*]} " == *' jos '* ]]; then ${assigned(operandsOfJos, named)}`,
    `            else ${plain}`,
    '            fi ;;',
  ];
};

/** Options are offered once a hyphen is there, or where nothing else can stand. */
const assigned = ({ words, files }: Choice, options = ''): string => {
  const isAll = options !== '' && (words.length > 0 || files);
  const all = isAll
    ? `if [[ $word == -* ]]; then words='${options}'; else words='${words.join(' ')}'${files ? ' files=1' : ''}; fi`
    : '';
  return all || `words='${[...words, ...(options === '' ? [] : [options])].join(' ')}'${files ? ' files=1' : ''}`;
};
