/** The explained mutants, file by file. */
import type { Equivalent } from './equivalent.ts';

export const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: 'hardware/tlb.ts',
    original: 'const KINDS = 6;',
    mutated: ['const KINDS = 7;'],
    why: 'The word after the tags is the distance: stored after them, and as a tag of no generation, for its low twelve bits are zero.',
  },
  {
    file: 'hardware/tlb.ts',
    original: 'const SHAPE_GLOBAL = 1 << 8;',
    mutated: ['const SHAPE_GLOBAL = 2 << 8;', 'const SHAPE_GLOBAL = 1 << 9;'],
    why: 'Which bit above the size says that an entry is global is known to this file alone.',
  },
  {
    file: 'hardware/tlb.ts',
    original: 'for (let i = 0; i < TLB_ENTRIES * ENTRY_WORDS; i++) this.memory.store(this.first + i, 0);',
    mutated: ['for (let i = 0; i <= TLB_ENTRIES * ENTRY_WORDS; i++) this.memory.store(this.first + i, 0);'],
    why: 'The word after the entries is the generation, which is set next.',
  },
  {
    file: 'hardware/tlb.ts',
    original:
      'for (let kind = 0; kind < KINDS; kind++) this.memory.store(entry + kind, (kinds >> kind) & 1 ? tag : 0);',
    mutated: [
      'for (let kind = 0; kind <= KINDS; kind++) this.memory.store(entry + kind, (kinds >> kind) & 1 ? tag : 0);',
    ],
    why: 'The word after the tags is the distance, which is stored next.',
  },
  {
    file: 'hardware/tlb.ts',
    original: 'if (keepGlobal && this.get(TLB_GLOBAL) > 0) this.renewGlobals(old, old + 1);',
    mutated: ['if (keepGlobal && this.get(TLB_GLOBAL) >= 0) this.renewGlobals(old, old + 1);'],
    why: 'Where nothing global was cached, looking for it finds nothing: the count spares the time.',
  },
  {
    file: 'hardware/tlb.ts',
    original: 'if (this.get(TLB_LARGE) === 0) {',
    mutated: ['if (false) {'],
    why: 'Looking at every entry finds the same one: the count spares the time.',
  },
  {
    file: 'kernel/weensyos/physpages.ts',
    original: "if (this.cpu.listening) this.cpu.emit({ type: 'page', page, before, count: count & 0xff });",
    mutated: ["if (true) this.cpu.emit({ type: 'page', page, before, count: count & 0xff });"],
    why: 'Without listeners an event reaches nobody: asking first spares making it.',
  },
];
