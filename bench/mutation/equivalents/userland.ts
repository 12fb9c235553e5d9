/** The explained mutants of the programs, file by file. */
import type { Equivalent } from '../equivalent.ts';

export const USERLAND: readonly Equivalent[] = [
  {
    file: 'userland/rand.ts',
    original: 'export const RANDOM_BYTES = 12;',
    mutated: ['export const RANDOM_BYTES = 13;', 'export const RANDOM_BYTES = 11;'],
    why: 'Nothing lies behind the bytes in their page, and memory has pages.',
  },
  {
    file: 'userland/rand.ts',
    original: 'return Math.floor((high + Math.floor(low / 65536)) / 65536) >>> 0;',
    mutated: [
      'return Math.floor((high + Math.floor(low / 65536)) / 65536) >> 0;',
      'return Math.floor((high + Math.floor(low / 65536)) / 65536) << 0;',
    ],
    why: "The sign makes no difference: of the state's words the low 32 bits count, and the product takes its factor by halves of 16.",
  },
  {
    file: 'userland/rand.ts',
    original: 'const low = (this.low ^ DEFAULT_SEED) >>> 0;',
    mutated: ['const low = (this.low ^ DEFAULT_SEED) >> 0;', 'const low = (this.low ^ DEFAULT_SEED) << 0;'],
    why: "The sign makes no difference: of the state's words the low 32 bits count, and the product takes its factor by halves of 16.",
  },
  {
    file: 'userland/replay-log.ts',
    original: 'const second = Math.imul(first ^ (operands[1] | 0), MULTIPLIER) ^ (first >>> 15);',
    mutated: [
      'const second = Math.imul(first ^ (operands[1] | 0), MULTIPLIER) ^ (first >> 15);',
      'const second = Math.imul(first ^ (operands[1] | 0), MULTIPLIER) ^ (first << 15);',
      'const second = Math.imul(first ^ (operands[1] | 0), MULTIPLIER) ^ (first >>> 16);',
      'const second = Math.imul(first ^ (operands[1] | 0), MULTIPLIER) ^ (first >>> 14);',
    ],
    why: 'Any mixing serves that tells operations apart: nobody else knows the hashes.',
  },
  {
    file: 'userland/replay-log.ts',
    original: 'return Math.imul(second ^ (operands[2] | 0), MULTIPLIER) ^ (second >>> 15);',
    mutated: [
      'return Math.imul(second ^ (operands[2] | 0), MULTIPLIER) ^ (second >> 15);',
      'return Math.imul(second ^ (operands[2] | 0), MULTIPLIER) ^ (second << 15);',
      'return Math.imul(second ^ (operands[2] | 0), MULTIPLIER) ^ (second >>> 16);',
      'return Math.imul(second ^ (operands[2] | 0), MULTIPLIER) ^ (second >>> 14);',
    ],
    why: 'Any mixing serves that tells operations apart: nobody else knows the hashes.',
  },
  {
    file: 'userland/replay-log.ts',
    original: 'shared = false;',
    mutated: ['shared = true;'],
    why: 'A log that is taken for shared is left alone instead of written anew, which costs an allocation.',
  },
  {
    file: 'userland/replay-log.ts',
    original: 'const copy = new Log(Math.min(LOG_LIMIT, Math.max(FIRST_CAPACITY, operations * 2)));',
    mutated: [
      'const copy = new Log(Math.min(LOG_LIMIT, Math.max(FIRST_CAPACITY, operations * 3)));',
      'const copy = new Log(Math.min(LOG_LIMIT, Math.max(FIRST_CAPACITY, operations * 1)));',
    ],
    why: 'How much room a copy has beyond what is in it is a matter of time: it grows when it must.',
  },
  {
    file: 'userland/replay-log.ts',
    original: 'copy.records.set(this.records.subarray(0, operations * 2));',
    mutated: ['copy.records.set(this.records.subarray(0, operations * 3));'],
    why: 'What is copied beyond is written before it is read.',
  },
  {
    file: 'userland/replay-log.ts',
    original: 'const FIRST_CAPACITY = 4;',
    mutated: ['const FIRST_CAPACITY = 5;', 'const FIRST_CAPACITY = 3;'],
    why: 'How much room a log has at first is a matter of time: it grows when it must.',
  },
  {
    file: 'userland/replay-log.ts',
    original: 'const first = Math.imul(Math.imul(kind, MULTIPLIER) ^ (operands[0] | 0), MULTIPLIER);',
    mutated: ['const first = Math.imul(Math.imul(kind, MULTIPLIER) ^ (operands[0]), MULTIPLIER);'],
    why: 'An operator of bits takes 32 of them in any case.',
  },
  {
    file: 'userland/generator-position.ts',
    original: 'for (let i = 0; i < this.count; i++) this.registers[i] = registers[i];',
    mutated: ['for (let i = 0; i <= this.count; i++) this.registers[i] = registers[i];'],
    why: 'Registers beyond the count are read by nobody.',
  },
];
