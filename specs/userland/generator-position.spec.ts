import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Operation, Program } from '../../hardware/operation.ts';
import { GeneratorPosition } from '../../userland/generator-position.ts';
import {
  exit,
  fork,
  getpid,
  jump,
  LOG_LIMIT,
  load8,
  load32,
  pageAlloc,
  schedYield,
  store8,
  store32,
} from '../../userland/userland.ts';
import { BSS, boot, HEAP, programOf, programWith, ran, sameWords } from '../kernel/weensyos/booted.ts';

/** What a run of one process complains about. */
const complaintOf = (main: () => Program): string => {
  const [error] = ran([programOf(main)]).machine.execution.programErrors;
  return error?.message ?? 'no complaint';
};
const notAnOperation = (value: unknown): Operation => value as Operation;

describe('A program that breaks the rules of programs is stopped with a sentence', () => {
  const cases: readonly (readonly [title: string, main: () => Program, says: RegExp])[] = [
    [
      'when it throws',
      function* main() {
        yield getpid();
        throw new TypeError('no such thing');
      },
      /entry main, operation 2: it threw TypeError: no such thing$/,
    ],
    [
      'when it yields a number that is no operation',
      function* main() {
        yield notAnOperation(17);
      },
      /operation 1: it yielded 17, which is no operation/,
    ],
    [
      'when it yields text',
      function* main() {
        yield notAnOperation('fork');
      },
      /it yielded "fork", which is no operation/,
    ],
    [
      'when it makes an operation and does not yield it',
      function* main() {
        store8(BSS, 1);
        yield getpid();
      },
      /it made 2 operations before one yield/,
    ],
    [
      'when it yields the same operation twice',
      function* main() {
        const operation = getpid();
        yield operation;
        yield operation;
      },
      /operation 2: it yielded 1, which is no operation made just then/,
    ],
    [
      'when it makes an operation and yields something else',
      function* main() {
        getpid();
        yield notAnOperation(99);
      },
      /operation 1: it made an operation but yielded 99 instead of it$/,
    ],
    [
      'when it returns',
      function* main() {
        yield getpid();
      },
      /operation 2: it returned: end a program with `yield exit\(\)`/,
    ],
    [
      'when it yields a jump',
      function* main() {
        yield jump(main);
      },
      /a jump is returned/,
    ],
    [
      'when it returns an operation',
      function* main() {
        yield getpid();
        return getpid();
      },
      /operations are yielded, only a jump is returned/,
    ],
    [
      'when it jumps to what is no entry',
      function* main() {
        yield getpid();
        return jump(elsewhere);
      },
      /it jumps to elsewhere, which is no entry of the program/,
    ],
    [
      'when it jumps with too many registers',
      function* main() {
        yield getpid();
        return jump(main, 1, 2, 3, 4, 5, 6, 7);
      },
      /at most 6 registers, not 7/,
    ],
    [
      'when it jumps with a fraction',
      function* main() {
        yield getpid();
        return jump(main, 0.5);
      },
      /whole numbers, and its register 1 is 0.5/,
    ],
    [
      'when it uses a fraction as an address',
      function* main() {
        yield load8(BSS + 0.5);
      },
      /entry main, operation 1: 1052672.5 is no address: addresses are whole numbers/,
    ],
  ];
  for (const [title, main, says] of cases) test(title, () => expect(complaintOf(main)).toMatch(says));

  test('when it never jumps', () => {
    function* main(): Program {
      for (;;) yield getpid();
    }
    const { execution } = ran([programOf(main)], {}, LOG_LIMIT + 1000).machine;
    expect(execution.programErrors.map(String).join()).toMatch(
      /more than 262144 operations without a jump.*`return jump\(entry, …\)`/,
    );
  });

  test('when it does not repeat itself for a fork', () => {
    let outside = 0;
    function* main(): Program {
      yield store8(BSS, outside++);
      yield fork();
      yield exit();
    }
    const complaint = complaintOf(main);
    expect(complaint).toMatch(/\(pid 2\), entry main, operation 3: it did not repeat itself/);
    expect(complaint).toMatch(/operation 1 came out as store8\(0x101000, 0x1, 0x0\)/);
  });

  test('and the others go on', () => {
    function* bad(): Program {
      yield getpid();
      throw new Error('bad');
    }
    function* good(): Program {
      yield store8(0xb8000, 0x41);
      yield exit();
    }
    const kernel = ran([programOf(bad), programOf(good)]);
    expect(kernel.view.processes().map(({ pid, state }) => `${pid} ${state}`)).toEqual(['1 faulted']);
    expect(kernel.machine.memory.bytes[0xb8000]).toBe(0x41);
  });
});

function* elsewhere(): Program {
  yield getpid();
}

describe('Forking a generator', () => {
  test('gives the child the locals of the parent and a result of its own', () => {
    const seen: string[] = [];
    function* main(): Program {
      const before = yield getpid();
      yield store32(BSS, 1000);
      const value = yield load32(BSS);
      const child = yield fork();
      const self = yield getpid();
      seen.push(`${self}: ${before} ${value} ${child}`);
      yield exit();
    }
    ran([programOf(main)]);
    expect(seen.toSorted()).toEqual(['1: 1 1000 2', '2: 1 1000 0']);
  });

  test('works again and again within one entry, child of child', () => {
    const seen: string[] = [];
    function* main(): Program {
      const results: number[] = [];
      for (let i = 0; i < 3; i++) {
        results.push(yield fork());
        yield schedYield();
      }
      seen.push(`${yield getpid()}: ${results.map((result) => (result === 0 ? 0 : 1)).join('')}`);
      yield exit();
    }
    ran([programOf(main)]);
    expect(new Set(seen.map((line) => line.split(' ')[1])).size).toBe(8);
  });

  test('equals, for any moment of the fork, a program that did not fork', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 20 }), fc.nat(20), (choices, forkAt) => {
        const sums: number[] = [];
        function* main(): Program {
          let sum = 0;
          for (const [i, choice] of choices.entries()) {
            if (i === forkAt) yield fork();
            if (choice === 0) yield store32(BSS, sum);
            if (choice === 1) sum += yield load32(BSS);
            if (choice === 2) sum = sum * 3 + 1;
            if (choice === 3) yield schedYield();
          }
          sums.push(sum);
          yield exit();
        }
        const kernel = ran([programOf(main)]);
        expect(kernel.machine.execution.programErrors).toEqual([]);
        expect(sums.length).toBe(forkAt < choices.length ? 2 : 1);
        expect(new Set(sums).size).toBe(1);
      }),
      { numRuns: 60 },
    );
  });

  test('carries the registers of the last jump', () => {
    const seen: number[] = [];
    // biome-ignore lint/correctness/useYield: it only jumps.
    function* main(): Program {
      return jump(loop, HEAP, -5, 2 ** 40);
    }
    function* loop(a: number, b: number, c: number): Program {
      yield fork();
      seen.push(a, b, c);
      yield exit();
    }
    ran([programWith({ main, loop })]);
    expect(seen).toEqual([HEAP, -5, 2 ** 40, HEAP, -5, 2 ** 40]);
  });
});

describe('A machine that goes back', () => {
  function* main(): Program {
    for (let i = 0; i < 6; i++) {
      yield pageAlloc(HEAP + i * 4096);
      yield store8(HEAP + i * 4096, yield getpid());
      if (i === 2) yield fork();
      yield schedYield();
    }
    return jump(main);
  }
  const wordsOf = (kernel: ReturnType<typeof boot>): Int32Array => kernel.machine.memory.words.slice();

  test('does the same again from any mark: words, counters and positions', () => {
    fc.assert(
      fc.property(fc.nat(120), fc.nat(120), (before, after) => {
        const kernel = boot([programOf(main)], { timer: { mode: 'cycles', period: 3000 } });
        kernel.machine.run(before);
        const mark = kernel.machine.mark();
        const start = wordsOf(kernel);
        kernel.machine.run(after);
        const end = wordsOf(kernel);
        const aside = [kernel.machine.counters.slice(), kernel.machine.fingerprint()];
        kernel.machine.undo(mark);
        expect(sameWords(wordsOf(kernel), start)).toBe(true);
        kernel.machine.run(after);
        expect(sameWords(wordsOf(kernel), end)).toBe(true);
        expect([kernel.machine.counters.slice(), kernel.machine.fingerprint()]).toEqual(aside);
      }),
      { numRuns: 25 },
    );
  });

  test('does the same again from any snapshot, restored as often as one likes', () => {
    const kernel = boot([programOf(main)], { timer: { mode: 'every', period: 4 } });
    kernel.machine.run(40);
    const snapshot = kernel.machine.snapshot();
    const ends = [1, 2, 3].map(() => {
      kernel.machine.run(70);
      const end = kernel.machine.fingerprint();
      kernel.machine.restore(snapshot);
      return end;
    });
    expect(new Set(ends).size).toBe(1);
  });
});

test('positions are told apart by entry, registers and every result, the last one too, and by nothing else', () => {
  function* loops(): Program {
    for (;;) yield getpid();
  }
  const entries = [loops, () => loops()];
  const value = fc.integer({ min: 0, max: 3 });
  const place = fc.tuple(fc.nat(1), fc.array(value, { maxLength: 2 }), fc.array(value, { maxLength: 4 }));
  type Place = readonly [entry: number, registers: readonly number[], results: readonly number[]];
  const identityOf = ([entry, registers, results]: Place): number[] => {
    const position = new GeneratorPosition(entries);
    position.begin(entry, Float64Array.from(registers), registers.length);
    for (const result of results) position.next(result);
    const twin = position.clone();
    const [seen, again]: number[][] = [[], []];
    position.identify((number) => void seen.push(number));
    twin.identify((number) => void again.push(number));
    expect(again).toEqual(seen);
    return seen;
  };
  /** Two places that differ in one thing at most. */
  const pair = fc
    .tuple(place, place, fc.nat(3))
    .map(([one, other, differs]): [Place, Place] => [
      one,
      [differs === 0 ? other[0] : one[0], differs === 1 ? other[1] : one[1], differs === 2 ? other[2] : one[2]],
    ]);
  const last = fc.tuple(place, value).map(([[entry, registers, results], changed]): [Place, Place] => [
    [entry, registers, [...results, 0]],
    [entry, registers, [...results, changed]],
  ]);
  fc.assert(
    fc.property(fc.oneof(pair, last), ([one, other]) => {
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      expect(JSON.stringify(identityOf(one)) === JSON.stringify(identityOf(other))).toBe(isSame);
    }),
    { numRuns: 200 },
  );
});

test('an entry begins with as many registers as there are said to be, and with none if that is no number of them', () => {
  const begun: unknown[][] = [];
  function* main(...registers: unknown[]): Program {
    begun.push(registers);
    yield getpid();
  }
  const registers = Float64Array.of(1, 2, 3, 4, 5, 6);
  const position = new GeneratorPosition([main]);
  for (const count of [0, 1, 2, 3, 4, 5, 6, 7, -1, Number.NaN]) position.begin(0, registers, count);
  expect(begun.map(({ length }) => length)).toEqual([0, 1, 2, 3, 4, 5, 6, 0, 0, 0]);
  expect(begun[6]).toEqual([1, 2, 3, 4, 5, 6]);
});
