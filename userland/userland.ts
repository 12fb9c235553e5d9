/** The public face of userland: what a program imports. */

export { heapBottom } from '../hardware/hardware.ts';
export {
  addressOf,
  choose,
  compute,
  copy,
  disableInterrupts,
  type Entry,
  fill,
  goTo,
  halt,
  invalidatePage,
  jump,
  load8,
  load16,
  load32,
  loadCr3,
  type Operation,
  type Program,
  portIn,
  portOut,
  scan,
  setStackPointer,
  softwareInterrupt,
  stackPointer,
  store8,
  store16,
  store32,
  systemCall,
} from '../hardware/operation.ts';
export * as abi from '../kernel/weensyos/abi.ts';
export { assertionFailed, userPanic } from './assertion.ts';
export { consoleCell } from './heap.ts';
export * as jos from './jos/jos.ts';
export { defineProgram, ProgramFile, type ProgramOptions, witnessedProgram } from './program.ts';
export { allocator, allocators } from './programs/allocator.ts';
export { exitProgram } from './programs/exit.ts';
export { forkProgram } from './programs/fork.ts';
export { fuzzProgram } from './programs/fuzz.ts';
export { type Draw, drawn, RANDOM_BYTES, Random, random, seedRandom } from './rand.ts';
export { LOG_LIMIT } from './replay-log.ts';
export { type BranchStep, defineScript, type OperationStep, type Step } from './script.ts';
export { exit, fork, getpid, pageAlloc, panic, schedYield } from './weensyos.ts';
export { isWrittenScript, textOfScript, writtenScript } from './written-script.ts';
