/** Environments of JOS: the programs of lab 4, traps of programs, and what the kernel says about them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counter, frame, register, trap, trapframe } from '../../../hardware/hardware.ts';
import { JosLab4, josAbi, type Lab4Parameters, Panic } from '../../../kernel/kernel.ts';
import { jos, type Operation, type Program } from '../../../userland/userland.ts';

const TIMER = { mode: 'cycles', period: 100_000 } as const;

/** A booted kernel, and all that it and its programs have written since. */
const booted = (parameters: Partial<Lab4Parameters>): { readonly kernel: JosLab4; console(): string } => {
  const kernel = new JosLab4({ pages: 2048, ...parameters });
  let console = '';
  kernel.machine.listen((event) => {
    if (event.type === 'log') console += `${event.text}\n`;
    if (event.type === 'output') console += event.text;
  });
  kernel.boot();
  return { kernel, console: () => console };
};
const programOf = (main: () => Program) => jos.defineJosProgram({ name: 'trial', entries: { main } });
const freePages = (kernel: JosLab4): number => kernel.view.freePages();

describe('program', () => {
  const before = freePages(booted({}).kernel);
  const ending = Object.keys(jos.JOS_PROGRAMS).filter((name) => name !== 'primes');

  test.each(ending)('%s ends, and every page comes back', (name) => {
    const { kernel, console } = booted({ programs: [jos.JOS_PROGRAMS[name]], timer: TIMER });
    kernel.machine.run(100_000);
    expect(console()).toContain('No runnable environments in the system!\nWelcome to the JOS kernel monitor!');
    expect(kernel.machine.cpu.runState).toBe(register.IDLE);
    expect(kernel.machine.execution.programErrors).toEqual([]);
    expect(freePages(kernel)).toBe(before);
  });

  test.each(ending)('%s is gone back to, or another, once for each trap; or the kernel waits', (name) => {
    const { kernel } = booted({ programs: [jos.JOS_PROGRAMS[name]], timer: TIMER });
    const ENTRIES = ['system call', 'timer', 'exception'];
    let inside = 0;
    kernel.machine.listen(
      ({ type }) => {
        inside += ENTRIES.includes(type) ? 1 : -1;
        if (inside !== 0 && inside !== 1) throw new Error(`${type}, ${inside} entries deep`);
      },
      ['system call', 'timer', 'exception', 'return', 'idle'],
    );
    kernel.machine.run(3_000);
    expect([kernel.machine.execution.halt, inside]).toEqual([null, 0]);
  });

  test('primes finds the first hundred primes, preempted all the while', () => {
    const { kernel, console } = booted({ pages: 8192, programs: [jos.JOS_PROGRAMS.primes], timer: TIMER });
    const found = (): number[] => [...console().matchAll(/CPU 0: (\d+) /g)].map(([, prime]) => Number(prime));
    for (let turns = 0; turns < 200 && found().length < 100; turns++) kernel.machine.run(10_000);
    const isPrime = (n: number): boolean => ![2, 3, 5, 7, 11, 13, 17, 19, 23].some((p) => p < n && n % p === 0);
    const primes = Array.from({ length: 540 }, (_, i) => i + 2).filter(isPrime);
    expect(found().slice(0, 100)).toEqual(primes);
    expect(primes.at(-1)).toBe(541);
    expect(kernel.machine.counters[counter.INTERRUPTS]).toBeGreaterThan(100);
  });
});

test('a second handler of page faults leaves the exception stack, and gets them from then on', () => {
  const { UXSTACKTOP, PGSIZE } = josAbi;
  const property = fc.property(fc.nat(PGSIZE / 4 - 1), fc.integer({ min: 1, max: 2 ** 31 - 1 }), (place, value) => {
    const address = UXSTACKTOP - PGSIZE + place * 4;
    function* main(): Program {
      yield* jos.setPgfaultHandler(first);
      yield jos.store32(address, value);
      yield* jos.setPgfaultHandler(second);
      yield* jos.cprintf(`holds ${yield jos.load32(address)}\n`);
      yield jos.load8(0xdeadbeef);
    }
    function* first(): Program {
      yield* jos.cprintf('first\n');
      yield jos.exit();
    }
    function* second(): Program {
      yield* jos.cprintf('second\n');
      yield jos.exit();
    }
    const handles = jos.defineJosProgram({ name: 'handles', entries: { main, first, second } });
    const { kernel, console } = booted({ programs: [handles] });
    kernel.machine.run(300);
    expect(console()).toMatch(new RegExp(`holds ${value}\nsecond\n`));
    expect(console()).not.toContain('first');
  });
  fc.assert(property, { numRuns: 8 });
});

describe('a trap of a program', () => {
  const run = (main: () => Program, change: (kernel: JosLab4) => void = () => {}): string => {
    const { kernel, console } = booted({ programs: [programOf(main)] });
    change(kernel);
    kernel.machine.run(1000);
    return console();
  };

  test('that nothing expects ends it, with its registers printed', () => {
    function* main(): Program {
      yield jos.load32(0xf0000000);
    }
    const lines = run(main);
    expect(lines).toMatch(/\[00001000\] user fault va f0000000 ip 00800000\nTRAP frame at 0xf[0-9a-f]{7} from CPU 0\n/);
    expect(lines).toContain('  err  0x00000005 [user, read, protection]\n  eip  0x00800000\n  cs   0x----001b\n');
    expect(lines).toContain('[00001000] free env 00001000\n');
  });

  test('of a protected instruction is a general protection fault', () => {
    function* main(): Program {
      yield jos.softwareInterrupt(trap.PAGE_FAULT);
    }
    expect(run(main)).toMatch(/ {2}trap 0x0000000d General Protection\n {2}err {2}0x00000072\n/);
  });

  test('of a system call through a gate that is closed to programs is one, too', () => {
    function* main(): Program {
      yield jos.sysGetenvid();
    }
    const lines = run(main, (kernel) => kernel.setGate(trap.SYSTEM_CALL_VECTOR, 0));
    expect(lines).toMatch(/ {2}trap 0x0000000d General Protection\n {2}err {2}0x00000182\n/);
  });

  test('at a breakpoint leads to the kernel’s monitor, where everything waits', () => {
    function* main(): Program {
      yield jos.softwareInterrupt(trap.BREAKPOINT);
    }
    const lines = run(main);
    expect(lines).toMatch(
      /Welcome to the JOS kernel monitor!\n.*\nTRAP frame .*\n(.*\n)* {2}trap 0x00000003 Breakpoint\n/,
    );
    expect(lines).not.toContain('free env');
  });
});

describe('the table of environments', () => {
  test('can be read by programs at UENVS, registers of the last trap and all', () => {
    const seen: number[] = [];
    const field = (offset: number): Operation => jos.load32(josAbi.UENVS + offset);
    function* main(): Program {
      seen.push(yield field(josAbi.ENV_ID), yield field(josAbi.ENV_STATUS), yield field(josAbi.ENV_PARENT_ID));
      yield jos.sysYield();
      seen.push((yield field(trapframe.TF_CS * 4)) & 3, yield field(trapframe.TF_EFLAGS * 4));
      yield jos.exit();
    }
    booted({ programs: [programOf(main)] }).kernel.machine.run(100);
    expect(seen).toEqual([0x1000, josAbi.ENV_RUNNING, 0, 3, frame.FLAG_INTERRUPT]);
  });

  test('gives the same place another id each time', () => {
    function* main(): Program {
      const child = yield jos.sysExofork();
      yield jos.sysEnvDestroy(child);
      yield jos.sysExofork();
      yield jos.exit();
    }
    const { kernel, console } = booted({ programs: [programOf(main)] });
    kernel.machine.run(100);
    expect([...console().matchAll(/new env (\w+)/g)].map(([, id]) => id)).toEqual(['00001000', '00001001', '00002001']);
  });
});

test('a key that was typed reaches the program that asks', () => {
  const keys: number[] = [];
  function* main(): Program {
    keys.push(yield jos.sysCgetc(), yield jos.sysCgetc());
    yield jos.exit();
  }
  const { kernel } = booted({ programs: [programOf(main)] });
  kernel.machine.keyboard.type('k');
  kernel.machine.run(100);
  expect(keys).toEqual(['k'.charCodeAt(0), 0]);
});

test('a panic says for which environment the kernel was at what', () => {
  class Trusting extends JosLab4 {
    override userMemAssert(): boolean {
      return true;
    }
  }
  const kernel = new Trusting({ pages: 1024, programs: [jos.JOS_PROGRAMS.faultallocbad] });
  kernel.boot();
  kernel.machine.run(100);
  const { halt } = kernel.machine.execution;
  expect(halt?.message).toContain('page fault at deadbeef');
  expect(halt instanceof Panic && halt.site).toMatchObject({ process: 0x1000, handling: 'sys_cputs' });
});

test('a boot with more programs than memory panics, and says what for', () => {
  const { kernel } = booted({ pages: 1024, programs: new Array(300).fill(jos.JOS_PROGRAMS.faultread) });
  expect(kernel.machine.execution.halt?.message).toMatch(/: (region_alloc: out of memory|env_create: out of memory)$/);
});
