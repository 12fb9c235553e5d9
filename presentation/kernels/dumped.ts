/** Real kernels in dumps as commands see them: memory that somebody saved, which nobody runs. */
import type { Machine } from '../../hardware/hardware.ts';
import { type KernelView, MemoryViewer, type WeensyView } from '../../kernel/kernel.ts';
import { type DumpKind, type FramesPlaying, framesJudging } from '../../specs/specs.ts';
import { UsageError } from '../boot/usage-error.ts';
import { ENVIRONMENTS_SHOWN } from './jos/lab4.ts';
import type { Kind, Screen, System } from './kind.ts';
import { ViewScreen } from './view-screen.ts';
import { WeensyScreen } from './weensyos-screen.ts';

const NOBODY_RUNS = 'dumps are memory that was saved, which nobody runs any more';
const BOOTED = 'the kernel in these dumps was booted elsewhere';
const OF_A_BOOT = [
  'order',
  'timer',
  'memory',
  'processes',
  'allocatable',
  'viewer',
  'allocator',
  'seed',
  'variant',
  'lab',
  'end',
];

/** A real kernel of that kind in a series of dumps, or in one. */
export const dumpedKind = ({ system }: DumpKind, isSeries: boolean): Kind => {
  const refuse = (): never => {
    throw new UsageError(NOBODY_RUNS);
  };
  return {
    name: `a real ${system}`,
    ownName: undefined,
    lacks: {
      ...Object.fromEntries(OF_A_BOOT.map((option) => [option, BOOTED])),
      ...(!isSeries && { at: 'there is one dump, and no other to go to' }),
    },
    unseen: {
      tlb: 'what the TLB held no word of memory tells',
      call: 'what system calls returned no word of memory tells',
      registers: 'a dump is memory alone: what the registers held stands beside it, if at all',
    },
    ...{ programs: refuse, make: refuse, around: refuse },
  };
};

/** The kernel that `playing` goes through the life of. */
export const dumpedSystem = (playing: FramesPlaying): System => {
  const { kernel } = playing;
  const { system } = playing.kind;
  return {
    kernel,
    judging: framesJudging(playing),
    allocations: { listen: () => {} },
    screen: new DumpedScreen(playing),
    flagNames: system === 'JOS' ? ENVIRONMENTS_SHOWN.flagNames : {},
    speaks: false,
    readsKeys: false,
    header: () => ({ programs: [], pages: kernel.view.pages, events: [], dumped: system }),
    summary: () => ({ rows: [], textColumns: [] }),
    told: (watch) =>
      playing.follow({ enter: (deed) => watch.enterLabelled(deed), leave: () => watch.tracker.leave(null) }),
    standing: () => standingText(playing),
    changes: () => playing.changesHere(),
  };
};

const standingText = (playing: FramesPlaying): string => {
  const next = playing.nextAt(playing.at);
  if (!playing.goesOn) return 'the last of them';
  return next === null ? 'nobody knows what comes next' : `next comes ${next}`;
};

/** The screen of the memory at hand. */
class DumpedScreen implements Screen {
  private readonly playing: FramesPlaying;

  constructor(playing: FramesPlaying) {
    this.playing = playing;
  }

  get title(): string {
    return this.present.title;
  }

  get samples(): Screen['samples'] {
    return this.present.samples;
  }

  get firstSlot(): number {
    return this.present.firstSlot;
  }

  legend(colour: boolean): string[] {
    return this.present.legend(colour);
  }

  due(): ReturnType<Screen['due']> {
    return this.present.due();
  }

  draw(...asked: Parameters<Screen['draw']>): ReturnType<Screen['draw']> {
    return this.present.draw(...asked);
  }

  private get present(): Screen {
    const { kernel, kind, shown } = this.playing;
    return dumpedScreen(kind.system, { machine: kernel.machine, view: shown.view });
  }
}

/** The screen of one dump. */
export const dumpedScreen = (
  system: DumpKind['system'],
  { machine, view }: { readonly machine: Machine; readonly view: KernelView },
): Screen => {
  if (system === 'JOS') return new ViewScreen({ machine, view }, ENVIRONMENTS_SHOWN);
  const weensy = view as WeensyView;
  return new WeensyScreen({ machine, view: weensy, viewer: new MemoryViewer(weensy) });
};
