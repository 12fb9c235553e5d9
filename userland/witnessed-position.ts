/**
 * Positions with a witness: the same program made anew for one process alone, which is told the same results and must ask for the same
 * operations. So a program is found out that keeps state outside of its generator or draws from the host, whether it forks or not.
 */
import { operation, type Position, ProgramError } from '../hardware/hardware.ts';
import { describeSlot, type GeneratorPosition } from './generator-position.ts';

const { slot } = operation;

type Entries = readonly operation.Entry[];

export class WitnessedPosition implements Position {
  private readonly position: GeneratorPosition;
  private readonly witness: GeneratorPosition;
  /** The witness's entries: none before it is first needed, for many a process never runs. */
  private readonly entries: operation.Entry[];
  private readonly anew: () => Entries;
  private readonly operands = new Float64Array(slot.operands.length);

  /** `witness` is at the same place as `position`, in `entries`, which are filled with what `anew` gives. */
  constructor(
    position: GeneratorPosition,
    witness: GeneratorPosition,
    entries: operation.Entry[],
    anew: () => Entries,
  ) {
    this.position = position;
    this.witness = witness;
    this.entries = entries;
    this.anew = anew;
  }

  get location(): number {
    return this.position.location;
  }

  get program(): object | null {
    return this.position.program;
  }

  begin(entry: number, registers: Float64Array, count: number): number {
    const kind = this.position.begin(entry, registers, count);
    return this.testified(kind, () => this.witness.begin(entry, registers, count));
  }

  next(result: number): number {
    const kind = this.position.next(result);
    return this.testified(kind, () => this.witness.next(result));
  }

  clone(): WitnessedPosition {
    const entries: operation.Entry[] = [];
    return new WitnessedPosition(this.position.clone(), this.witness.cloneOver(entries), entries, this.anew);
  }

  identify(sink: (value: number) => void): void {
    this.position.identify(sink);
  }

  /** `kind`, the operation in the shared slot, unless the witness asks for another one. Leaves the slot as it was. */
  private testified(kind: number, witness: () => number): number {
    const { operands } = this;
    operands.set(slot.operands);
    const { target } = slot;
    const asked = describeSlot(kind);
    const said = this.saidBy(witness);
    const isSame =
      said === kind && slot.target === target && operands.every((value, i) => Object.is(value, slot.operands[i]));
    if (isSame) return kind;
    throw new ProgramError(
      `it did not repeat itself: here it asks for ${asked}, but ${said === null ? 'fails' : `for ${describeSlot(said)}`} if its file is ` +
        'imported anew for this process. A program must depend only on its registers and on what its operations return, not on variables ' +
        'outside of its generator, a clock or random numbers',
      { cause: this.position.program },
    );
  }

  /** What the witness asks for; null if it breaks a rule that its double did not break. */
  private saidBy(witness: () => number): number | null {
    try {
      if (this.entries.length === 0) this.entries.push(...this.anew());
      return witness();
    } catch {
      return null;
    }
  }
}
