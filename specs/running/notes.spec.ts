/** Lines that are told of stops, made of words of memory: as scripts for gdb print them, and understood as theirs are. */
import { expect, test } from 'vitest';
import { frame, trapframe } from '../../hardware/hardware.ts';
import { gdbScript } from '../../monitor/judge/gdb-script.ts';
import { describedNote } from '../dumps/event-line.ts';
import { printed } from '../monitor/printed.ts';
import { callNote, josNote, weensyNote } from './notes.ts';

const REGISTERS = new Map([
  ['CR2', 0x2ff000],
  ['CR3', 0x5a000],
]);
const regs = (words: Readonly<Record<number, number>>): DataView => {
  const view = new DataView(new ArrayBuffer(frame.FRAME_BYTES));
  for (const [at, value] of Object.entries(words)) view.setInt32(Number(at) * 4, value, true);
  return view;
};
const weensy = (rax: number, intno: number, isCall: boolean): string =>
  weensyNote(
    regs({ [frame.RAX]: rax, [frame.RDI]: 0x104000, [frame.RIP]: 0x100007, [frame.VECTOR]: intno }),
    2,
    isCall,
    REGISTERS,
  );
const jos = (trapno: number, eax: number): string =>
  josNote(
    regs({
      [trapframe.TF_TRAPNO]: trapno,
      [trapframe.TF_EAX]: eax,
      [trapframe.TF_EDX]: 0x1001,
      [trapframe.TF_ECX]: 0x800000,
    }),
    0x1001,
    REGISTERS,
  );

test.each([
  [weensy(4, 0, true), 'page_alloc(0x104000) of process 2'],
  [weensy(5, -1, true), 'fork of process 2'],
  [weensy(5, 32, false), 'a tick in process 2'],
  [weensy(5, 14, false), 'a page fault of process 2 at 0x2ff000'],
] as const)('of WeensyOS: "%s" is %s', (note, said) => {
  expect(describedNote('WeensyOS', note)).toBe(said);
  expect(`0 ${note}`).toMatch(printed(gdbScript('weensyos'), '%d pid'));
});

test.each([
  [jos(48, 3), 'sys_env_destroy(0x1001) of environment 00001001'],
  [jos(14, 0), 'a page fault of environment 00001001 at 0x2ff000'],
] as const)('of JOS: "%s" is %s', (note, said) => {
  expect(describedNote('JOS', note)).toBe(said);
  expect(`0 ${note}`).toMatch(printed(gdbScript('jos'), '%d env'));
});

test('a register that is negative has all its bits', () => {
  const view = regs({ [frame.RIP]: 0x100007 });
  view.setBigInt64(frame.RAX * 4, -1n, true);
  view.setBigInt64(frame.RDI * 4, -4096n, true);
  expect(weensyNote(view, 1, true, new Map())).toBe(
    'pid 1 rax -1 rdi 0xfffffffffffff000 rip 0x100007 cr3 0x0 intno -1',
  );
});

test('a call of JOS is told with what is passed', () => {
  const stack = new DataView(Uint32Array.of(0xf0101234, 0xf010d000, 0x1000).buffer);
  expect(callNote('page_remove', stack)).toBe('call page_remove args 0xf010d000 0x1000');
});
