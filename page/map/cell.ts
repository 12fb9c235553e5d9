/** What a cell of a map means: a letter and an attribute, as presentation/drawing/page-symbols.ts makes them, taken apart. */

/** What a page is to whoever looks at the map. */
export type Role =
  | 'blank'
  | 'free'
  | 'reserved'
  | 'console'
  | 'kernel'
  | 'own'
  | 'table'
  | 'shared'
  | 'leaked'
  | 'wrong';

export interface Cell {
  readonly letter: string;
  readonly role: Role;
  /** Which of the five colours of owners, for pages of processes and their tables. */
  readonly colour: number;
}

const BY_LETTER: Readonly<Record<string, Role>> = {
  ...{ '.': 'free', R: 'reserved', C: 'console', L: 'leaked', S: 'shared' },
};
/** Foregrounds of owners, in the order of their slots, and white, which tables of the first have. */
const OWNERS: Readonly<Record<number, number>> = { 12: 0, 10: 1, 9: 2, 14: 3, 15: 4 };
const [KERNEL, TABLES, PLAIN_LETTERS] = [0xd, 4, 0x7];

/** The parts of `cell`; 0 is a place where nothing is. */
export const cellOf = (cell: number): Cell => {
  if (cell === 0) return { letter: '', role: 'blank', colour: 0 };
  const letter = String.fromCharCode(cell & 0xff);
  const [ink, ground] = [(cell >> 8) & 0xf, cell >> 12];
  return { letter, role: roleOf(letter, ink, ground), colour: colourOf(ink, ground) };
};

const roleOf = (letter: string, ink: number, ground: number): Role => {
  if (ground !== 0 && ground !== TABLES) return 'wrong';
  if (ink === KERNEL) return 'kernel';
  if (ground === TABLES) return 'table';
  const plain = BY_LETTER[letter];
  // Slots beyond the letters of the alphabet share theirs with nobody: R, C, L and S of owners are in owners' colours.
  return plain !== undefined && (letter === '.' || ink === PLAIN_LETTERS || PLAIN[letter] === ink) ? plain : 'own';
};

/** The inks of the letters that are no owner's. */
const PLAIN: Readonly<Record<string, number>> = { L: 0x3, S: 0xf };

const colourOf = (ink: number, ground: number): number => (ground === TABLES && ink === 0xf ? 0 : (OWNERS[ink] ?? 0));

/** What a role is, in words. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  blank: 'not mapped',
  free: 'free',
  reserved: 'reserved for hardware',
  console: 'the console',
  kernel: 'the kernel',
  own: 'memory of a process',
  table: 'page table',
  shared: 'shared by several',
  leaked: "nobody's, and not free",
  wrong: 'used by somebody who must not',
};
