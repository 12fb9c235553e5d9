/** Events between two dumps in a row: right kernels make none that is wrong, whether models or real ones, and mistakes that show in no state alone are found. */
import { describe, expect, test } from 'vitest';
import { frame, PAGE_SIZE, PTE_W, ppn } from '../../../hardware/hardware.ts';
import { JosLab4, WeensyKernel } from '../../../kernel/kernel.ts';
import { KERNEL_STACK_TOP } from '../../../kernel/weensyos/layout.ts';
import { jos } from '../../../userland/userland.ts';
import { LAB4_BUGS } from '../../jos/lab4/bugs/list.ts';
import { WEENSY_BUGS } from '../../weensyos/bugs/list.ts';
import { copyOnWrite } from '../../weensyos/variants/copy-on-write.ts';
import { lazyHeap } from '../../weensyos/variants/lazy-heap.ts';
import { mistakesShown } from '../causes.ts';
import { firstWrong, judgedFrames } from '../first-wrong.ts';
import { judgedReal } from '../judged.ts';
import { type Judgement, wrongNames } from '../judgement.ts';
import { kindOf } from '../kind.ts';
import { realDump, symbolsOf } from '../real/dumps.ts';
import { readSymbols } from '../symbols/symbols.ts';
import { everything, type TakenFrames, takenFrom } from '../taken-series.ts';
import { RULES } from './rules.ts';
import { withTransition } from './transition.ts';

type Taken = Awaited<ReturnType<typeof takenFrom>>;
const OF_RULES = new Set(RULES.map(({ name }) => name));
/** Until then there was a call of each kind. */
const EVENTS = 12;
/** Until then there are three processes, and forks have failed. */
const MANY_EVENTS = 34;

const weensy = (Kernel: typeof WeensyKernel = WeensyKernel, events = EVENTS): Promise<Taken> =>
  takenFrom(new Kernel({ programs: [everything], pages: 256 }), events);
const lab4 = (Kernel: typeof JosLab4, program: keyof typeof jos.JOS_PROGRAMS, events: number): Promise<Taken> =>
  takenFrom(new Kernel({ programs: [jos.JOS_PROGRAMS[program]], pages: 1024 }), events);

/** What is found wrong, by the numbers of dumps; and of how many the event before was judged. */
const found = async ({ frames, kind, beside }: Taken): Promise<{ wrong: [number, string][]; judged: number }> => {
  const wrong: [number, string][] = [];
  let judged = 0;
  for await (const { index, judgement } of judgedFrames(frames, kind, beside)) {
    for (const name of wrongNames(judgement)) wrong.push([index, name]);
    if (!judgement.findings.notJudged.some(({ names }) => names.includes('failure changes nothing'))) judged++;
  }
  return { wrong, judged };
};

describe('Of right kernels nothing is said, and nearly each event is judged:', () => {
  const RIGHT: readonly (readonly [string, () => Promise<Taken>])[] = [
    ['WeensyOS', () => weensy(WeensyKernel, MANY_EVENTS)],
    ['WeensyOS that copies on write', () => weensy(copyOnWrite.Right, MANY_EVENTS)],
    ['WeensyOS that gives pages as they are touched', () => weensy(lazyHeap.Right, MANY_EVENTS)],
    ['JOS, with a fork that copies on write, and messages', () => lab4(JosLab4, 'pingpong', 20)],
  ];
  test.each(RIGHT)('%s', async (_, take) => {
    const taken = await take();
    const { wrong, judged } = await found(taken);
    expect(wrong).toEqual([]);
    expect(judged).toBeGreaterThan(taken.frames.count * 0.8);
  });
});

describe('A seeded bug that no state shows is found right after its event:', () => {
  const WEENSY: readonly (readonly [string, string, RegExp])[] = [
    ['weensyos-08', 'a child is like its parent', / rax 5 /],
    ['weensyos-09', 'a child is like its parent', / rax 5 /],
    ['weensyos-16', 'a child is like its parent', / rax 5 /],
    ['weensyos-19', 'fresh page is zero', / rax 4 /],
    ['weensyos-38', 'fresh page is zero', / rax 4 /],
  ];
  const firstOf = async (taken: Taken): Promise<readonly [string, string]> => {
    const [[index, name]] = (await found(taken)).wrong;
    return [name, taken.frames.lines[index - 1] ?? ''];
  };
  test.each(WEENSY)('%s', async (id, name, line) => {
    const bug = WEENSY_BUGS.find((one) => one.id === id);
    const first = await firstOf(await weensy(bug?.Kernel));
    expect(first).toEqual([name, expect.stringMatching(line)]);
  });

  test('and named, where memory tells it from others', async () => {
    for (const id of ['weensyos-08', 'weensyos-09', 'weensyos-19']) {
      const { frames, kind, beside } = await weensy(WEENSY_BUGS.find((one) => one.id === id)?.Kernel, 6);
      const found = await firstWrong(frames, kind, beside);
      const { causes } = await mistakesShown(found?.judgement as Judgement);
      expect(causes.slice(0, 3).map((cause) => cause.id)).toContain(id);
    }
  });

  test.each([['env-12'], ['env-13']])('%s', async (id) => {
    const bug = LAB4_BUGS.find((one) => one.id === id);
    const first = await firstOf(await lab4(bug?.Kernel as typeof JosLab4, 'dumbfork', 2));
    expect(first).toEqual(['a child is like its parent', expect.stringMatching(/ eax 7 /)]);
  });
});

describe('What no event may do is found, whoever runs:', () => {
  /** Two dumps of a right series, with a fork between them, one that fails or one that does not, and a process that waits. */
  const two = async (isFailing: boolean): Promise<Taken> => {
    const taken = await weensy(WeensyKernel, MANY_EVENTS);
    const { memories, lines } = taken.frames;
    const forks = [...lines.keys()].filter((at) => / rax 5 /.test(lines[at] ?? ''));
    const at = forks.at(isFailing ? -1 : 2) ?? 0;
    memories.splice(0, at);
    lines.splice(0, at);
    memories.length = 2;
    return taken;
  };
  type Spoil = (words: Int32Array, entries: readonly number[]) => void;
  /** What is found where the second is what `spoil` makes of it: entries of pages that the one that waits may write, by their words. */
  const spoiled = async (spoil: Spoil, isFailing = false): Promise<string[]> => {
    const taken = await two(isFailing);
    const { machine, view, current } = (await lastOf(taken)).dump;
    const caller = Number(/ pid (\d+) /.exec(taken.frames.lines[0] ?? '')?.[1]);
    const waiting = view.processes?.().find(({ slot }) => slot !== current && slot !== caller);
    const root = waiting?.root ?? ppn(0);
    const own = view.mappings(root).filter(({ permissions }) => permissions & PTE_W);
    const entries = own.map(({ va }) => (machine.mmu.steps(va, root * PAGE_SIZE).at(-1)?.entryPa ?? 0) >> 2);
    expect(entries.length).toBeGreaterThan(1);
    spoil(new Int32Array(taken.frames.memories[1].buffer), entries);
    return (await found(taken)).wrong.map(([, name]) => name);
  };
  const lastOf = async ({ frames, kind, beside }: Taken): Promise<Judgement> => {
    let last: Judgement | null = null;
    for await (const { judgement } of judgedFrames(frames, kind, beside)) last = judgement;
    return last as Judgement;
  };
  const pageOf = (words: Int32Array, entry: number): number => (words[entry] >>> 12) * (PAGE_SIZE / 4);

  test('a word in the memory of a process that does not run', async () => {
    const write: Spoil = (words, [entry]) => {
      words[pageOf(words, entry) + 9] ^= 5;
    };
    expect(await spoiled(write)).toEqual(['memory stays']);
    expect(await spoiled(write, true)).toEqual(['failure changes nothing']);
  });

  test('a right that a process lost, and two pages of it that changed places', async () => {
    const lost = await spoiled((words, [entry]) => {
      words[entry] &= ~PTE_W;
    });
    expect(lost).toEqual(['maps what is asked']);
    const swapped = await spoiled((words, [one, other]) => {
      [words[one], words[other]] = [words[other], words[one]];
    });
    expect(swapped).toEqual(['maps what is asked']);
  });

  test('but where it is not known that nothing else came between, or what did, nothing is said', async () => {
    const taken = await weensy(WEENSY_BUGS.find(({ id }) => id === 'weensyos-08')?.Kernel);
    const [[index]] = (await found(taken)).wrong;
    taken.frames.gaps.add(index);
    expect((await found(taken)).wrong.filter(([at]) => at === index)).toEqual([]);
    taken.frames.gaps.clear();
    for (const line of [
      '4 hello',
      '4 pid 1 rax 5 rdi 0x0 rip 0x100014',
      '4 pid 1 rax 99 rdi 0x0 rip 0x100014 intno -1',
      null,
    ])
      expect(await saidAfter(taken.frames, taken, index, line)).toEqual([]);
  });

  const saidAfter = async (frames: TakenFrames, taken: Taken, index: number, line: string | null) => {
    frames.lines[index - 1] = line;
    return (await found(taken)).wrong.filter(([at]) => at === index);
  };
});

describe('Of real kernels', () => {
  /** The line that a script would have printed: the registers lie on the kernel's stack. */
  const lineOf = ({ dump: { machine, current } }: Judgement): string => {
    const start = (KERNEL_STACK_TOP - frame.FRAME_BYTES) / 4;
    const [rax, rdi, rip, vector] = [frame.RAX, frame.RDI, frame.RIP, frame.VECTOR].map(
      (at) => machine.memory.words[start + at],
    );
    return `0 pid ${current} rax ${rax} rdi ${rdi >>> 0} rip ${rip} cr3 0x0 intno ${vector}`;
  };
  const between = async (before: string, after: string): Promise<readonly [isJudged: boolean, wrong: string[]]> => {
    const kind = await kindOf(readSymbols(symbolsOf(realDump(before))), undefined);
    const [one, other] = [await judgedReal(realDump(before)), await judgedReal(realDump(after))];
    const judged = withTransition(kind, one, lineOf(one), other);
    return [judged !== other, wrongNames(judged).filter((name) => OF_RULES.has(name))];
  };

  test.each(['w-b001', 'w-b002', 'w-b006', 'w-b018', 'w-b024'])(
    '%s breaks a sentence about states, and none about events',
    async (pair) => {
      expect(await between(`${pair}-before`, `${pair}-after`)).toEqual([true, []]);
    },
  );

  test('it is seen where more than the one event came between, and of the others nothing is said', async () => {
    const SERIES = Array.from({ length: 8 }, (_, i) => `w-series-exit-${String(i).padStart(2, '0')}`);
    const told: boolean[] = [];
    for (const [i, name] of SERIES.slice(1).entries()) {
      const [isJudged, wrong] = await between(SERIES[i], name);
      expect([name, wrong]).toEqual([name, []]);
      told.push(isJudged);
    }
    // Yields and ticks were left out of that series.
    expect(told).toEqual([false, false, true, true, false, true, false]);
  });

  test('a kernel that stopped in the middle of its event has done half of it', async () => {
    expect(await between('w-b012-before', 'w-b012-after')).toEqual([false, []]);
  });
});
