/** The screen of any kernel, from what its view shows: physical memory, who has it, the page tables of one of them, and what was written. */
import type { Ppn } from '../../hardware/hardware.ts';
import type { ProcessView, SpaceView, Watched } from '../../kernel/kernel.ts';
import type { Canvas, Size } from '../drawing/canvas.ts';
import { memoryMap } from '../drawing/memory-map.ts';
import { labelOf, programOf } from '../drawing/owner.ts';
import { letterOf, pageSymbols } from '../drawing/page-symbols.ts';
import { arranged, type Part } from '../drawing/parts.ts';
import { processList } from '../drawing/process-list.ts';
import { legendLine, type Sample } from '../drawing/screen.ts';
import { tableList } from '../drawing/table-list.ts';
import { textPart } from '../drawing/text-part.ts';
import type { Screen } from './kind.ts';

export interface ScreenWords {
  readonly title: string;
  /** What a process is called, and several. */
  readonly nouns: readonly [string, string];
  /** Whose the letter 1 is. */
  readonly one: string;
  /** The first place of the kernel's table that may have one. */
  readonly firstSlot: number;
  /** What bits of the kernel's own mean in an entry. */
  readonly flagNames: Readonly<Record<number, string>>;
}

export class ViewScreen implements Screen {
  readonly title: string;
  readonly firstSlot: number;
  private readonly kernel: Watched;
  private readonly words: ScreenWords;

  constructor(kernel: Watched, words: ScreenWords) {
    this.kernel = kernel;
    this.words = words;
    this.title = words.title;
    this.firstSlot = words.firstSlot;
  }

  get samples(): readonly Sample[] {
    return [
      ['R', 0x07, 'reserved'],
      ['K', 0x0d, 'kernel'],
      ['.', 0x07, 'free'],
      ['1', 0x0c, `page of ${this.words.one}`],
      ['1', 0x4f, 'its page tables'],
      ['S', 0x0f, 'shared'],
      ['L', 0x03, "nobody's, and not free"],
    ];
  }

  legend(colour: boolean): string[] {
    return legendLine(this.samples, colour);
  }

  /** The one that runs, or the first. */
  due(): ProcessView | null {
    const processes = this.kernel.view.processes?.() ?? [];
    return processes.find(({ slot }) => slot === this.kernel.machine.cpu.slot) ?? processes[0] ?? null;
  }

  draw(shown: ProcessView | null, size: Size, text: readonly string[]): Canvas {
    return arranged(this.parts(shown, text), size);
  }

  private parts(shown: ProcessView | null, text: readonly string[]): Part[] {
    const { view, machine } = this.kernel;
    const { firstSlot, nouns } = this.words;
    const indexOf = (space: SpaceView): number => (space as ProcessView).slot - firstSlot;
    const listing = { kernel: this.kernel, nouns, shown, running: machine.cpu.slot };
    const list = processList({ ...listing, letterOf: ({ slot }) => letterOf(slot - firstSlot) });
    const physical = memoryMap(['PHYSICAL MEMORY', 'MEMORY'], view.pages, () => pageSymbols(view, indexOf));
    const hasProcesses = view.processes !== undefined;
    return [physical, ...(hasProcesses ? [list] : []), this.tables(shown), textPart('CONSOLE', text)];
  }

  /** The page tables of the process that is shown, or of the kernel where there is none. */
  private tables(shown: ProcessView | null): Part {
    const { view } = this.kernel;
    const owner = shown === null ? 'THE KERNEL' : `${labelOf(view, shown.pid)} ${programOf(this.kernel, shown)}`.trim();
    const root: Ppn = shown === null ? view.kernelRoot : shown.root;
    return tableList({ view, root, owner, flagNames: this.words.flagNames });
  }
}
