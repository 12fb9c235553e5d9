/** WeensyOS to be explored: whoever runs makes any of its system calls, with pages of a small heap, in a machine with few free pages. */
import { operation } from '../../../../hardware/hardware.ts';
import { abi, WeensyKernel } from '../../../../kernel/kernel.ts';
import { type OperationStep, systemCall } from '../../../../userland/userland.ts';
import type { ProgramsRun } from '../../../moments/moment.ts';
import type { ExploredKernel, Wrong } from '../explored-kernel.ts';
import type { RetoldStep } from '../retold.ts';
import { stoppedKernel } from '../stopped-kernel.ts';
import { Hand } from './hand.ts';
import { heapOf, movesOf, moveText, type WeensyExploring, type WeensyScope } from './moves.ts';
import { callText, type ProgramStep, programOf, scriptOf } from './program.ts';
import { WeensySystem } from './system.ts';

/** Pages that a boot with one such program takes: text, stack, and five of tables. */
const BOOTED = 7;
/** Memory must reach beyond the hole for devices. */
const PAGES = 256;

export class ExploredWeensyOS extends WeensySystem implements ExploredKernel {
  private readonly hand: Hand;
  private readonly moves: readonly OperationStep[];

  /** Boots it. Throws a RangeError for a scope that no machine has. */
  constructor(scope: WeensyScope, options: WeensyExploring = {}) {
    const [hand, window] = [new Hand(abi.PROC_START_ADDR), heapOf(scope)];
    super({
      ...options,
      ...{ programs: [hand], window },
      ...{ pages: PAGES, slots: scope.processes + 1, allocatable: scope.free + BOOTED },
    });
    this.hand = hand;
    this.moves = movesOf((options.Kernel ?? WeensyKernel).calls, window, scope, options);
  }

  get acts(): number {
    return this.moves.length;
  }

  actText(act: number): string {
    return moveText(this.moves[act], this.view.calls);
  }

  act(act: number): boolean {
    const { hand, kernel } = this;
    hand.step = this.moves[act];
    hand.isDone = false;
    kernel.machine.run(1);
    // A tick comes in place of whatever was to be done.
    return hand.isDone || act === 0;
  }

  get isTick(): boolean {
    return !this.hand.isDone;
  }

  wrongStep(_act: number): Wrong | null {
    const stopped = stoppedKernel(this.kernel);
    if (stopped !== null) return stopped;
    return this.hand.isDone ? this.steps.wrong(operation.slot, this.answers.areUnusual) : this.steps.wrongTick();
  }

  stateText(): string {
    return this.steps.text();
  }

  /** The program that takes `steps`, which were taken in this very kernel from its first state on. */
  program(steps: readonly RetoldStep[]): string[] {
    const { pages, slots, allocatable } = this.kernel.parameters;
    const words = `--timer off --memory ${pages * 4}K --processes ${slots - 1} --allocatable ${allocatable}`;
    return programOf(this.told(steps), { words, asked: this.answers.asked });
  }

  /** The same as a run of a script. */
  override run(steps: readonly RetoldStep[]): Omit<ProgramsRun, 'what'> {
    return { ...super.run(steps), programs: [scriptOf(this.told(steps))] };
  }

  private told(steps: readonly RetoldStep[]): ProgramStep[] {
    return steps.map((step) => {
      const [make, ...operands] = this.moves[step.act];
      const isCall = make === systemCall;
      const text = isCall ? callText(operands[0], operands.slice(1)) : `${make.name}(${operands.join(', ')})`;
      const isFork = isCall && operands[0] === abi.SYSCALL_FORK && step.isDone;
      return { ...step, operation: text, child: isFork && step.result > 0 ? step.result : null };
    });
  }

  /** The hand has no memory. */
  protected override readProgram(): void {}
}
