/** Registers of the running program, and those that control paging. */
import { frame, type PagingFormat, register } from '../../../../hardware/hardware.ts';
import type { Name } from './name.ts';

const { R8, R9, R10, R11, RAX, RBP, RBX, RCX, RDI, RDX, RFLAGS, RIP, RSI, RSP } = frame;
const WIDE: Readonly<Record<string, number>> = {
  ...{ rax: RAX, rbx: RBX, rcx: RCX, rdx: RDX, rsi: RSI, rdi: RDI, rbp: RBP, rsp: RSP },
  ...{ r8: R8, r9: R9, r10: R10, r11: R11, rip: RIP, rflags: RFLAGS },
};
/** Of 32 bits those that have a letter for a name; there is no r8. */
const NARROW = Object.fromEntries(
  Object.entries(WIDE)
    .filter(([name]) => !/\d/.test(name))
    .map(([name, offset]) => [name.replace('r', 'e'), offset]),
);
const CONTROL: Readonly<Record<string, number>> = { cr0: register.CR0, cr2: register.CR2, cr3: register.CR3 };
const ADDRESSES: readonly string[] = ['rip', 'rsp', 'eip', 'esp', 'cr2', 'cr3'];

const nameOf = (name: string, of: Name['of']): Name => {
  const whose = name.startsWith('cr') ? 'control register' : 'a register of the running program';
  return { name, takes: [], gives: ADDRESSES.includes(name) ? 'address' : 'number', meaning: whose, of };
};

/** The registers that a processor with that paging has. */
export const registersOf = (paging: PagingFormat): readonly Name[] => [
  ...Object.entries(paging === 'i386' ? NARROW : WIDE).map(([name, offset]) =>
    nameOf(name, ({ machine }) => (paging === 'i386' ? machine.cpu.get(offset) >>> 0 : machine.cpu.get(offset))),
  ),
  ...Object.entries(CONTROL).map(([name, offset]) =>
    // cr2 has a high word, too.
    nameOf(name, ({ machine: { cpu } }) =>
      offset === register.CR2 && paging !== 'i386' ? cpu.get(offset) : cpu.control(offset) >>> 0,
    ),
  ),
];

/** The register of the other width that `name` is; null if it is none. */
export const otherWidth = (name: string, paging: PagingFormat): string | null => {
  const [own, other] = paging === 'i386' ? [NARROW, WIDE] : [WIDE, NARROW];
  if (!Object.hasOwn(other, name)) return null;
  return Object.keys(own).find((mine) => own[mine] === other[name]) ?? null;
};
