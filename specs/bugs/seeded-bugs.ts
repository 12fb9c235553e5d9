/** All seeded bugs of the project, each with its hunt. */
import { ALLOCATOR_BUGS } from './allocator-bugs.ts';
import { allocatorSeed } from './allocator-hunt.ts';
import { FAULT_BUGS } from './fault-bugs.ts';
import { faultSeed } from './fault-hunt.ts';
import { JOS_BUGS } from './jos-bugs.ts';
import { josSeed } from './jos-hunt.ts';
import { LAB4_BUGS } from './lab4-bugs.ts';
import { lab4Seed } from './lab4-hunt.ts';
import type { SeededBug } from './seeded-bug.ts';
import { WEENSY_BUGS } from './weensy-bugs.ts';
import { weensySeed } from './weensy-hunt.ts';

/** A bug's file has the name of its class, in the letters of file names: `TableNotCounted` is in `table-not-counted.ts`. */
const fileOf = (folder: string, { name }: { readonly name: string }): string =>
  `specs/bugs/${folder}/${name.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}.ts`;

export const SEEDED_BUGS: readonly SeededBug[] = [
  ...WEENSY_BUGS.map((bug) => weensySeed(bug, bug.file ?? fileOf('weensyos', bug.Kernel))),
  ...FAULT_BUGS.map(faultSeed),
  ...JOS_BUGS.map((bug) => josSeed(bug, fileOf('jos', bug.Kernel))),
  ...LAB4_BUGS.map((bug) => lab4Seed(bug, fileOf('lab4', bug.Kernel))),
  ...ALLOCATOR_BUGS.map((bug) => allocatorSeed(bug, fileOf('allocators', bug.Allocator))),
];
