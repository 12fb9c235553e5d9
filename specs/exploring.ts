/** The face for exploring: every state of a system, in words of memory, and the shortest run to what does not hold. */

export { BreadthFirst, type SavedSearch } from './explore/breadth-first.ts';
export { Coverage, type Covered } from './explore/coverage.ts';
export type { Lasso } from './explore/eventually.ts';
export { type End, type Explored, type Limits, type Reached, runText } from './explore/exploration.ts';
export { type ExploreOptions, explore, type StateSearch, searchOf, systemOf, Unsearchable } from './explore/explore.ts';
export type { Arrivals } from './explore/kernels/arrivals.ts';
export { type KernelCovered, type KernelWalks, kernelCoverage } from './explore/kernels/coverage.ts';
export { Dealing } from './explore/kernels/dealing.ts';
export type { ExploredKernel, Wrong } from './explore/kernels/explored-kernel.ts';
export type { ExploredStates } from './explore/kernels/found-states.ts';
export { KernelSearch } from './explore/kernels/kernel-search.ts';
export { KernelShare, type Portion } from './explore/kernels/kernel-share.ts';
export { KERNELS, type KernelExploring, type KernelToExplore } from './explore/kernels/kernels.ts';
export { type Retold, type RetoldStep, retold } from './explore/kernels/retold.ts';
export type { KernelStep } from './explore/kernels/step-list.ts';
export type { ExploredPrograms, GivenPrograms, LongestWay } from './explore/kernels/weensyos/programs.ts';
export { type Field, Packing } from './explore/packing.ts';
export { RandomWalks, type Walked, type WalksOptions } from './explore/random-walks.ts';
export { exploredByCrew, type Share } from './explore/share.ts';
export { SYSTEMS, type SystemKind } from './explore/systems/systems.ts';
export { Crew, type SharedCrew, sharedCrew } from './explore/threads.ts';
export type { Eventuality, Parts, StateProperty, Touches, TransitionSystem } from './explore/transition-system.ts';
