/**
 * The moments at which real kernels are stopped for a dump, met in a model: where the kernel was entered and has done nothing yet; in lab 2 of
 * JOS, which has no programs, where a function of the lab is called. A line names what comes next, in the words that a debugger's script prints.
 */
import { type Cpu, frame, type MachineEvent, register, trap } from '../../../hardware/hardware.ts';
import { JosKernel, JosLab4, type Watched } from '../../../kernel/kernel.ts';

/** Told of each stop what comes next; memory is as the event before left it. */
export type Stopped = (next: string) => void;

const ENTRIES = ['system call', 'timer', 'exception'] as const;
type Entry = Extract<MachineEvent, { readonly type: (typeof ENTRIES)[number] }>;

/** Has `stopped` told of every such moment of `kernel` from now on. */
export const followStops = (kernel: Watched, stopped: Stopped): void => {
  if (kernel instanceof JosKernel && !(kernel instanceof JosLab4)) followCalls(kernel, stopped);
  else kernel.machine.listen((event) => stopped(entryText(kernel, event as Entry)), ENTRIES);
};

/** Who enters the kernel, and why: the registers as the program left them, and CR3 as the processor finds it. */
const entryText = ({ machine, view }: Watched, event: Entry): string => {
  const { cpu } = machine;
  const pid = view.pidOf(event.slot);
  const faulted = event.type === 'exception' && event.vector === trap.PAGE_FAULT ? ` cr2 ${hex(event.address)}` : '';
  const control = `cr3 ${hex(cpu.control(register.CR3))}`;
  if (machine.paging === 'x86-64') {
    const registers = `rax ${cpu.get(frame.RAX)} rdi ${hex(cpu.get(frame.RDI))} rip ${hex(cpu.get(frame.RIP))}`;
    return `pid ${pid} ${registers} ${control} intno ${vectorOf(event, -1)}${faulted}`;
  }
  const env = view.labelOf?.(pid).replace(/^0+(?=.)/, '') ?? String(pid);
  const registers = `eax ${cpu.get(frame.RAX) | 0} eip ${hex32(cpu.get(frame.RIP))}`;
  const vector = vectorOf(event, trap.SYSTEM_CALL_VECTOR);
  return `env ${env} trapno ${vector} ${registers} ${control} ${passed(cpu)}${faulted}`;
};

const vectorOf = (event: Entry, ofCalls: number): number => {
  if (event.type === 'exception') return event.vector;
  return event.type === 'timer' ? trap.TIMER_VECTOR : ofCalls;
};

/** Where calls of JOS pass what they pass. */
const passed = (cpu: Cpu): string => PASSED.map(([name, register]) => `${name} ${hex32(cpu.get(register))}`).join(' ');
const PASSED = [
  ['edx', frame.RDX],
  ['ecx', frame.RCX],
  ['ebx', frame.RBX],
] as const;

/** Calls of functions at whose beginning all counts agree; those that they make themselves are not told. */
const followCalls = (kernel: JosKernel, stopped: Stopped): void => {
  let depth = 0;
  const around = <Result>(name: string, args: readonly number[], call: () => Result): Result => {
    if (depth === 0) stopped(`call ${name} args ${args.map(hex32).join(' ')}`.trimEnd());
    depth += 1;
    try {
      return call();
    } finally {
      depth -= 1;
    }
  };
  const { pageAlloc, pageInsert, bootMapRegion, checkPageFreeList } = kernel;
  kernel.pageAlloc = (flags) => around('page_alloc', [flags], () => pageAlloc.call(kernel, flags));
  kernel.pageInsert = (...passed: Parameters<typeof pageInsert>) =>
    around('page_insert', passed, () => pageInsert.call(kernel, ...passed));
  kernel.bootMapRegion = (...passed: Parameters<typeof bootMapRegion>) =>
    around('boot_map_region', passed, () => bootMapRegion.call(kernel, ...passed));
  kernel.checkPageFreeList = (onlyLow) =>
    around('check_page_free_list', [Number(onlyLow)], () => checkPageFreeList.call(kernel, onlyLow));
};

/** As C prints an unsigned number: what is negative has all bits of its register. */
const hex = (value: number): string => `0x${(value < 0 ? BigInt.asUintN(64, BigInt(value)) : value).toString(16)}`;
const hex32 = (value: number): string => hex(value >>> 0);
