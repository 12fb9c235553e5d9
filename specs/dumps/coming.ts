/**
 * What comes next after a dump that was taken at an entry into the kernel, in words: who enters it, and why. A gdb script printed registers, a name and
 * a value each, behind the number of the dump.
 */
import { SYSCALL_NAMES as JOS_CALLS } from '../../kernel/jos/abi.ts';
import { JOS_CALLS as JOS_DESCRIPTIONS } from '../../kernel/jos/call-descriptions.ts';
import { SYSCALL_NAMES } from '../../kernel/weensyos/abi.ts';
import { WEENSYOS_CALLS } from '../../kernel/weensyos/call-descriptions.ts';

const TICK = 32;
const PAGE_FAULT = 14;
const JOS_CALL = 48;

/** Registers at the entry of an event of WeensyOS. */
export interface Entered {
  readonly pid: number;
  readonly rax: number;
  readonly rdi: string;
  /** -1 for a system call; null where nobody says. */
  readonly vector: number | null;
  readonly cr2?: string | undefined;
}

/** `page_alloc(0x104000) of process 3`, `a tick in process 2`. */
export const enteredText = ({ pid, rax, rdi, vector, cr2 }: Entered): string => {
  const who = `process ${pid}`;
  if (vector !== null && vector >= 0) return trapText(vector, who, cr2);
  const call = WEENSYOS_CALLS.find(({ number }) => number === rax);
  const passed = (call?.arguments.length ?? 0) > 0 ? `(${rdi})` : '';
  const text = `${SYSCALL_NAMES[rax] ?? `system call ${rax}`}${passed} of ${who}`;
  return vector === null ? `${text}, if it is a system call` : text;
};

const trapText = (vector: number, who: string, cr2: string | undefined): string => {
  if (vector === TICK) return `a tick in ${who}`;
  return vector === PAGE_FAULT
    ? `a page fault of ${who}${cr2 === undefined ? '' : ` at ${cr2}`}`
    : `exception ${vector} of ${who}`;
};

/** What `line`, as a gdb script and `run --dumps` write it beside a dump, says of what comes next; null for a line of another form. */
export const comingText = (line: string): string | null => {
  const [, number, rest = ''] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
  if (number === undefined) return null;
  const [, name, args] = /^call (\w+) args ?(.*)$/.exec(rest) ?? [];
  if (name !== undefined) return `${name}(${args.trim().split(/ +/).join(', ')})`;
  const values = new Map([...rest.matchAll(/([a-z]\w*) (\S+)/g)].map(([, key, value]) => [key, value]));
  return ofWeensy(values) ?? ofJos(values);
};

type Values = ReadonlyMap<string, string>;

const ofWeensy = (values: Values): string | null => {
  const [pid, rax, rdi = '0'] = [values.get('pid'), values.get('rax'), values.get('rdi')];
  if (pid === undefined || rax === undefined) return null;
  const vector = values.get('intno');
  const cr2 = values.get('cr2');
  return enteredText({
    pid: Number(pid),
    rax: Number(rax),
    rdi,
    vector: vector === undefined ? null : Number(vector),
    cr2,
  });
};

const ofJos = (values: Values): string | null => {
  const [env, trapno, eax] = [values.get('env'), values.get('trapno'), values.get('eax')];
  if (env === undefined || trapno === undefined) return null;
  const who = `environment ${env.padStart(8, '0')}`;
  if (Number(trapno) !== JOS_CALL) return trapText(Number(trapno), who, values.get('cr2'));
  const name = JOS_CALLS[Number(eax)] ?? `system call ${eax}`;
  const count = JOS_DESCRIPTIONS.find((call) => call.name === name)?.arguments.length ?? 0;
  const passed = ['edx', 'ecx', 'ebx'].slice(0, count).flatMap((register) => values.get(register) ?? []);
  return `${name}${passed.length === 0 ? '' : `(${passed.join(', ')}${passed.length < count ? ', …' : ''})`} of ${who}`;
};
