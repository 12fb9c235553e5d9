/**
 * user/primes: a sieve of environments. Each takes the first number it is sent for a prime and passes on those that it does not divide; the
 * first one sends all numbers from 2 up. It goes on until there is no environment left for another prime.
 */
import { jump, type Program } from '../../../hardware/operation.ts';
import type { ProgramFile } from '../../program.ts';
import type { JosLibrary } from '../library.ts';
import { cprintf, panic } from '../printf.ts';
import { defineJosProgram } from '../program.ts';

const FIRST = 2;

export const primes = (library: JosLibrary): ProgramFile => {
  function* main(): Program {
    const id = yield* library.fork();
    if (id === 0) return jump(prime);
    return jump(count, id, FIRST);
  }

  function* count(id: number, number: number): Program {
    yield* library.ipcSend(id, number);
    return jump(count, id, number + 1);
  }

  function* prime(): Program {
    const { value } = yield* library.ipcRecv();
    yield* cprintf(`CPU 0: ${value} `);
    const id = yield* library.fork();
    if (id < 0) yield* panic('fork: out of environments');
    if (id === 0) return jump(prime);
    return jump(sieve, id, value);
  }

  function* sieve(id: number, divisor: number): Program {
    const { value } = yield* library.ipcRecv();
    if (value % divisor !== 0) yield* library.ipcSend(id, value);
    return jump(sieve, id, divisor);
  }

  return defineJosProgram({ name: 'primes', entries: { main, count, prime, sieve } }, library);
};
