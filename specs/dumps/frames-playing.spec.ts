/** A real kernel's life as a run: any moment is reached from any other and is what was saved; histories, blame and reasons speak of its events. */
import { beforeAll, describe, expect, test } from 'vitest';
import { counter, PAGE_SIZE, type Ppn, ppn, register } from '../../hardware/hardware.ts';
import { WeensyKernel } from '../../kernel/kernel.ts';
import { blame } from '../judge/count-blame.ts';
import { Observation } from '../judge/observation.ts';
import { describePageEvent } from '../judge/watch/page-history.ts';
import { watchKernel } from '../judge/watch/watch.ts';
import { StepEvents } from '../moments/reasons/step-events.ts';
import { Story } from '../moments/reasons/story.ts';
import { reasonsOfCount } from '../moments/reasons/values.ts';
import { Timeline } from '../moments/timeline.ts';
import { WEENSY_BUGS } from '../weensyos/bugs/list.ts';
import { machineFor } from './dump.ts';
import { FrameChanges } from './frame-changes.ts';
import type { Frames } from './frames.ts';
import { framesJudging } from './frames-judging.ts';
import { FramesPlaying } from './frames-playing.ts';
import { wrongNames } from './judgement.ts';
import type { DumpKind } from './open-dump.ts';
import { packed } from './packed-frames.ts';
import { everything, type TakenFrames, takenFrom } from './taken-series.ts';
import { unpacked } from './unpacked-frames.ts';

const EVENTS = 16;
type Taken = Awaited<ReturnType<typeof takenFrom>>;
const series = (id: string): Promise<Taken> => {
  const Kernel = WEENSY_BUGS.find((bug) => bug.id === id)?.Kernel ?? WeensyKernel;
  return takenFrom(new Kernel({ programs: [everything], pages: 256 }), EVENTS);
};
let right: Taken;
let wrong: Taken;
beforeAll(async () => {
  right = await series('none');
  // Its exit does not free the tables.
  wrong = await series('weensyos-01');
});
const playingOf = ({ frames, kind, beside }: Taken): FramesPlaying => new FramesPlaying(frames, kind, beside);
const memoryOf = ({ kernel: { machine } }: FramesPlaying): Uint8Array =>
  machine.memory.bytes.subarray(0, 256 * PAGE_SIZE);

/** Numbers without order, from 0 up to below `end`. */
const wandering = (count: number, end: number): number[] =>
  Array.from({ length: count }, (_, i) => (i * 7919 + ((i * i) % 31) * 13) % end);

describe('Any moment', () => {
  test('is reached from any other, with the memory that was saved, and one fingerprint', () => {
    const playing = playingOf(right);
    const timeline = new Timeline(playing);
    const { count, memories } = right.frames;
    const prints = memories.map((_, at) => {
      timeline.goTo(at);
      return playing.fingerprint();
    });
    for (const at of wandering(40, count)) {
      timeline.goTo(at);
      expect([playing.at, playing.event, playing.title]).toEqual([at, at, `event-${at}.bin`]);
      expect(Buffer.compare(memoryOf(playing), memories[at])).toBe(0);
      expect(playing.fingerprint()).toBe(prints[at]);
      expect(playing.kernel.machine.counters[counter.EVENTS]).toBe(at);
    }
    expect(new Set(prints).size).toBeGreaterThan(EVENTS / 2);
    timeline.goToEnd();
    expect([playing.at, playing.goesOn]).toEqual([count - 1, false]);
  });

  test('is itself where one word is otherwise, the last of a page or the first', async () => {
    const taken = await series('none');
    const last = taken.frames.memories[4];
    for (const at of [0x30000, 0x30fff]) {
      taken.frames.memories.push(last.slice());
      taken.frames.lines.push('none');
      taken.frames.memories.at(-1)?.fill(7, at, at + 1);
    }
    const playing = playingOf(taken);
    for (const at of [EVENTS + 2, EVENTS + 1, 4, EVENTS + 2]) {
      playing.put({ at, event: at });
      expect(Buffer.compare(memoryOf(playing), taken.frames.memories[at])).toBe(0);
    }
  });

  test('is itself where others went that way before, who share what they read', () => {
    const loads: number[] = [];
    const frames: Frames = Object.create(right.frames, {
      load: {
        value: (at: number, memory: Uint8Array) => {
          loads.push(at);
          right.frames.load(at, memory);
        },
      },
    });
    const changes = new FrameChanges(frames);
    const again = (): FramesPlaying => new FramesPlaying(frames, right.kind, right.beside, changes);
    for (const at of [3, 7, 5]) again().advance(at);
    loads.length = 0;
    const playing = again();
    playing.follow({ enter: () => {}, leave: () => {} });
    playing.advance(8);
    expect(loads).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    for (const at of wandering(20, right.frames.count)) {
      playing.put({ at, event: at });
      expect(Buffer.compare(memoryOf(playing), right.frames.memories[at])).toBe(0);
    }
    const last = again();
    last.follow({ enter: () => {}, leave: () => {} });
    loads.length = 0;
    last.advance(8);
    expect([loads, Buffer.compare(memoryOf(last), right.frames.memories[8])]).toEqual([[], 0]);
  });

  test('shows what a view of it alone shows, whoever keeps the view', () => {
    const playing = playingOf(right);
    const { view } = playing.kernel;
    const { freePages } = view as unknown as { freePages(): number };
    for (const at of wandering(12, right.frames.count)) {
      playing.put({ at, event: at });
      const alone = right.kind.open(playing.kernel.machine, right.beside).view;
      expect(view.processes?.()).toEqual(alone.processes?.());
      expect(freePages()).toBe(view.freeList().length);
      expect([view.isSaved, 'processes' in view]).toEqual([true, true]);
    }
  });

  test('has found in it what its dump alone shows, whenever one asks, and however often', async () => {
    for (const taken of [right, wrong]) {
      const playing = playingOf(taken);
      const alone = taken.frames.memories.map((memory) => {
        const machine = machineFor(taken.frames.bytes, taken.kind.paging, taken.kind.slots);
        machine.memory.bytes.set(memory);
        return taken.kind.open(machine, taken.beside).findings;
      });
      for (const at of wandering(24, taken.frames.count)) {
        playing.put({ at, event: at });
        const { cpu } = playing.kernel.machine;
        const before = [cpu.runState, cpu.control(register.SLOT)];
        expect(playing.findings).toEqual(alone[at]);
        expect([cpu.runState, cpu.control(register.SLOT)]).toEqual(before);
      }
    }
  });

  test('is not judged on the way: where nobody asks what is wrong, nothing is counted', () => {
    let asked = 0;
    const kind: DumpKind = {
      ...right.kind,
      open: (machine, beside) => {
        const dump = right.kind.open(machine, beside);
        return Object.create(dump, { findings: { get: () => asked++ } });
      },
    };
    const playing = new FramesPlaying(right.frames, kind, right.beside);
    playing.follow({ enter: () => {}, leave: () => {} });
    playing.advance(EVENTS);
    expect([playing.at, asked]).toEqual([EVENTS, 0]);
  });

  test('says what came before it by its line, and what that changed by name', () => {
    const playing = playingOf(right);
    const fork = right.frames.lines.findIndex((line) => / rax 5 /.test(line ?? ''));
    playing.advance(fork + 1);
    expect(playing.stepText(fork)).toBe('fork of process 1');
    expect(playing.changesHere().join('\n')).toContain('process 2: free, then runnable');
    expect(playingOf(right).changesHere()).toEqual([]);
  });
});

describe('Packed as bytes and unpacked elsewhere', () => {
  test('a life is the same, with all that its dumps are opened with, and what cannot be used', async () => {
    const taken = await series('none');
    taken.frames.gaps.add(3);
    const { frames, kind, beside } = await unpacked(
      packed({ ...taken, beside: { ...taken.beside, registers: new Map([['RSP', 5]]) } }),
    );
    const [one, other] = [new Uint8Array(frames.bytes), new Uint8Array(frames.bytes)];
    for (const at of wandering(30, frames.count)) {
      frames.load(at, one);
      taken.frames.load(at, other);
      expect(Buffer.compare(one, other)).toBe(0);
      const told = (of: Frames) => [of.titleOf(at), of.noteOf(at), at > 0 && of.followsOn?.(at)];
      expect(told(frames)).toEqual(told(taken.frames));
    }
    expect([kind.name, [...(beside.registers ?? [])]]).toEqual(['weensyos', [['RSP', 5]]]);
    expect(beside.symbols.list).toEqual(taken.beside.symbols.list);
    const playing = new FramesPlaying(frames, kind, taken.beside);
    playing.advance(9);
    const before = playingOf(taken);
    before.advance(9);
    expect(playing.fingerprint()).toBe(before.fingerprint());
  });
});

describe('A moment that cannot be used', () => {
  /** Cut off, or overwritten, as files are. */
  const damaged = async (...at: number[]): Promise<Taken & { readonly frames: TakenFrames }> => {
    const taken = await series('none');
    for (const index of at) taken.frames.memories[index] = new Uint8Array(taken.frames.bytes);
    return taken;
  };

  test('is passed over: memory stays what it was before, and so it is from whichever side one comes', async () => {
    const taken = await damaged(5, 6);
    const playing = playingOf(taken);
    for (const at of [7, 6, 5, 4, 6, 2, 5]) {
      playing.put({ at, event: at });
      expect(Buffer.compare(memoryOf(playing), taken.frames.memories[at === 5 || at === 6 ? 4 : at])).toBe(0);
      expect(playing.problem === null).toBe(at !== 5 && at !== 6);
    }
    expect(playing.title).toMatch(
      /^event-5\.bin \(which does not fit its symbols: .*; memory is that of event-4\.bin\)$/,
    );
  });

  test('has its event told with the next one that can be used', async () => {
    const taken = await damaged(5);
    const [one, other] = [4, 5].map((at) => playingOf(right).nextAt(at));
    const playing = playingOf(taken);
    playing.advance(5);
    playing.advance(1);
    expect(playing.stepText(5)).toBe(`${one}, then ${other}`);
  });

  test('at the beginning gives way to the first that can be used; where none can, it is said', async () => {
    const taken = await damaged(0, 1);
    expect(Buffer.compare(memoryOf(playingOf(taken)), taken.frames.memories[2])).toBe(0);
    const none = await damaged(...right.frames.memories.keys());
    expect(() => playingOf(none)).toThrow(/does not fit its symbols/);
  });
});

describe('Of a kernel whose exit leaves tables behind', () => {
  const followed = (): {
    playing: FramesPlaying;
    told: (page: number) => string[];
    blamed: (page: number) => string[];
  } => {
    const playing = playingOf(wrong);
    const { kernel } = playing;
    const watch = watchKernel(kernel, framesJudging(playing));
    playing.follow({ enter: (deed) => watch.enterLabelled(deed), leave: () => watch.tracker.leave(null) });
    playing.begin();
    return {
      playing,
      told: (page) => watch.history.of(page as Ppn).map((event) => describePageEvent(kernel.view, event)),
      blamed: (page) => blame(new Observation(kernel), watch.history, page as Ppn),
    };
  };
  const exit = (): number => wrong.frames.lines.findIndex((line) => / rax 6 /.test(line ?? ''));

  test('the first wrong moment is that after the exit, with its page', async () => {
    const found = await playingOf(wrong).firstWrong();
    expect(found?.index).toBe(exit() + 1);
    expect(await playingOf(right).firstWrong()).toBeNull();
  });

  test("the life of its page is told by events, and the exit is blamed, whatever one's steps are", async () => {
    const found = await playingOf(wrong).firstWrong();
    const page = found?.judgement.findings.violations[0].places[0].page ?? 0;
    const { playing, told, blamed } = followed();
    playing.advance(3);
    playing.advance(Number.POSITIVE_INFINITY, exit() + 1 - playing.event);
    const [, fork] = /event (\d+): taken by fork of process 1, count 1/.exec(told(page)[0]) ?? [];
    expect(wrong.frames.lines[Number(fork) - 1]).toMatch(/ rax 5 /);
    const by = `exit of process 2 at event ${exit() + 1}`;
    expect(blamed(page)).toEqual([`${by} unlinked the page, and did not drop its reference`]);
  });

  test('reasons go back from event to event, each with the moment after it', async () => {
    const found = await playingOf(wrong).firstWrong();
    const page = ppn(found?.judgement.findings.violations[0].places[0].page ?? 0);
    const playing = playingOf(wrong);
    const happened = new StepEvents(playing.kernel);
    const timeline = new Timeline(playing);
    timeline.goTo(exit() + 1);
    const [last] = reasonsOfCount(new Story(timeline, playing.kernel, happened), page);
    expect(last.text).toBe('fork of process 1 took it, count 1, for the tables of process 2');
    expect(wrong.frames.lines[last.step - 1]).toMatch(/ rax 5 /);
    expect(timeline.at).toBe(exit() + 1);
  });

  test('what is asked of invariants is what was found', async () => {
    const playing = playingOf(wrong);
    const judging = framesJudging(playing);
    const broken = (): string[] =>
      judging.invariants
        .filter((one) => one.violations(new Observation(playing.kernel)).length > 0)
        .map(({ name }) => name);
    expect(broken()).toEqual([]);
    playing.advance(exit() + 1);
    expect(broken()).toEqual(['nothing leaks']);
    expect(wrongNames(await playing.judged())).toEqual(['nothing leaks']);
    expect(wrongNames(await playingOf(right).judged())).toEqual([]);
    expect(judging.invariants.map(({ name }) => name)).not.toContain('TLB within tables');
  });
});
