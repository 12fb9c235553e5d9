/** What a line of a chart is drawn of. */
export interface Series {
  readonly name: string;
  /** Points from left to right; both arrays have the same length. What is not finite interrupts the line. */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}
