/** Which specs judge the mutants of a file, and in which order: what kills most for the least time comes first. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Files, or folders with all that is in them. */
type Places = readonly string[];

const HARDWARE = [
  'buffer',
  'cost',
  'mmu',
  'walk',
  'two-level-walk',
  'events',
  'invalidation',
  'tlb',
  'entry',
  'user-access',
].map((name) => `specs/hardware/${name}.spec.ts`);
const KERNEL = ['vmiter', 'physpages', 'kernel-tables', 'accounts', 'choices', 'out-of-memory'].map(
  (name) => `specs/kernel/weensyos/${name}.spec.ts`,
);

/** Invariants and models under random programs. */
const JUDGING: Places = [
  'specs/judge',
  'specs/weensyos/invariants',
  'specs/weensyos/campaign.spec.ts',
  'specs/jos/lab2/trial.spec.ts',
];

/** The property suite, by the room of the mutated file; `*` stands for any other room. */
const PROPERTIES: Readonly<Record<string, Places>> = {
  hardware: [...HARDWARE, ...JUDGING],
  kernel: [...KERNEL, ...JUDGING],
  '*': [...JUDGING, ...HARDWARE],
};

/** What runs next where a mutant survives those; then everything else that is not left out. */
const NEXT: Readonly<Record<string, Places>> = {
  hardware: ['specs/hardware', 'specs/kernel'],
  kernel: ['specs/kernel', 'specs/weensyos/faults', 'specs/weensyos/recordings'],
  userland: ['specs/userland'],
  '*': [],
};

/** Specs that start other processes, install packages or read sources: slow, or about nothing that a mutant changes. */
const LEFT_OUT: Places = [
  'specs/architecture.spec.ts',
  'specs/package.spec.ts',
  'specs/bench',
  'specs/monitor',
  'specs/userland/lineage.spec.ts',
];

/** Specs of JOS say nothing about WeensyOS. */
const OF_JOS = /\bjos\b|^specs\/bugs\//;
const isOfAnotherKernel = (file: string, spec: string): boolean =>
  file.startsWith('kernel/weensyos/') && OF_JOS.test(spec);

export interface Suite {
  /** Spec files, in the order in which they run. */
  readonly files: readonly string[];
  /** How many of them are the specs that bear the file's name and the property suite, which come first. */
  readonly properties: number;
}

/** The specs that judge mutants of `file`, of the project at `root`. */
export const suiteFor = (root: string, file: string): Suite => {
  const room = file.split('/')[0];
  const specs = readdirSync(join(root, 'specs'), { recursive: true, encoding: 'utf8' })
    .map((name) => `specs/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.spec.ts') && !name.endsWith('documentation.spec.ts'))
    .filter((name) => !LEFT_OUT.some((place) => isIn(place, name)))
    .filter((name) => !isOfAnotherKernel(file, name))
    .sort();
  const among = (places: Places): string[] => places.flatMap((place) => specs.filter((name) => isIn(place, name)));
  const own = specs.filter((name) => basename(name, '.spec.ts') === basename(file, '.ts'));
  const properties = new Set([...own, ...among(PROPERTIES[room] ?? PROPERTIES['*'])]);
  const files = new Set([...properties, ...among(NEXT[room] ?? NEXT['*']), ...specs]);
  return { files: [...files], properties: properties.size };
};

const isIn = (place: string, file: string): boolean => file === place || file.startsWith(`${place}/`);
