/** The explained mutants, file by file. */
import type { Equivalent } from './equivalent.ts';

export const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: 'hardware/mmu.ts',
    original:
      'if (address !== (address | 0) && !walk.accepts(address)) return this.fail(GENERAL_PROTECTION, 0, address);',
    mutated: [
      'if (address !== (address & 0) && !walk.accepts(address)) return this.fail(GENERAL_PROTECTION, 0, address);',
      'if (address !== (address | 1) && !walk.accepts(address)) return this.fail(GENERAL_PROTECTION, 0, address);',
    ],
    why: 'A shortcut: each walk accepts the addresses that fit in 31 bits, and no kernel with 32-bit tables makes a negative one.',
  },
  {
    file: 'hardware/mmu.ts',
    original: "if (this.listeners.any) this.listeners.tell({ type: 'flush', root });",
    mutated: ["if (true) this.listeners.tell({ type: 'flush', root });"],
    why: 'Told to nobody, an event is only made for nothing.',
  },
  {
    file: 'hardware/mmu.ts',
    original: "if (this.listeners.any) this.listeners.tell({ type: 'invalidate', va });",
    mutated: ["if (true) this.listeners.tell({ type: 'invalidate', va });"],
    why: 'Told to nobody, an event is only made for nothing.',
  },
  {
    file: 'hardware/mmu.ts',
    original:
      "if (this.listeners.any) this.listeners.tell({ type: 'tlb fill', va: address, pa: this.walk.physical, kinds });",
    mutated: ["if (true) this.listeners.tell({ type: 'tlb fill', va: address, pa: this.walk.physical, kinds });"],
    why: 'Told to nobody, an event is only made for nothing.',
  },
  {
    file: 'kernel/weensyos/kernel.ts',
    original: 'const NO_PPN = ppn(-1);',
    mutated: ['const NO_PPN = ppn(-2);'],
    why: 'Any negative number says that there is no page.',
  },
  {
    file: 'kernel/weensyos/kernel.ts',
    original:
      "this.setVariable(layout.RANDOM_STATE, this.parameters.order.kind === 'random' ? this.parameters.order.seed : 0);",
    mutated: [
      'this.setVariable(layout.RANDOM_STATE, true ? this.parameters.order.seed : 0);',
      "this.setVariable(layout.RANDOM_STATE, this.parameters.order.kind === 'random' ? this.parameters.order.seed : 1);",
    ],
    why: 'Only the random order reads the word.',
  },
  {
    file: 'kernel/weensyos/kernel.ts',
    original: 'if (page < 0) {',
    mutated: ['if (page <= 0) {', 'if (page < 1) {'],
    why: 'Page 0 is reserved: the search for a free page never gives it.',
  },
  {
    file: 'kernel/weensyos/kernel.ts',
    original: 'const old = it.user ? it.pa : NO_PAGE;',
    mutated: ['const old = true ? it.pa : NO_PAGE;'],
    why: 'Where nothing is mapped the entry is 0, and so is the address in it; what is mapped there is a page for programs.',
  },
  {
    file: 'kernel/weensyos/kernel.ts',
    original: 'while (it.findNextMapped(va(abi.MEMSIZE_VIRTUAL))) if (it.user) this.kfree(it.pa);',
    mutated: ['while (it.findNextMapped(va(abi.MEMSIZE_VIRTUAL))) if (true) this.kfree(it.pa);'],
    why: "All that is mapped above the kernel's part is for programs.",
  },
  {
    file: 'kernel/weensyos/process.ts',
    original: 'export const P_BLOCKED = 2;',
    mutated: ['export const P_BLOCKED = 3;', 'export const P_BLOCKED = 1;'],
    why: 'The kernel has no use for this state: it is a name for those who add blocking calls.',
  },
  {
    file: 'kernel/weensyos/process.ts',
    original: 'const PID = 8;',
    mutated: ['const PID = 9;', 'const PID = 7;'],
    why: 'The address of a word is rounded down to it; the word before is spare, and nobody but this file looks for the pid.',
  },
  {
    file: 'hardware/mmu.ts',
    original: 'const PERMITTED = Uint8Array.from({ length: 16 }, (_, page) => {',
    mutated: ['const PERMITTED = Uint8Array.from({ length: 17 }, (_, page) => {'],
    why: 'Four bits index the table: nobody asks for a seventeenth row.',
  },
  {
    file: 'hardware/mmu.ts',
    original:
      'if (user) kinds |= bit(USER_READ) | (executable ? bit(USER_FETCH) : 0) | (writable ? bit(USER_WRITE) : 0);',
    mutated: [
      'if (user) kinds |= bit(USER_READ) | (executable ? bit(USER_FETCH) : 1) | (writable ? bit(USER_WRITE) : 0);',
      'if (user) kinds |= bit(USER_READ) | (executable ? bit(USER_FETCH) : 0) | (writable ? bit(USER_WRITE) : 1);',
    ],
    why: 'The lowest bit is KERNEL_READ, which every page permits.',
  },
  {
    file: 'hardware/mmu.ts',
    original: 'const entry = this.entries + ((low >>> PAGE_BITS) & (TLB_ENTRIES - 1)) * ENTRY_WORDS;',
    mutated: ['const entry = this.entries + ((low >> PAGE_BITS) & (TLB_ENTRIES - 1)) * ENTRY_WORDS;'],
    why: 'Of the shifted address the low eight bits are used, which no sign reaches.',
  },
  {
    file: 'hardware/mmu.ts',
    original: 'const leaf = walk.leaf | PTE_A | (isWrite(kind) ? PTE_D : 0);',
    mutated: ['const leaf = walk.leaf | PTE_A | (isWrite(kind) ? PTE_D : 1);'],
    why: 'The lowest bit is P, which an entry that maps a page has.',
  },
  {
    file: 'hardware/mmu.ts',
    original: 'if (leaf !== walk.leaf) this.memory.store(walk.leafIndex, leaf);',
    mutated: ['if (true) this.memory.store(walk.leafIndex, leaf);'],
    why: 'Storing the word that is there changes nothing, and journal, snapshots and fingerprint see no change.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'physical = 0;',
    mutated: ['physical = 1;'],
    why: 'Results are read after a walk, which sets them.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'rights = 0;',
    mutated: ['rights = 1;'],
    why: 'Results are read after a walk, which sets them.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'executeDisabled = false;',
    mutated: ['executeDisabled = true;'],
    why: 'Results are read after a walk, which sets them.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'leaf = 0;',
    mutated: ['leaf = 1;'],
    why: 'Results are read after a walk, which sets them.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'leafIndex = 0;',
    mutated: ['leafIndex = 1;'],
    why: 'Results are read after a walk, which sets them.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'loads = 0;',
    mutated: ['loads = 1;'],
    why: 'Results are read after a walk, which sets them.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'const LARGEST_PAGE_SHIFT = 30;',
    mutated: ['const LARGEST_PAGE_SHIFT = 31;'],
    why: 'After 30 comes 39: no level lies between.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'const index = (table >>> 2) + tableIndex(address, shift) * 2;',
    mutated: ['const index = (table >> 2) + tableIndex(address, shift) * 2;'],
    why: 'The table lies in memory, which ends below 2 GiB: there is no sign.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'if ((high !== 0 || (maps && shift > PAGE_BITS)) && this.hasReservedBit(low, high, shift, maps))',
    mutated: [
      'if ((high !== 1 || (maps && shift > PAGE_BITS)) && this.hasReservedBit(low, high, shift, maps))',
      'if ((high !== 0 || (maps || shift > PAGE_BITS)) && this.hasReservedBit(low, high, shift, maps))',
      'if ((high !== 0 || (maps && shift >= PAGE_BITS)) && this.hasReservedBit(low, high, shift, maps))',
    ],
    why: 'hasReservedBit decides; the test before it only spares the call for entries that cannot have one, and with bit 32 alone in the high word neither can an entry of a table or a small page.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'this.physical = high === 0 && physical >= 0 ? physical : beyondTwoGib(high, physical);',
    mutated: [
      'this.physical = false ? physical : beyondTwoGib(high, physical);',
      'this.physical = high === 0 && physical > 0 ? physical : beyondTwoGib(high, physical);',
      'this.physical = high === 0 && physical >= 1 ? physical : beyondTwoGib(high, physical);',
    ],
    why: 'beyondTwoGib gives the same below 2 GiB: the short way only spares time.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'export const OUTSIDE_MEMORY = 3;',
    mutated: ['export const OUTSIDE_MEMORY = 4;'],
    why: 'Outcomes are told apart by being different, and are stored nowhere.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'let disabled = 0;',
    mutated: ['let disabled = 1;'],
    why: 'Of the high words that are collected there, only bit 31 is looked at.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'const entryPa = (table >>> 0) + index * 8;',
    mutated: ['const entryPa = (table >> 0) + index * 8;', 'const entryPa = (table << 0) + index * 8;'],
    why: 'The table lies in memory, which ends below 2 GiB: there is no sign.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'return shift > LARGEST_PAGE_SHIFT || (low & ((1 << shift) - 1) & ~0x1fff) !== 0;',
    mutated: ['return shift > LARGEST_PAGE_SHIFT || (low & ((1 << shift) - 2) & ~0x1fff) !== 0;'],
    why: 'The low thirteen bits are left out beside it.',
  },
  {
    file: 'hardware/tlb.ts',
    original: 'const GLOBAL = 1 << 8;',
    mutated: ['const GLOBAL = 2 << 8;', 'const GLOBAL = 1 << 9;'],
    why: 'Which bit above the size says that an entry is global is known to this file alone.',
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
    file: 'hardware/tlb.ts',
    original: 'return this.first + ((va >>> PAGE_BITS) & (TLB_ENTRIES - 1)) * ENTRY_WORDS;',
    mutated: ['return this.first + ((va >> PAGE_BITS) & (TLB_ENTRIES - 1)) * ENTRY_WORDS;'],
    why: 'Of the shifted address the low eight bits are used, which no sign reaches.',
  },
  {
    file: 'hardware/pte.ts',
    original: 'export const PTE_P = 1 << 0;',
    mutated: ['export const PTE_P = 1 >> 0;'],
    why: 'The same number.',
  },
  {
    file: 'kernel/weensyos/vmiter.ts',
    original: 'const NO_TABLE = 0;',
    mutated: ['const NO_TABLE = 1;'],
    why: 'No table lies at address 1 either: tables are pages.',
  },
  {
    file: 'kernel/weensyos/vmiter.ts',
    original: 'const UNKNOWN = -1;',
    mutated: ['const UNKNOWN = -2;'],
    why: 'No entry has that value either: it would be absent, and absent entries are zero.',
  },
  {
    file: 'kernel/weensyos/vmiter.ts',
    original: 'private address = -1;',
    mutated: ['private address = 1;', 'private address = -2;', 'private address = -0;'],
    why: 'The constructor moves to its start before anybody asks.',
  },
  {
    file: 'kernel/weensyos/vmiter.ts',
    original: 'private tableStart = 0;',
    mutated: ['private tableStart = 1;'],
    why: 'Without a table nothing is covered: the first move walks down, and sets it.',
  },
  {
    file: 'kernel/weensyos/vmiter.ts',
    original: 'this.seen = UNKNOWN;',
    nth: [2],
    mutated: [';'],
    why: 'Moving to the start of the table has just forgotten the entry last seen.',
  },
  {
    file: 'hardware/zeros.ts',
    original: 'while (at + BLOCK <= end) {',
    mutated: ['while (false) {', 'while (at + BLOCK < end) {'],
    why: 'Zeros that are not passed in blocks are passed one by one: the blocks only spare time.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'if (table >= ramPages) return 0;',
    mutated: ['if (true) return 0;'],
    why: 'The straight walk only spares time: where it gives up, the general one finds the same and is charged the same.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'const special = ((first | second | third) & PTE_PS) | (last & PTE_G) | (USED & ~rights) | high;',
    mutated: [
      'const special = ((first | second | third) | PTE_PS) | (last & PTE_G) | (USED & ~rights) | high;',
      'const special = ((first | second | third) & PTE_PS) | (last | PTE_G) | (USED & ~rights) | high;',
      'const special = ((first | second | third) & PTE_PS) | (last & PTE_G) | (USED | ~rights) | high;',
    ],
    why: 'The straight walk only spares time: where it gives up, the general one finds the same and is charged the same.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'return special === 0 ? last & (rights | ~RIGHTS) : 0;',
    mutated: ['return false ? last & (rights | ~RIGHTS) : 0;'],
    why: 'The straight walk only spares time: where it gives up, the general one finds the same and is charged the same.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'let table = root >>> PAGE_BITS;',
    mutated: ['let table = root >> PAGE_BITS;'],
    why: 'An address with bit 31 is beyond every memory: with a sign it names no word either, and what is not there has no P.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'table = first >>> PAGE_BITS;',
    mutated: ['table = first >> PAGE_BITS;'],
    why: 'An address with bit 31 is beyond every memory: with a sign it names no word either, and what is not there has no P.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'table = second >>> PAGE_BITS;',
    mutated: ['table = second >> PAGE_BITS;'],
    why: 'An address with bit 31 is beyond every memory: with a sign it names no word either, and what is not there has no P.',
  },
  {
    file: 'hardware/walk.ts',
    original: 'table = third >>> PAGE_BITS;',
    mutated: ['table = third >> PAGE_BITS;'],
    why: 'An address with bit 31 is beyond every memory: with a sign it names no word either, and what is not there has no P.',
  },
  {
    file: 'hardware/two-level-walk.ts',
    original: 'if (directory >= ramPages) return 0;',
    mutated: ['if (true) return 0;'],
    why: 'The straight walk only spares time: where it gives up, the general one finds the same and is charged the same.',
  },
  {
    file: 'hardware/two-level-walk.ts',
    original: 'if ((first & PLAIN_TABLE) !== USED || table >= ramPages) return 0;',
    mutated: ['if (true) return 0;', 'if ((first | PLAIN_TABLE) !== USED || table >= ramPages) return 0;'],
    why: 'The straight walk only spares time: where it gives up, the general one finds the same and is charged the same.',
  },
  {
    file: 'hardware/two-level-walk.ts',
    original: 'return (last & SMALL_PAGE) === USED ? last & (first | ~RIGHTS) : 0;',
    mutated: [
      'return false ? last & (first | ~RIGHTS) : 0;',
      'return (last | SMALL_PAGE) === USED ? last & (first | ~RIGHTS) : 0;',
    ],
    why: 'The straight walk only spares time: where it gives up, the general one finds the same and is charged the same.',
  },
  {
    file: 'hardware/two-level-walk.ts',
    original: 'const directory = root >>> PAGE_BITS;',
    mutated: ['const directory = root >> PAGE_BITS;'],
    why: 'An address with bit 31 is beyond every memory: with a sign it names no word either, and what is not there has no P.',
  },
  {
    file: 'hardware/two-level-walk.ts',
    original: 'const table = first >>> PAGE_BITS;',
    mutated: ['const table = first >> PAGE_BITS;'],
    why: 'An address with bit 31 is beyond every memory: with a sign it names no word either, and what is not there has no P.',
  },
  {
    file: 'hardware/mmu.ts',
    original: 'const leaf = low === address && low >= 0 ? this.walk.straight(this.root, low) : 0;',
    mutated: [
      'const leaf = false ? this.walk.straight(this.root, low) : 0;',
      'const leaf = low === address && low > 0 ? this.walk.straight(this.root, low) : 0;',
      'const leaf = low === address && low >= 1 ? this.walk.straight(this.root, low) : 0;',
    ],
    why: 'The straight walk only spares time: what is left to the general one comes out the same and is charged the same. No entry that it returns is 1.',
  },
  {
    file: 'hardware/mmu.ts',
    original: 'return leaf > 0 ? (leaf & PAGE_MASK) | (low & ~PAGE_MASK) : (this.probe(address)?.pa ?? -1);',
    mutated: [
      'return false ? (leaf & PAGE_MASK) | (low & ~PAGE_MASK) : (this.probe(address)?.pa ?? -1);',
      'return leaf > 1 ? (leaf & PAGE_MASK) | (low & ~PAGE_MASK) : (this.probe(address)?.pa ?? -1);',
    ],
    why: 'The straight walk only spares time: what is left to the general one comes out the same and is charged the same. No entry that it returns is 1.',
  },
  {
    file: 'hardware/mmu.ts',
    original: 'const leaf = low === address && low >= 0 ? this.walk.straight(root, low) : 0;',
    mutated: [
      'const leaf = false ? this.walk.straight(root, low) : 0;',
      'const leaf = low === address && low > 0 ? this.walk.straight(root, low) : 0;',
      'const leaf = low === address && low >= 1 ? this.walk.straight(root, low) : 0;',
    ],
    why: 'The straight walk only spares time: what is left to the general one comes out the same and is charged the same. No entry that it returns is 1.',
  },
  {
    file: 'hardware/mmu.ts',
    original: 'if (leaf > 0) {',
    mutated: ['if (false) {', 'if (leaf > 1) {'],
    why: 'The straight walk only spares time: what is left to the general one comes out the same and is charged the same. No entry that it returns is 1.',
  },
  {
    file: 'hardware/mmu.ts',
    original: 'const isUsual = low === address ? low >= 0 : address - low === this.wrap;',
    mutated: [
      'const isUsual = low === address ? low > 0 : address - low === this.wrap;',
      'const isUsual = low === address ? low >= 1 : address - low === this.wrap;',
    ],
    why: 'The straight walk only spares time: what is left to the general one comes out the same and is charged the same. No entry that it returns is 1.',
  },
  {
    file: 'hardware/mmu.ts',
    original:
      'if (!isUsual || this.listeners.translations || this.choices.disturbsTlb) return this.seldom(address, kind);',
    mutated: ['if (true) return this.seldom(address, kind);'],
    why: 'The straight walk only spares time: what is left to the general one comes out the same and is charged the same. No entry that it returns is 1.',
  },
  {
    file: 'hardware/mmu.ts',
    original:
      'if (leaf === 0 || ((kinds >> kind) & 1) === 0 || page >>> 0 >= this.ramBytes) return this.seldom(address, kind);',
    mutated: ['if (true) return this.seldom(address, kind);'],
    why: 'The straight walk only spares time: what is left to the general one comes out the same and is charged the same. No entry that it returns is 1.',
  },
  {
    file: 'hardware/mmu.ts',
    original: "if (this.listeners.translations) this.listeners.tell({ type: 'flush', root });",
    mutated: ["if (true) this.listeners.tell({ type: 'flush', root });"],
    why: 'Told to nobody, an event is only made for nothing.',
  },
  {
    file: 'hardware/mmu.ts',
    original: "if (this.listeners.translations) this.listeners.tell({ type: 'invalidate', va });",
    mutated: ["if (true) this.listeners.tell({ type: 'invalidate', va });"],
    why: 'Told to nobody, an event is only made for nothing.',
  },
];
