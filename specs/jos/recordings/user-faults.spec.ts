/** What a program of JOS gets at each kind of address, and error numbers: held against what a program got on the real kernel. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LOAD32, STORE32 } from '../../../hardware/operation.ts';
import { JosLab4, josAbi, memlayout } from '../../../kernel/kernel.ts';
import { jos, type Operation, type Program, type ProgramFile } from '../../../userland/userland.ts';

const RECORDED = readFileSync(new URL('recorded/user-faults.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const { UXSTACKTOP, USTACKTOP, PGSIZE, UTOP, UVPT } = memlayout;
const { UVPD } = josAbi;
const [P, W, U] = [1, 2, 4];

/** One line of the recording: an address, and what a read and a write of it came to. */
interface Row {
  readonly name: string;
  readonly address: number;
  readonly read: string;
  readonly write: string;
}

const rows = RECORDED.flatMap((line): Row[] => {
  const match = /^MMU (\S+) va=(\w+) read:(.+) write:(.+)$/.exec(line);
  return match === null
    ? []
    : [{ name: match[1], address: Number.parseInt(match[2], 16), read: match[3], write: match[4] }];
});

/** Pages as the recorded program had them: one to write, one to read, and a table that maps nothing else. */
function* preparePages(): Generator<Operation, void, number> {
  yield jos.sysPageAlloc(0, UXSTACKTOP - PGSIZE, P | U | W);
  yield jos.sysPageAlloc(0, 0x10000000, P | U | W);
  yield jos.sysPageAlloc(0, 0x10001000, P | U);
}

/** Reads and writes every address of the rows; its handler goes on with the next instead of trying again. */
const prober = (): ProgramFile => {
  const tries = rows.flatMap(({ address }) => [false, true].map((writes) => [address, writes] as const));

  function* main(): Program {
    yield* preparePages();
    const entry = yield jos.addressOf(faulted);
    yield jos.sysEnvSetPgfaultUpcall(0, entry);
    return jos.jump(tryNext, 0);
  }

  function* tryNext(at: number): Program {
    if (at === tries.length) yield jos.exit();
    yield jos.store32(0x10000000, at);
    const [address, writes] = tries[at];
    yield writes ? jos.store32(address, at) : jos.load32(address);
    return jos.jump(tryNext, at + 1);
  }

  /** A word of memory says which try it was: reading it is no try itself, as it never faults. */
  function* faulted(): Program {
    yield jos.setStackPointer(USTACKTOP);
    return jos.jump(tryNext, (yield jos.load32(0x10000000)) + 1);
  }

  return jos.defineJosProgram({ name: 'prober', entries: { main, tryNext, faulted } });
};

/** Runs `program` on 128 MiB, as recorded. */
const running = (program: ProgramFile): JosLab4 => {
  const kernel = new JosLab4({ programs: [program] });
  kernel.boot();
  return kernel;
};

describe('at every kind of address, a program', () => {
  const outcomes = new Map<string, string>();
  const kernel = running(prober());
  let last = '';
  kernel.machine.listen((event) => {
    if (event.type === 'operation' && (event.kind === LOAD32 || event.kind === STORE32)) {
      last = `${event.kind === LOAD32 ? 'read' : 'write'} ${event.operands[0]}`;
      if (event.result !== undefined) outcomes.set(last, 'ok');
    }
    if (event.type !== 'exception') return;
    const cr2 = event.address.toString(16).padStart(8, '0');
    outcomes.set(last, `FAULT(err=${event.errorCode} cr2=${cr2})`);
  });
  kernel.machine.run(5000);

  test.each(rows)('reads $name as recorded', ({ address, read }) => {
    expect(outcomes.get(`read ${address}`)).toBe(read);
  });

  test.each(rows)('writes $name as recorded', ({ address, write }) => {
    expect(outcomes.get(`write ${address}`)).toBe(write);
  });
});

/** The calls of the recorded line of error codes, in its order. */
const CALLS: readonly (() => Operation)[] = [
  () => jos.sysPageAlloc(0, UTOP, P | U | W),
  () => jos.sysPageAlloc(0, 0x400004, P | U | W),
  () => jos.sysPageAlloc(0, 0x400000, P | W),
  () => jos.sysPageAlloc(0, 0x400000, P | U | 0x80),
  () => jos.sysPageAlloc(0, 0x400000, P | U | W | josAbi.PTE_AVAIL),
  () => jos.sysPageAlloc(0x7777, 0x400000, P | U | W),
  () => jos.sysPageMap(0, 0x500000, 0, 0x600000, P | U),
  () => jos.sysPageMap(0, 0x10001000, 0, 0x600000, P | U | W),
  () => jos.sysPageUnmap(0, 0x500000),
  () => jos.sysPageUnmap(0, UTOP),
  () => jos.sysPageUnmap(0, 0x400004),
  () => jos.sysEnvSetStatus(0, josAbi.ENV_RUNNING),
  () => jos.sysIpcTrySend(0, 0, UTOP, 0),
  () => jos.sysIpcRecv(0x400004),
];

test('system calls fail with the recorded error numbers', () => {
  const returned: number[] = [];
  function* main(): Program {
    yield* preparePages();
    for (const call of CALLS) returned.push(yield call());
    yield jos.exit();
  }
  running(jos.defineJosProgram({ name: 'errors', entries: { main } })).machine.run(1000);
  const line = RECORDED.find((text) => text.startsWith('err codes:')) ?? '';
  expect(returned).toEqual([...line.matchAll(/=(-?\d+)/g)].map(([, code]) => Number(code)));
});

test('an alias counts twice, and an entry keeps the bits that a program may ask for', () => {
  const read: number[] = [];
  const AT = 0x400000;
  const ALIAS = 0x401000;
  const entryOf = (va: number): Operation => jos.load32(UVPT + (va / PGSIZE) * 4);
  function* main(): Program {
    yield jos.sysPageAlloc(0, AT, P | U | W | josAbi.PTE_AVAIL);
    yield jos.sysPageMap(0, AT, 0, ALIAS, P | U | W | josAbi.PTE_AVAIL);
    const entry = yield entryOf(ALIAS);
    const counts = memlayout.UPAGES + (entry >>> 12) * 8 + 4;
    read.push(yield jos.load16(counts), entry & 0xfff);
    yield jos.sysPageUnmap(0, ALIAS);
    read.push(yield jos.load16(counts), yield entryOf(ALIAS), (yield jos.load32(UVPD + 4)) & 0xfff);
    yield jos.exit();
  }
  running(jos.defineJosProgram({ name: 'alias', entries: { main } })).machine.run(1000);
  const recorded = RECORDED.slice(-2).join(' ');
  const hex = (digits: string): number => Number.parseInt(digits, 16);
  const [, refs, pte, one, uvpt, uvpd] =
    /alias=(\d) pte=\w{5}(\w{3}) .*one=(\d); uvpt=(\w+) uvpd=\w{5}(\w{3})/.exec(recorded) ?? [];
  // The recorded kernel, a student's, also copies what programs ask for into the directory's entry; the reference for lab 2 does not.
  const directory = hex(uvpd) & ~josAbi.PTE_AVAIL;
  expect(read).toEqual([Number(refs), hex(pte), Number(one), hex(uvpt), directory]);
});
