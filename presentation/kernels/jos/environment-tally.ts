/**
 * What a run of JOS is counted by that the machine does not count: how often each environment got the CPU, who was in error, and how things
 * stood when the boot was over and the first program was about to be loaded. Places are those of the table of environments.
 */
import { counter, trap } from '../../../hardware/hardware.ts';
import { type JosLab4, josAbi } from '../../../kernel/kernel.ts';
import { labelOf } from '../../drawing/owner.ts';
import { freePagesOf } from '../kind.ts';

export class JosTally {
  /** By place: how often the CPU went back to an environment there. */
  readonly runs = new Float64Array(josAbi.NENV);
  /** Ids of the environments whose programs were in error, in that order. */
  readonly inError: string[] = [];
  /** Pages free, and cycles passed, before there was any environment; -1 if it never came to that. */
  freeBefore = -1;
  bootCycles = -1;

  /** `Kernel`, which says here when its boot is over but for the programs. */
  tallied(Kernel: typeof JosLab4): typeof JosLab4 {
    const booted = (kernel: JosLab4): void => this.noteBoot(kernel);
    return class extends Kernel {
      override goOn(): void {
        booted(this);
        super.goOn();
      }
    };
  }

  /** Whether the boot came as far as the first program. */
  get hasBooted(): boolean {
    return this.bootCycles >= 0;
  }

  /** Counts what `kernel` does from now on. */
  listen(kernel: JosLab4): void {
    kernel.machine.listen(
      (event) => {
        if (event.type === 'return') this.runs[event.slot] += 1;
        else if (event.type === 'exception' && event.vector === trap.PROGRAM_ERROR) {
          this.inError.push(labelOf(kernel.view, kernel.view.pidOf(event.slot)));
        }
      },
      ['return', 'exception'],
    );
  }

  private noteBoot(kernel: JosLab4): void {
    this.freeBefore = freePagesOf(kernel.view);
    this.bootCycles = kernel.machine.counters[counter.CYCLES];
  }
}
