/** What every export is: attached to a kernel before that boots, and told when the run is over. */
import type { Ending } from './ending.ts';

/** Takes a line of the export, without its line feed. */
export type Write = (line: string) => void;

export interface Exporter {
  /** Ends what has begun, writes what is left, and says in a few words what was written. */
  end(ending: Ending): string;
  /** What of the command line came to nothing, once the run is over. */
  complaint?(): string | null;
}
