import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JosLab4, josAbi, memlayout } from '../../../kernel/kernel.ts';
import { jos, type Operation, type Program, type ProgramFile } from '../../../userland/userland.ts';
import { campaign } from '../../judge/campaign/campaign.ts';
import { failureReport } from '../../judge/report.ts';
import { Lab4Trial } from './trial.ts';

const RUNS = 120;
const SLOTS = [0x400000, 0xa00000, 0xa01000, 0x10000000];
const PUW = 7;

/** Results that random environments must have come to, or the run was vacuous. */
const GOALS = [
  'sys_env_destroy -2',
  'sys_env_destroy 0',
  'sys_env_set_pgfault_upcall -2',
  'sys_env_set_status -2',
  'sys_env_set_status -3',
  'sys_env_set_status 0',
  'sys_exofork -4',
  'sys_exofork 0',
  'sys_ipc_recv -3',
  'sys_ipc_recv 0',
  'sys_ipc_try_send -2',
  'sys_ipc_try_send -3',
  'sys_ipc_try_send -7',
  'sys_ipc_try_send 0',
  'sys_page_alloc -2',
  'sys_page_alloc -3',
  'sys_page_alloc -4',
  'sys_page_alloc 0',
  'sys_page_map -2',
  'sys_page_map -3',
  'sys_page_map -4',
  'sys_page_map 0',
  'sys_page_unmap -2',
  'sys_page_unmap -3',
  'sys_page_unmap 0',
];

test('random environments hold all invariants, keep to the contracts and give every page back', () => {
  const trial = new Lab4Trial();
  const { failure, goals } = campaign(trial, { seed: 1, runs: RUNS });
  expect(failure === null ? null : failureReport(trial, failure).join('\n')).toBeNull();
  expect(GOALS.filter((goal) => !goals.has(goal))).toEqual([]);
});

/** What a program does that checks its own memory: store a number in a slot, fork, let others run, or compare everything. */
type Deed = readonly [deed: 'store' | 'fork' | 'yield' | 'compare', slot: number, value: number];

/** Does `deeds`, forks and all. Its locals hold what its memory must hold: nobody else can write those. */
const checkingProgram = (deeds: readonly Deed[]): ProgramFile => {
  function* main(): Program {
    for (const slot of SLOTS) yield jos.sysPageAlloc(0, slot, PUW);
    const own = SLOTS.map(() => 0);
    let depth = 0;
    for (const [deed, slot, value] of deeds) {
      if (deed === 'store') {
        yield jos.store32(SLOTS[slot], value);
        own[slot] = value;
      } else if (deed === 'yield') yield jos.sysYield();
      else if (deed === 'compare') yield* compare(own);
      else if (depth < 3 && (yield* jos.fork()) === 0) depth += 1;
    }
    yield* compare(own);
    yield jos.exit();
  }
  return jos.defineJosProgram({ name: 'checking', entries: { main } });
};

function* compare(own: readonly number[]): Generator<Operation, void, number> {
  for (const [slot, expected] of own.entries()) {
    const found = yield jos.load32(SLOTS[slot]);
    if (found !== expected) throw new Error(`slot ${slot} holds ${found}, and ${expected} was stored there`);
  }
}

test('what one environment writes after a fork no other ever sees', () => {
  const trials = new Lab4Trial();
  const deed: fc.Arbitrary<Deed> = fc.tuple(
    fc.constantFrom<Deed[0][]>('store', 'store', 'fork', 'yield', 'compare'),
    fc.nat(SLOTS.length - 1),
    fc.nat(0xffff),
  );
  const timer = fc.record({ mode: fc.constant('every' as const), period: fc.integer({ min: 2, max: 9 }) });
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 14 }), timer, (deeds, timer) => {
      trials.attemptProgram(checkingProgram(deeds), { asked: [], answers: [], timer });
    }),
    { seed: 7, numRuns: 40 },
  );
});

describe('a fork that', () => {
  const { PGSIZE, PTE_P, PTE_U, UTEXT, USTACKTOP } = memlayout;
  const COW = PTE_P | PTE_U | josAbi.PTE_COW;

  /** Shares text and stack with a child, its own pages first if `ownFirst`, or not at all. */
  const forking = (own: 'kept' | 'remapped'): ProgramFile => {
    function* main(): Program {
      const child = yield jos.sysExofork();
      if (child === 0) yield jos.exit();
      for (const page of [UTEXT, USTACKTOP - PGSIZE]) {
        yield jos.sysPageMap(0, page, child, page, COW);
        if (own === 'remapped') yield jos.sysPageMap(0, page, 0, page, COW);
      }
      yield jos.sysEnvSetStatus(child, josAbi.ENV_RUNNABLE);
      yield jos.exit();
    }
    return jos.defineJosProgram({ name: 'forking', entries: { main } });
  };

  test('makes its own pages copy-on-write holds all invariants', () => {
    expect(() => new Lab4Trial().attemptProgram(forking('remapped'))).not.toThrow();
  });

  test('goes on writing its own pages breaks “copy-on-write is not written”', () => {
    expect(() => new Lab4Trial().attemptProgram(forking('kept'))).toThrow(/^copy-on-write is not written: /);
  });
});

test('there are 1,024 environments, and the next one is refused', () => {
  let made = 0;
  function* main(): Program {
    let last = 0;
    while (last >= 0) {
      last = yield jos.sysExofork();
      if (last >= 0) made += 1;
    }
    yield jos.store32(0x400000, last);
    yield jos.exit();
  }
  const program = jos.defineJosProgram({ name: 'many', entries: { main } });
  const kernel = new JosLab4({ pages: 2048, programs: [program] });
  const results: number[] = [];
  kernel.machine.listen((event) => {
    if (event.type === 'operation' && event.operands[0] === 0x400000) results.push(event.operands[1]);
  });
  kernel.boot();
  kernel.machine.run(5000);
  expect(made).toBe(josAbi.NENV - 1);
  expect(results).toEqual([-josAbi.E_NO_FREE_ENV]);
});
