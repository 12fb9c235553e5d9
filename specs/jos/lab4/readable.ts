/** A random scenario as code that a reader of lab 4 knows: the system calls that its program makes, one a line. */
import type { CallDescription } from '../../../kernel/kernel.ts';
import type { EnvScenario } from './scenario.ts';
import {
  addressOf,
  argumentsOf,
  type EnvStep,
  type Kind,
  permissionsOf,
  unknownNumber,
  type Value,
  wordOf,
} from './step.ts';

const FEW = 9;
const text = (value: Value): string =>
  typeof value === 'number' && value > FEW ? `0x${value.toString(16)}` : String(value);

/** `sys_page_alloc` is `sysPageAlloc` for programs. */
const wrapperOf = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The steps of `scenario` in lines. A child goes on with the same lines. */
export const stepLines = (
  kinds: readonly Kind[],
  calls: readonly CallDescription[],
  { steps }: Pick<EnvScenario, 'steps'>,
): string[] => steps.map((step) => lineOf(kinds[step[0] % kinds.length], calls, step));

const lineOf = (kind: Kind, calls: readonly CallDescription[], step: EnvStep): string => {
  const va = text(addressOf(step));
  switch (kind) {
    case 'fork':
      return 'child = yield* fork();';
    case 'store':
      return `yield store32(${va}, ${wordOf(step)});`;
    case 'load':
      return `yield load32(${va});`;
    case 'exit':
      return 'yield exit();';
    case 'unknown':
      return `yield systemCall(${unknownNumber(calls, step)});`;
    case 'message': {
      const sent = `sysIpcTrySend(child, ${step[1] ?? 0}, ${va}, ${text(permissionsOf(step))})`;
      return `yield depth > 0 ? sysIpcRecv(${va}) : ${sent};`;
    }
    default: {
      const code = `yield ${wrapperOf(kind.name)}(${argumentsOf(kind, step).map(text).join(', ')});`;
      return kind.fate === 'forks' ? `child = ${code}` : code;
    }
  }
};

/** Under what it runs, if that is not as usual. */
export const conditionLines = ({ asked, answers, timer }: EnvScenario): string[] => {
  const ticks = timer.mode === 'every' ? `each ${timer.period}th event is a tick` : `the timer is ${timer.mode}`;
  const given = answers.some((answer) => answer > 0) && asked.length > 0;
  return [
    'a child goes on with the same lines',
    `${ticks}${given ? `; asked about ${asked.join(', ')}, the answers are ${answers.join(' ')}` : ''}`,
  ];
};
