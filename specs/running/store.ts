/** A store that a kernel made while it was watched. */
export interface Store {
  /** Where, in physical memory: 1 byte or 4. */
  readonly address: number;
  readonly bytes: number;
  readonly value: number;
  /** The instruction, and where the functions return to within which it is, the innermost first. */
  readonly eip: number;
  readonly callers: readonly number[];
}
