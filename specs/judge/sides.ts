/** The two sides of a border, for specs of what judges: the least changes that break one rule and are named for it, and the widest that break none. */
import fc from 'fast-check';

/** Gives a number from 0 up to below `count`. */
export type Draw = (count: number) => number;

/** Changes the state of `Place` somewhere on one side of a border; returns what a judge must know of it besides. */
export type Side<Place, Known = void> = (place: Place, draw: Draw) => Known;

/** Changes by what they are. */
export interface Sides<Place, Known = void> {
  readonly breaks: Readonly<Record<string, Side<Place, Known>>>;
  readonly keeps: Readonly<Record<string, Side<Place, Known>>>;
}

/** A row for each rule, by its name. */
export type Table<Place, Known = void> = Readonly<Record<string, Sides<Place, Known>>>;

/** A change, what it is, and the name of the rule that it breaks first; null for none. */
export interface Case<Place, Known = void> {
  readonly text: string;
  readonly side: Side<Place, Known>;
  readonly broken: string | null;
}

/** All changes of `table`. */
export const casesOf = <Place, Known>(table: Table<Place, Known>): readonly Case<Place, Known>[] =>
  Object.entries(table).flatMap(([name, { breaks, keeps }]) => [
    ...Object.entries(breaks).map(([text, side]) => ({ text: `“${name}” is broken by ${text}`, side, broken: name })),
    ...Object.entries(keeps).map(([text, side]) => ({ text: `“${name}” allows ${text}`, side, broken: null })),
  ]);

/** Has `check` draw numbers, `runs` times. */
export const drawn = (runs: number, check: (draw: Draw) => void): void =>
  fc.assert(
    fc.property(fc.gen(), (give) => check((count) => give(fc.nat, { max: count - 1 }))),
    { numRuns: runs, seed: 1 },
  );

/** One of `some`. */
export const oneOf = <T>(draw: Draw, some: readonly T[]): T => some[draw(some.length)];
