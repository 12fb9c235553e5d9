/** Events of JOS, as rules about them must know them: by the line beside a dump, and by the trap frame on the kernel's stack. */
import { PAGE_SIZE, trap, trapframe, va } from '../../../hardware/hardware.ts';
import type { EnvironmentView } from '../../../kernel/jos/env-view.ts';
import { callOf, type EnteredByLine, enteredIn, enteredText } from '../event-line.ts';
import type { OpenDump } from '../open-dump.ts';
import { type Passed, type Place, registersOf } from '../transitions/event.ts';
import { trapFrameWords } from './entry.ts';
import { DumpedJosView } from './view.ts';

/** Those that nobody knows are missing. */
type Arguments = readonly (number | undefined)[];

/** What calls that change memory change, by their arguments: whose, and where; beside them those that change none. */
const CHANGING: Readonly<
  Record<string, (args: Arguments) => readonly [envid: number | undefined, va?: number | undefined]>
> = {
  sys_env_destroy: ([envid]) => [envid],
  sys_page_alloc: ([envid, at]) => [envid, at],
  sys_page_map: ([, , envid, at]) => [envid, at],
  sys_page_unmap: ([envid, at]) => [envid, at],
};
const QUIET = ['sys_cputs', 'sys_cgetc', 'sys_getenvid', 'sys_exofork', 'sys_env_set_status'];
const MORE_QUIET = ['sys_env_set_pgfault_upcall', 'sys_yield', 'sys_ipc_try_send', 'sys_ipc_recv'];
const RESULT = [trapframe.TF_EAX];
/** What a line tells of them, in its order. */
const TOLD = [trapframe.TF_EIP, trapframe.TF_EAX, trapframe.TF_EDX, trapframe.TF_ECX, trapframe.TF_EBX];
/** In the order in which calls pass them. */
const ARGUMENTS = [trapframe.TF_EDX, trapframe.TF_ECX, trapframe.TF_EBX, trapframe.TF_EDI, trapframe.TF_ESI];

/** What `note` says came after `dump`; null if it does not say, is of another moment, or it is not known what that may do. */
export const passedIn = ({ machine, view }: OpenDump, note: string): Passed | null => {
  const entered = enteredIn(note);
  if (entered === null || !(view instanceof DumpedJosView) || view.course !== 'mit') return null;
  const environments = view.processes();
  const running = environments.filter(({ slot }) => view.isCurrent(slot));
  // Of several processors each is somewhere, and their events lie between each other.
  if (running.length !== 1 || running[0].pid !== entered.pid) return null;
  const call = callOf('JOS', entered);
  const told = [entered.instruction, entered.call, ...entered.args.map(Number)].map(
    (value, i) => [TOLD[i], value] as const,
  );
  if (told.length < TOLD.length || told.some(([, value]) => Number.isNaN(value))) return null;
  if (call !== null && !(call in CHANGING) && ![...QUIET, ...MORE_QUIET].includes(call)) return null;
  const registers = registersOf(
    trapFrameWords(machine, view.kernelRoot),
    new Map(told.map(([at, value]) => [at, value | 0])),
  );
  const args = ARGUMENTS.map((at) => registers.get(at)).map((word) => (word === undefined ? undefined : word >>> 0));
  const isFault = entered.vector === trap.PAGE_FAULT;
  const asks = isFault ? resolved(entered) : asksOf(environments, entered.pid, call, args);
  const [first] = asks;
  return {
    ...{
      text: enteredText('JOS', entered),
      caller: entered.pid,
      asks,
      registers,
      result: RESULT,
      ends: endsCaller(call, args, entered.pid),
    },
    fresh: call === 'sys_page_alloc' && first?.va !== undefined ? { pid: first.pid, va: first.va } : null,
    forks: call === 'sys_exofork' ? 'registers' : null,
    // A fault that a program handles itself leaves it elsewhere, with a frame on its stack.
    sends: isFault ? [entered.pid] : [],
  };
};

/** A page fault may be resolved in the kernel, where the lab leaves it to programs: by a page there, another one, or with more rights. */
const resolved = ({ pid, faulted }: EnteredByLine): Place[] => [
  { pid, ...(faulted !== undefined && { va: pageAt(Number(faulted)) }) },
];

const endsCaller = (call: string | null, [envid]: Arguments, pid: number): boolean =>
  call === 'sys_env_destroy' && (envid === 0 || envid === pid);

/** Whose memory it may change: of others only that of children, and of one that waits for a page. */
const asksOf = (
  environments: readonly EnvironmentView[],
  caller: number,
  call: string | null,
  args: Arguments,
): Place[] => {
  const [envid, at] = CHANGING[call ?? '']?.(args) ?? [];
  const find = (id = 0): EnvironmentView | undefined => environments.find(({ pid }) => pid === (id | 0 || caller));
  if (call === 'sys_ipc_try_send') {
    const receiver = find(args[0]);
    return receiver?.recving === true ? [{ pid: receiver.pid, va: pageAt(receiver.dstva) }] : [];
  }
  const touched = envid === undefined ? undefined : find(envid);
  if (touched === undefined || (touched.pid !== caller && touched.parentId !== caller)) return [];
  return [{ pid: touched.pid, ...(at !== undefined && { va: pageAt(at) }) }];
};

const pageAt = (address: number) => va(address - (address % PAGE_SIZE));
