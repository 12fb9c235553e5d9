/** What a program of JOS imports: operations, system calls, and the library of lab 4. */
export {
  addressOf,
  choose,
  compute,
  copy,
  type Entry,
  fill,
  goTo,
  jump,
  load8,
  load16,
  load32,
  type Operation,
  type Program,
  scan,
  setStackPointer,
  softwareInterrupt,
  stackPointer,
  store8,
  store16,
  store32,
  systemCall,
} from '../../hardware/operation.ts';
export * as abi from '../../kernel/jos/abi.ts';
export { ipcRecv, ipcSend, type Message } from './ipc.ts';
export {
  copyOnWrite,
  fork,
  JosLibrary,
  LIBRARY,
  LIBRARY_FUNCTIONS,
  type LibraryFunctions,
  libraryFrom,
  libraryOf,
  linked,
  pgfault,
} from './library.ts';
export { type PageFault, pageFault, returnFrom, setPgfaultHandler } from './pgfault.ts';
export { cprintf, panic, readString, sprintf } from './printf.ts';
export { defineJosProgram, exit } from './program.ts';
export { JOS_PROGRAMS, programsWith } from './programs.ts';
export * from './syscall.ts';
