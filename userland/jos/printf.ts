/** Text to the console (lib/printf.c): formatted on the stack, written by one system call. */
import {
  load8,
  type Operation,
  setStackPointer,
  softwareInterrupt,
  stackPointer,
  store8,
  store32,
} from '../../hardware/operation.ts';
import { sysCputs, sysGetenvid } from './syscall.ts';

type Helper = Generator<Operation, void, number>;

const BUFFER_BYTES = 256;
const BREAKPOINT = 3;

/**
 * Writes `text`, of Latin-1, to the console, by way of a buffer below the stack pointer and calls of `sys_cputs`. A page fault if that
 * stack is not mapped.
 */
export function* cprintf(text: string): Helper {
  const stack = yield stackPointer();
  const buffer = stack - BUFFER_BYTES;
  yield setStackPointer(buffer);
  for (let at = 0; at < text.length; at += BUFFER_BYTES) {
    const part = text.slice(at, at + BUFFER_BYTES);
    yield* putString(buffer, part);
    yield sysCputs(buffer, part.length);
  }
  yield setStackPointer(stack);
}

/** Stores the characters of `text` from the aligned address `va` on, a word at a time. */
function* putString(va: number, text: string): Helper {
  for (let i = 0; i < text.length; i += 4) {
    const bytes = [0, 1, 2, 3].map((j) => text.charCodeAt(i + j) & 0xff);
    yield store32(va + i, bytes[0] | (bytes[1] << 8) | (bytes[2] << 16) | (bytes[3] << 24));
  }
}

/**
 * Stores `text` and a zero byte from `va` on, byte by byte, as snprintf does: a page fault where `va` may not be written leaves the bytes
 * before it stored.
 */
export function* sprintf(va: number, text: string): Helper {
  for (let i = 0; i < text.length; i++) yield store8(va + i, text.charCodeAt(i));
  yield store8(va + text.length, 0);
}

/** The string that ends with a zero byte at `va`, of Latin-1, load by load. A page fault where memory ends before the zero. */
export function* readString(va: number): Generator<Operation, string, number> {
  let text = '';
  for (let at = va; ; at++) {
    const byte = yield load8(at);
    if (byte === 0) return text;
    text += String.fromCharCode(byte);
  }
}

/** Stops with `message` and a breakpoint, which leads to the kernel's monitor: everything waits. */
export function* panic(message: string): Helper {
  const id = yield sysGetenvid();
  yield* cprintf(`[${id.toString(16).padStart(8, '0')}] user panic: ${message}\n`);
  for (;;) yield softwareInterrupt(BREAKPOINT);
}
