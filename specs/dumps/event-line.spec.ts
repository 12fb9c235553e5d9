/** Entries into a kernel in words: read from the lines of gdb scripts and of our own series, and from the kernel's stack. */
import { expect, test } from 'vitest';
import { frame } from '../../hardware/hardware.ts';
import { JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { exitProgram, jos } from '../../userland/userland.ts';
import { machineFor } from './dump.ts';
import { describedNote } from './event-line.ts';
import { GivenLayout } from './layout.ts';
import { readSymbols } from './symbols/symbols.ts';
import { symbolLines } from './taking/symbol-lines.ts';
import { DumpTaker } from './taking/taker.ts';
import { weensyosDumps } from './weensyos/kind.ts';

test.each([
  ['12 pid 3 rax 4 rdi 0x104000 rip 0x1001a3 cr3 0x5a000 intno -1', 'page_alloc(0x104000) of process 3'],
  ['12 pid 3 rax 5 rdi 0 rip 0x1001a3 cr3 0x5a000 intno -1', 'fork of process 3'],
  ['7 pid 1 rax 0 rdi 0x0 rip 0x100015 cr3 0x5a000 intno 32', 'a tick in process 1'],
  ['7 pid 1 rax 0 rdi 0x0 rip 0x100015 cr3 0x5a000 intno 14 cr2 0x300000', 'a page fault of process 1 at 0x300000'],
  ['7 pid 1 rax 99 rdi 0x0 rip 0x100015 cr3 0x5a000 intno -1', 'system call 99 of process 1'],
  ['7 pid 1 rax 7 rdi 0x0 rip 0x100015 cr3 0x5a000 intno 50', 'yield of process 1'],
  ['Program received signal SIGINT', 'Program received signal SIGINT'],
])('of WeensyOS: %s', (line, text) => {
  expect(describedNote('WeensyOS', line)).toBe(text);
});

test.each([
  [
    '3 env 1001 trapno 48 eax 4 eip 0x80002c cr3 0x3bc000 edx 0 ecx 0xeebff000 ebx 0x7',
    'sys_page_alloc(0, 0xeebff000, 0x7) of environment 00001001',
  ],
  [
    '3 env 1001 trapno 48 eax 5 eip 0x80002c cr3 0x3bc000 edx 0 ecx 0x1000 ebx 0x1001',
    'sys_page_map(0, 0x1000, 0x1001, …) of environment 00001001',
  ],
  ['3 env 1001 trapno 48 eax 5 eip 0x80002c cr3 0x3bc000', 'sys_page_map of environment 00001001'],
  [
    '3 env 1001 trapno 14 eax 5 eip 0x80002c cr3 0x3bc000 edx 0 ecx 0 ebx 0 cr2 0x802008',
    'a page fault of environment 00001001 at 0x802008',
  ],
  [
    '30 call boot_map_region args 0xf011a000 0xef000000 0x4000 0x11b000 0x4',
    'boot_map_region(0xf011a000, 0xef000000, 0x4000, 0x11b000, 0x4)',
  ],
])('of JOS: %s', (line, text) => {
  expect(describedNote('JOS', line)).toBe(text);
});

test('a line that does not say whether it was a call gives way to what memory says', () => {
  const line = '12 pid 3 rax 4 rdi 0x104000 rip 0x1001a3 cr3 0x5a000';
  expect(describedNote('WeensyOS', line)).toBe('page_alloc(0x104000) of process 3');
  expect(describedNote('WeensyOS', line, 'a tick in process 3')).toBe('a tick in process 3');
});

test('every line of a series of ours names the call that is made', () => {
  const names: string[] = [];
  for (const kernel of [
    new WeensyKernel({ programs: [exitProgram()], timer: { mode: 'every', period: 9 } }),
    new JosLab4({ programs: [jos.JOS_PROGRAMS.forktree], pages: 1024 }),
  ]) {
    const taker = new DumpTaker(kernel);
    const events: string[] = [];
    const system = kernel instanceof WeensyKernel ? 'WeensyOS' : 'JOS';
    taker.follow(({ line }) => void names.push(describedNote(system, line)));
    kernel.machine.listen(
      (event) => {
        if (event.type === 'system call')
          events.push(kernel.view.calls.find(({ number }) => number === event.number)?.name ?? '?');
        else events.push(event.type === 'timer' ? 'a tick' : 'a page fault');
      },
      ['system call', 'timer', 'exception'],
    );
    kernel.boot();
    kernel.machine.run(Number.POSITIVE_INFINITY, 60);
    expect(names.map((name) => name.replace(/(?:\(| of | in ).*/, ''))).toEqual(events);
    names.length = 0;
  }
});

test('the frame on the stack of WeensyOS is what it was entered for last, unless it is none of a program', () => {
  const kernel = new WeensyKernel({ programs: [exitProgram()] });
  const memory = new DumpTaker(kernel).memory();
  const symbols = readSymbols(new TextEncoder().encode(`${symbolLines(kernel.view)?.join('\n')}\n`));
  kernel.boot();
  kernel.machine.run(Number.POSITIVE_INFINITY, 5);
  const enteredWith = (change: (saved: Int32Array) => void): string | null => {
    const machine = machineFor(memory.length, 'x86-64', 64);
    machine.memory.bytes.set(memory);
    change(machine.memory.words.subarray((0x80000 - frame.FRAME_BYTES) >> 2, 0x80000 >> 2));
    return weensyosDumps.open(machine, { symbols, given: new GivenLayout(), registers: null }).entered;
  };
  const current = kernel.current.pid;
  const asks = (saved: Int32Array): void => {
    saved[frame.RAX] = 4;
    saved[frame.RDI] = 0x105000;
    saved[frame.VECTOR] = -1;
  };
  expect(enteredWith(asks)).toBe(`page_alloc(0x105000) of process ${current}`);
  expect(
    enteredWith((saved) => {
      asks(saved);
      saved[frame.CS] = 0;
    }),
  ).toBeNull();
});
