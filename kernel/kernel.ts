/** The public face of the kernels. */
export { ALLOCATORS } from './allocators/allocators.ts';
export { Bitmap } from './allocators/bitmap.ts';
export { Buddy } from './allocators/buddy.ts';
export { Cursor } from './allocators/cursor.ts';
export { FirstFit } from './allocators/first-fit.ts';
export { LifoList } from './allocators/lifo-list.ts';
export type { AllocatorMemory } from './allocators/memory.ts';
export { NextFit } from './allocators/next-fit.ts';
export {
  type AllocatorClass,
  bytesOf,
  type FreeVisitor,
  isWithin,
  NONE,
  type PageAllocator,
  type Promises,
  type Regions,
} from './allocators/page-allocator.ts';
export { TwoLevelBitmap } from './allocators/two-level-bitmap.ts';
export {
  type Argument,
  type CallDescription,
  type Domain,
  type Fate,
  mayReturn,
  type Result,
  type SystemCall,
} from './call-description.ts';
export * as josAbi from './jos/abi.ts';
export { josWith } from './jos/custom-allocator.ts';
export { Env, STATUS_NAMES as ENV_STATUS_NAMES } from './jos/env.ts';
export { EnvironmentsView, type EnvironmentView } from './jos/env-view.ts';
export { AssertionFailed } from './jos/init.ts';
export { JosLab4, type Lab4Parameters } from './jos/lab4.ts';
export * as memlayout from './jos/memlayout.ts';
export type { Looked } from './jos/pages.ts';
export { DEFAULT_JOS, type JosParameters } from './jos/parameters.ts';
export { JosKernel } from './jos/pmap.ts';
export type { JosVariables } from './jos/variables.ts';
export { JosView } from './jos/view.ts';
export { I386, PageTables, type TableFormat, X86_64 } from './page-tables.ts';
export { kernelBacktrace, kernelFunctions, Panic, type PanicSite, withDeepStacks } from './panic.ts';
export { TableView } from './table-view.ts';
export type {
  CountLayout,
  KernelSymbol,
  KernelView,
  Mapping,
  PageKind,
  ProcessView,
  Region,
  SlotView,
  SpaceView,
  TablePage,
  Watched,
  WordRange,
} from './view.ts';
export * as abi from './weensyos/abi.ts';
export { NO_RETURN, WeensyKernel } from './weensyos/kernel.ts';
export { MemoryViewer, type Symbol, type Usage } from './weensyos/memviewer.ts';
export { DEFAULT_PARAMETERS, type PageOrder, type WeensyParameters } from './weensyos/parameters.ts';
export { P_BLOCKED, P_FAULTED, P_FREE, P_RUNNABLE, Process } from './weensyos/process.ts';
export type { WeensyProcess, WeensyView } from './weensyos/view.ts';
export { PTE_PWU, ptiter, Vmiter } from './weensyos/vmiter.ts';
