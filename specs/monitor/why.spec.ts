/** What `why` tells of a process and of a page is what a recount of all mappings comes to; then it is printed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PAGE_SIZE, type Ppn, va } from '../../hardware/hardware.ts';
import { WeensyKernel } from '../../kernel/kernel.ts';
import type { Watched } from '../../presentation/presentation.ts';
import { pageTold } from '../../presentation/why/page.ts';
import { processLines, processTold } from '../../presentation/why/process.ts';
import { exitProgram, forkProgram, fuzzProgram } from '../../userland/userland.ts';
import { describeProcessEvent, ProcessHistory, watchKernel } from '../specs.ts';
import { weensyJudging } from '../weensyos/judging.ts';
import { ringfenceHere } from './terminal.ts';

const momentAfter = (programs: WeensyKernel['parameters']['programs'], events: number): Watched => {
  const kernel = new WeensyKernel({ programs, pages: 256, viewer: events % 2 === 0 });
  const { history: pages } = watchKernel(kernel, weensyJudging);
  const processes = new ProcessHistory(kernel);
  kernel.boot();
  kernel.machine.run(Number.POSITIVE_INFINITY, events);
  return { kernel, pages, processes, when: 'now' } as unknown as Watched;
};
const PROGRAMS = [[exitProgram(3)], [forkProgram()], [fuzzProgram(2)]];

/** Each page that is mapped from where programs begin, as the MMU finds it: by process. */
const mappedBy = ({ kernel: { view, machine } }: Watched) =>
  (view.processes?.() ?? []).map(({ pid, root }) => {
    const found = [];
    for (let at = 0x100000; at < 0x300000; at += PAGE_SIZE) {
      const probe = machine.mmu.probe(va(at), root * PAGE_SIZE);
      if (probe !== null) found.push({ page: (probe.pa / PAGE_SIZE) as Ppn, writable: probe.writable });
    }
    return { pid, found };
  });

/** Tables that lie below a root, each found by the entry that leads to it. */
const tablesBelow = ({ kernel: { machine } }: Watched, root: number): number => {
  const found = new Set<number>();
  for (let at = 0; at < 0x300000; at += PAGE_SIZE)
    for (const { level, entryPa } of machine.mmu.steps(va(at), root * PAGE_SIZE))
      if (level < 4) found.add(Math.floor(entryPa / PAGE_SIZE));
  return found.size;
};

test('pages mapped, writable and shared of each process, and who refers to each page, are as many as are recounted', () => {
  const property = fc.property(fc.nat(PROGRAMS.length - 1), fc.nat(150), (number, events) => {
    const moment = momentAfter(PROGRAMS[number], events);
    const all = mappedBy(moment);
    const users = (page: Ppn): number => all.flatMap(({ found }) => found).filter((one) => one.page === page).length;
    for (const { pid, found } of all) {
      const told = processTold(moment, String(pid));
      const right = [found.length, found.filter(({ writable }) => writable).length];
      const shared = found.filter(({ page }) => users(page) > 1).length;
      const root = moment.kernel.view.spaces().find((space) => space.pid === pid)?.root ?? 0;
      expect([told.pid, told.memory?.root, told.memory?.tables]).toEqual([
        pid,
        root * PAGE_SIZE,
        tablesBelow(moment, root),
      ]);
      const life = moment.processes.of(pid, 1000);
      expect(told.life).toEqual(life.slice(-20).map((event) => describeProcessEvent(moment.kernel.view, event)));
      expect([told.memory?.mapped, told.memory?.writable, told.memory?.shared]).toEqual([...right, shared]);
      const line = processLines(moment, told).find((text) => text.includes('pages mapped')) ?? '';
      expect([...line.matchAll(/\d+/g)].map(([digits]) => Number(digits))).toEqual([...right, shared]);
    }
    for (let page = 0; page < moment.kernel.view.pages; page++) {
      const told = pageTold(moment, page as Ppn);
      expect([told.address, told.isCounted]).toEqual([page * PAGE_SIZE, told.kind === 'allocatable']);
      if (told.kind !== 'allocatable') continue;
      expect(told.life.length).toBe(Math.min(20, moment.pages.of(page as Ppn).length));
      expect([told.faults, told.referredBy.length]).toEqual([[], told.count]);
      expect(told.referredBy.filter((text) => / at 0x\w+, /.test(text)).length).toBe(users(page as Ppn));
    }
  });
  fc.assert(property, { numRuns: 6 });
});

test('the last byte of memory is in it, and the next is refused with where memory ends', async () => {
  for (const subject of ['page', 'word']) {
    const asked = (address: string) => ringfenceHere(['why', 'fork', subject, address, '--at', '3', '--memory', '1M']);
    expect((await asked('0xfffff')).code).toBe(0);
    for (const address of ['0x100000', '0x100fff', '-0x1']) {
      const { code, errors } = await asked(address);
      expect([code, errors]).toEqual([
        2,
        expect.stringContaining(`memory ends at 0x100000, and ${address} is not in it`),
      ]);
    }
  }
});
