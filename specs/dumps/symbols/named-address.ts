/** A symbol: a name that has an address. */

export interface NamedAddress {
  /** As it is linked. */
  readonly name: string;
  readonly address: number;
  /** In bytes; 0 where nobody says. */
  readonly size: number;
}
