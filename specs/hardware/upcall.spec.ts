/** Upcalls: another entry of a program on top of an operation that faulted. On JOS, whose kernel starts them. */
import { describe, expect, test } from 'vitest';
import { type Executable, ProgramError } from '../../hardware/hardware.ts';
import { JosLab4, josAbi, memlayout } from '../../kernel/kernel.ts';
import { jos, jump, type Operation, type Program } from '../../userland/userland.ts';

const PUW = 7;
const AT = 0x400000;
const { PGSIZE, UXSTACKTOP, USTACKTOP } = memlayout;

const running = (program: Executable, boundaries = 2000): JosLab4 => {
  const kernel = new JosLab4({ pages: 1024, programs: [program] });
  kernel.boot();
  kernel.machine.run(boundaries);
  return kernel;
};
const errorsOf = (kernel: JosLab4): string[] => kernel.machine.execution.programErrors.map(({ message }) => message);

/** Makes the page that was missing. */
function* mend(fault: jos.PageFault): Generator<Operation, void, number> {
  yield jos.sysPageAlloc(0, fault.address - (fault.address % PGSIZE), PUW);
  yield* jos.returnFrom(fault);
}

describe('an operation that faulted', () => {
  test('is tried again when the upcall returns, and the program goes on with its locals', () => {
    const seen: number[] = [];
    function* main(): Program {
      const local = yield jos.sysGetenvid();
      yield* jos.setPgfaultHandler(handler);
      yield jos.store32(AT + 8, 77);
      seen.push(local, yield jos.load32(AT + 8));
      yield jos.exit();
    }
    function* handler(): Program {
      const fault = yield* jos.pageFault();
      seen.push(fault.address, fault.err, fault.frame);
      yield* mend(fault);
    }
    const kernel = running(jos.defineJosProgram({ name: 'mending', entries: { main, handler } }));
    expect(errorsOf(kernel)).toEqual([]);
    expect(seen).toEqual([AT + 8, 6, UXSTACKTOP - josAbi.UTF_BYTES, 0x1000, 77]);
  });

  test('is found again below upcalls within upcalls, each on its own frame', () => {
    const frames: number[] = [];
    const seen: number[] = [];
    function* main(): Program {
      yield* jos.setPgfaultHandler(handler);
      yield jos.store32(AT, 1);
      seen.push(yield jos.load32(AT), yield jos.load32(AT + 3 * PGSIZE));
      yield jos.exit();
    }
    // Each upcall touches the next page before it mends its own, three deep.
    function* handler(): Program {
      const fault = yield* jos.pageFault();
      frames.push(fault.frame);
      if (fault.address < AT + 3 * PGSIZE) yield jos.store32(fault.address + PGSIZE, frames.length);
      yield* mend(fault);
    }
    const kernel = running(jos.defineJosProgram({ name: 'nested', entries: { main, handler } }));
    expect(errorsOf(kernel)).toEqual([]);
    const deep = josAbi.UTF_BYTES + 4;
    expect(frames).toEqual([0, 1, 2, 3].map((depth) => UXSTACKTOP - josAbi.UTF_BYTES - depth * deep));
    expect(seen).toEqual([1, 3]);
  });

  test('is told from a fault of the upcall at its own first operation', () => {
    const faults: number[] = [];
    function* main(): Program {
      yield* jos.setPgfaultHandler(handler);
      yield jos.store32(AT, 1);
      yield jos.exit();
    }
    function* handler(): Program {
      yield jos.load32(AT + PGSIZE);
    }
    const kernel = new JosLab4({
      pages: 1024,
      programs: [jos.defineJosProgram({ name: 'first', entries: { main, handler } })],
    });
    const lines: string[] = [];
    kernel.machine.listen((event) => {
      if (event.type === 'exception') faults.push(event.address);
      if (event.type === 'log') lines.push(event.text);
    });
    kernel.boot();
    kernel.machine.run(5000);
    // Each try pushes another frame, until the exception stack is full: as on the real machine.
    const frames = Math.floor((PGSIZE + 4) / (josAbi.UTF_BYTES + 4));
    expect(faults.length).toBe(frames + 1);
    expect(lines.some((line) => /user_mem_check assertion failure for va eebfe/.test(line))).toBe(true);
  });
});

test('a fork within an upcall gives the child the suspended program too', () => {
  const seen: string[] = [];
  function* main(): Program {
    yield* jos.setPgfaultHandler(handler);
    yield jos.store32(AT, 5);
    const id = yield jos.sysGetenvid();
    seen.push(`${id.toString(16)} ${yield jos.load32(AT)}`);
    yield jos.exit();
  }
  function* handler(): Program {
    const fault = yield* jos.pageFault();
    yield jos.sysPageAlloc(0, AT, PUW);
    const child = yield jos.sysExofork();
    if (child !== 0) yield* letRun(child);
    yield* jos.returnFrom(fault);
  }
  function* letRun(child: number): Generator<Operation, void, number> {
    for (const page of [memlayout.UTEXT, USTACKTOP - PGSIZE, UXSTACKTOP - PGSIZE, AT]) {
      yield jos.sysPageAlloc(child, page, PUW);
      yield jos.sysPageMap(child, page, 0, josAbi.PFTEMP, PUW);
      yield jos.copy(josAbi.PFTEMP, page, PGSIZE);
    }
    yield jos.sysEnvSetStatus(child, josAbi.ENV_RUNNABLE);
  }
  const kernel = running(jos.defineJosProgram({ name: 'inside', entries: { main, handler } }));
  expect(errorsOf(kernel)).toEqual([]);
  expect(seen).toEqual(['1000 5', '1001 5']);
});

test('a run with upcalls rewound to a mark goes the same way again', () => {
  const { faultalloc } = jos.JOS_PROGRAMS;
  const kernel = new JosLab4({ pages: 1024, programs: [faultalloc] });
  kernel.boot();
  const marks = Array.from({ length: 12 }, () => {
    kernel.machine.run(25);
    return { mark: kernel.machine.mark(), print: kernel.machine.fingerprint() };
  });
  kernel.machine.run(1000);
  const end = kernel.machine.fingerprint();
  for (const { mark, print } of marks.reverse()) {
    kernel.machine.undo(mark);
    expect(kernel.machine.fingerprint()).toBe(print);
    kernel.machine.run(2000);
    expect(kernel.machine.fingerprint()).toBe(end);
    kernel.machine.undo(mark);
  }
});

describe('a program of 32 bits', () => {
  const problemOf = (main: () => Program, more: Record<string, () => Program> = {}): string => {
    const [error] = running(jos.defineJosProgram({ name: 'wrong', entries: { main, ...more } })).machine.execution
      .programErrors;
    expect(error).toBeInstanceOf(ProgramError);
    return error.problem;
  };

  test('is told that a jump carries 32 bits without a sign', () => {
    function* main(): Program {
      yield jos.sysYield();
      return jos.jump(other as () => Program, -1);
    }
    function* other(): Program {
      yield jos.exit();
    }
    expect(problemOf(main, { other })).toMatch(/^a jump carries 32 bits, and its register 1 is -1/);
  });

  test('is told if it asks for the address of a function that is no entry of it', () => {
    function* stranger(): Program {
      yield jos.exit();
    }
    function* main(): Program {
      yield jos.addressOf(stranger);
    }
    expect(problemOf(main)).toMatch(/^it asks for the address of stranger, which is no entry of the program/);
  });

  test('reads what a system call returns with its sign, and what it loads without, whenever it is interrupted', () => {
    const seen: number[] = [];
    function* main(): Program {
      yield jos.sysPageAlloc(0, AT, PUW);
      yield jos.store32(AT, 0xfffffffd);
      for (let i = 0; i < 20; i++) {
        seen.push(yield jos.sysPageAlloc(0, 1, PUW));
        seen.push(yield jos.load32(AT));
      }
      yield jos.exit();
    }
    const kernel = new JosLab4({
      pages: 1024,
      programs: [jos.defineJosProgram({ name: 'signs', entries: { main } })],
      timer: { mode: 'every', period: 2 },
    });
    kernel.boot();
    kernel.machine.run(1000);
    expect(new Set(seen)).toEqual(new Set([-3, 0xfffffffd]));
  });
});

test('where a program is suspended is part of where it is: two that differ in nothing else are told apart', () => {
  /** Where the program is in its upcall, if it did so many calls before it faulted. */
  const placeAfter = (calls: number): number[] => {
    function* main(): Program {
      yield* jos.setPgfaultHandler(handler);
      for (let i = 0; i < calls; i++) yield jos.sysGetenvid();
      yield jos.store32(AT, 1);
    }
    function* handler(): Program {
      yield jos.sysYield();
      return jump(handler);
    }
    const numbers: number[] = [];
    const kernel = running(jos.defineJosProgram({ name: 'placed', entries: { main, handler } }), 200 + calls);
    kernel.machine.threadOf(0)?.identify((value) => numbers.push(value));
    return numbers;
  };
  const [two, four] = [placeAfter(2), placeAfter(4)];
  expect(placeAfter(2)).toEqual(two);
  const top = two.findIndex((number, i) => number !== four[i]);
  expect([two.length > 5, top > 2]).toEqual([true, true]);
});
