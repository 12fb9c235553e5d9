/** What `why` answers about words, entries, accesses, the TLB, counts and calls, at random moments, is what memory and the machine's events come to. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MachineEvent, PAGE_SIZE, type Ppn, ppn, va } from '../../hardware/hardware.ts';
import { JosLab4, type SpaceView, WeensyKernel } from '../../kernel/kernel.ts';
import { reachWatchedIn } from '../../monitor/moments/reached-moment.ts';
import { linksOf } from '../../monitor/why/chain.ts';
import { josLab4 } from '../../presentation/kernels/jos/lab4.ts';
import { weensyOS } from '../../presentation/kernels/weensyos.ts';
import { programsOn } from '../../presentation/moments/opened-programs.ts';
import { chainLines, type Opened, parsePlace, storyOf, type Watched } from '../../presentation/presentation.ts';
import { EXPLAINED } from '../../presentation/why/explained.ts';
import { momentOfText, reasonsOfCount, type Story } from '../specs.ts';

const openedOn = async (
  kind: ReturnType<typeof weensyOS>,
  program: string,
  boot: Record<string, string>,
): Promise<Opened> => programsOn(kind, { what: 'programs', programs: [program], boot }, await kind.programs([program]));
const RUNS = await Promise.all([
  openedOn(weensyOS(WeensyKernel), 'fork', { memory: '1M', timer: 'every:7' }),
  openedOn(weensyOS(WeensyKernel), 'exit', { memory: '1M', seed: '5' }),
  openedOn(josLab4(JosLab4), 'forktree', { memory: '4M' }),
  openedOn(weensyOS(WeensyKernel), 'fork', { memory: '1M', allocatable: '24' }),
]);
const MOST_EVENTS = [60, 250, 25];

const momentOf = (number: number, place: string): Watched =>
  reachWatchedIn(RUNS[number], parsePlace(place), { names: [], values: {} });
const hex = (value: number): string => `0x${value.toString(16)}`;
/** One who answers all that is asked of a moment, from one story. */
const asker =
  (moment: Watched, story: Story) =>
  (subject: string, object: string, pid?: string): ReturnType<(typeof EXPLAINED)[string]> =>
    EXPLAINED[subject](moment, story, object, pid === undefined ? {} : { pid });

/** An address that a program has, or the first behind it that nobody has. */
const addressIn = ({ kernel: { view } }: Watched, space: SpaceView, draw: number): number => {
  const mapped = view.mappings(space.root).map(({ va: at }): number => at);
  let address = mapped[draw % mapped.length] ?? view.userStart;
  while (draw % 3 === 0 && mapped.includes(address)) address += PAGE_SIZE;
  return address + (draw % PAGE_SIZE);
};

test('words, entries, accesses and cached translations are told as memory has them, and each reason with the moment after it', () => {
  const met = new Set<string>();
  const property = fc.property(fc.nat(1), fc.nat(), fc.nat(3), fc.nat(), (number, at, after, draw) => {
    const moment = momentOf(number, `${at % MOST_EVENTS[number]}+${after}`);
    const { machine, view } = moment.kernel;
    const story = storyOf(RUNS[number], moment.step);
    const ask = asker(moment, story);
    const spaces = view.spaces().filter(({ pid }) => pid !== 0);
    if (spaces.length === 0) return;
    const space = spaces[draw % spaces.length];
    const pid = view.labelOf?.(space.pid) ?? String(space.pid);
    const address = addressIn(moment, space, draw);
    const steps = machine.mmu.steps(va(address), space.root * PAGE_SIZE);
    const last = steps[steps.length - 1];

    const word = last.entryPa + (draw % 4);
    const stored = new DataView(machine.memory.words.buffer).getUint32(word - (word % 4), true);
    const told = ask('word', hex(word));
    expect(told.now).toMatch(
      new RegExp(
        `^the word at ${hex(word - (word % 4))}(, [^,]*,)? holds ${hex(stored)}(?:, as it did after the boot)?$`,
      ),
    );
    expect(told.now.includes('after the boot')).toBe(told.reasons.length === 0);
    if (told.reasons.length > 0) expect(told.reasons[0].text).toContain(` stored ${hex(stored)} there, in place of `);

    const entry = ask('entry', hex(address), pid).now;
    expect(entry).toMatch(
      new RegExp(
        `^the L${last.level} entry at ${hex(last.entryPa)} for ${hex(address)} of .* is ${hex(last.low >>> 0)}: `,
      ),
    );
    const rights = [
      last.low & 1 ? 'present' : 'absent',
      last.low & 2 ? 'writable' : 'read-only',
      last.low & 4 ? 'for programs' : 'for the kernel',
    ];
    expect(entry).toContain(last.low & 1 ? rights.join(', ') : rights[0]);

    for (const [access, needed] of [
      ['read', 5],
      ['write', 7],
    ] as const) {
      const answer = ask(access, hex(address), pid).now;
      const refused = steps.find(({ low }) => (low & needed) !== needed);
      met.add(`${access} ${refused === undefined ? 'passes' : refused.low & 1 ? 'is not allowed' : 'misses'}`);
      if (refused === undefined) expect(answer).toContain('goes through');
      else
        expect(answer).toContain(
          `faults: the L${refused.level} entry at ${hex(refused.entryPa)} ${refused.low & 1 ? 'does not allow it' : 'is not present'}`,
        );
    }
    checkChain(moment, told.reasons);
    checkCount(story, ppn(Math.floor(last.entryPa / PAGE_SIZE)));
    // Text is shared by all that were forked, and dropped by those who exit.
    const text = machine.mmu.probe(va(0x100000), space.root * PAGE_SIZE);
    if (text !== null) checkCount(story, ppn(text.pa / PAGE_SIZE));
    checkCached(story, moment, address);
  });
  fc.assert(property, {
    numRuns: 7,
    examples: [
      [0, 17, 1, 3],
      [0, 30, 0, 4],
      [1, 130, 0, 1],
      [1, 201, 1, 5],
      [2, 20, 1, 7],
    ],
  });
  for (const what of ['read passes', 'write passes', 'read misses']) expect(met).toContain(what);
});

/** Links, and lines, have the step and the event of their reason, each in its place. */
const checkChain = (moment: Watched, reasons: Parameters<typeof linksOf>[1]): void => {
  const links = linksOf(moment, reasons);
  const lines = chainLines(reasons).slice(1);
  for (const [i, { step, event, text }] of reasons.entries()) {
    expect(links[i]).toMatchObject({ step, event, text });
    expect(momentOfText(links[i].moment)).toMatchObject({ step, event });
    expect(/--at @(\d+) +event (\d+): /.exec(lines[i])?.slice(1).map(Number)).toEqual([step, event]);
  }
};

/** What the TLB holds, and whether the tables have it no more: also once an entry is taken away behind its back. */
const checkCached = (story: Story, moment: Watched, address: number): void => {
  const { mmu, memory } = story.machine;
  const inForce = story.view.spaces().find(({ root }) => root * PAGE_SIZE === mmu.root);
  const cached = mmu.tlb.cached().find((entry) => entry.va === address - (address % PAGE_SIZE)) ?? mmu.tlb.cached()[0];
  if (cached === undefined || inForce === undefined) return;
  const told = (at: number): string => EXPLAINED.tlb(moment, story, hex(at), {}).now;
  const inside = cached.va + (address % PAGE_SIZE);
  expect(told(inside)).toBe(`the TLB holds physical page ${hex(cached.pa)} for ${hex(inside)}`);
  const empty = cached.va + 256 * PAGE_SIZE;
  if (mmu.cachedAt(va(empty)) === null) expect(told(empty)).toBe(`the TLB holds nothing for ${hex(empty)}`);
  memory.store(mmu.steps(va(cached.va))[mmu.steps(va(cached.va)).length - 1].entryPa / 4, 0);
  expect(told(inside)).toBe(
    `the TLB holds physical page ${hex(cached.pa)}, which the tables no longer give for ${hex(inside)}`,
  );
};

/** Each reason of a count is a step in which it changed, with what it was after that, and with the mappings that came and went. */
const checkCount = (story: Story, page: Ppn): void => {
  const reasons = reasonsOfCount(story, page);
  for (const { step, text } of reasons.slice(0, 5)) {
    const [before, now] = [step - 1, step].map((at) => story.at(at, () => usesIn(story, page)));
    const verb =
      before.count === 0 ? 'took' : now.count === 0 ? 'gave it back' : now.count > before.count ? 'shared' : 'dropped';
    expect(text).toMatch(new RegExp(` ${verb}.*, count ${now.count}(?:,|;|$)`));
    for (const use of now.uses)
      expect(/ for (.*)/.exec(text)?.[1].includes(use) ?? false).toBe(!before.uses.includes(use));
    for (const use of before.uses)
      expect(/ which (.*) had/.exec(text)?.[1].includes(use) ?? false).toBe(!now.uses.includes(use));
  }
};

const usesIn = ({ view }: Story, page: Ppn) => ({
  count: view.referenceCount(page),
  uses: view.spaces().flatMap(({ pid, root }) => {
    const mapped = view.mappings(root).filter(({ pa }) => pa >= page * PAGE_SIZE && pa < (page + 1) * PAGE_SIZE);
    const tables = [root, ...view.tables(root).map((table) => table.page)];
    const name = view.nameOf(pid);
    return [
      ...mapped.map((one) => `${name} at ${hex(one.va)}`),
      ...(tables.includes(page) ? [`the tables of ${name}`] : []),
    ];
  }),
});

test('the call that failed last, of anybody or of one, is that of the events, and so is what was free when it began', () => {
  let failures = 0;
  const property = fc.property(fc.nat(), fc.boolean(), (at, isOfOne) => {
    const opened = RUNS[3];
    const heard: { pid: number; call: string; result: number; free: number }[] = [];
    const { playing, system } = opened.make((made) => listen(made.kernel, heard));
    playing.begin();
    playing.advance(Number.POSITIVE_INFINITY, 100 + (at % 150));
    const story = storyOf(opened, playing.at);
    const { view } = (system as NonNullable<typeof system>).kernel;
    const pids = view.processes?.().map(({ pid }) => pid) ?? [];
    const pid = isOfOne && pids.length > 0 ? pids[at % pids.length] : null;
    const failed = heard.findLast((one) => one.result < 0 && (pid === null || one.pid === pid));
    const moment = { kernel: { view } } as unknown as Watched;
    const { now, reasons } = EXPLAINED.call(moment, story, pid === null ? undefined : String(pid), {});
    if (failed === undefined) {
      expect([now.includes('has failed until now'), reasons]).toEqual([true, []]);
      return;
    }
    failures += 1;
    expect(now.startsWith(`${failed.call} of ${view.nameOf(failed.pid)} returned ${failed.result}`)).toBe(true);
    const free =
      failed.free === 0 ? /: 0 were when it began/ : new RegExp(`(: |^)${failed.free} (was|were|pages were)`);
    expect(reasons[0].text).toMatch(free);
  });
  fc.assert(property, { numRuns: 4, seed: 2 });
  expect(failures).toBeGreaterThan(0);
});

/** Notes each call that comes back to its caller, with the pages that were free as it began. */
const listen = (
  { machine, view }: Watched['kernel'],
  heard: { pid: number; call: string; result: number; free: number }[],
): void => {
  let made: { slot: number; call: string; free: number } | null = null;
  machine.listen(
    (event: MachineEvent) => {
      if (event.type === 'system call')
        made = {
          slot: event.slot,
          call: view.calls?.find((call) => call.number === event.number)?.name ?? '',
          free: view.freeList().length,
        };
      else if (event.type === 'return' && made !== null && made.slot === event.slot)
        heard.push({ pid: view.pidOf(event.slot), call: made.call, result: event.result, free: made.free });
      if (event.type !== 'system call') made = null;
    },
    ['system call', 'return', 'timer', 'exception'],
  );
};
