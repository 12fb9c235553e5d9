/** Who plays a run: makes pictures of it, and does nothing that takes long. */
import { JOS_PROGRAM_NAMES, PROGRAM_NAMES } from '../../presentation/presentation.ts';
import type { Direction, MomentRun } from '../../specs/specs.ts';
import { bring } from '../dumps.ts';
import type { Chronicle, Look, Named, Opening, Picture, ProgramNames, TableOfEntries, Target } from '../picture.ts';
import { PlayedRun } from './run.ts';

let played: PlayedRun | null = null;

const run = (): PlayedRun => {
  if (played === null) throw new Error('no run is open');
  return played;
};

export const PLAYER = {
  /** Names of programs, of WeensyOS and of JOS. */
  programs: (): ProgramNames => ({ weensyos: PROGRAM_NAMES, jos: JOS_PROGRAM_NAMES }),
  bring,
  /** Opens a run in place of the last one. */
  open: async (asked: MomentRun): Promise<Opening> => {
    played = await PlayedRun.open(asked);
    return played.opening;
  },
  go: (target: Target, look: Look): Picture => run().go(target, look),
  type: (key: string, look: Look): Picture => run().type(key, look),
  chronicle: (from: number, event: number): Chronicle => run().chronicle(from, event),
  seek: (condition: string, direction: Direction, look: Look): Picture | null => run().seek(condition, direction, look),
  name: (): Named => run().name(),
  table: (address: number): TableOfEntries => run().table(address),
};

/** What the player can be asked. */
export type Player = typeof PLAYER;
