/** What goes with a dump: symbols from ELF files and lists of nm, registers, layouts from settings and listings. */
import { describe, expect, test } from 'vitest';
import { readLayout } from './layout.ts';
import { readStructures } from './ptype.ts';
import { realDump, symbolsOf } from './real/dumps.ts';
import { readRegisters } from './registers.ts';
import { readSymbols } from './symbols/symbols.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** An ELF file that has nothing but a table of symbols (System V ABI, chapter 4). */
const elfWith = (
  width: 32 | 64,
  symbols: readonly (readonly [name: string, address: number, size: number])[],
): Uint8Array => {
  const [header, section, entry] = width === 64 ? [64, 64, 24] : [52, 40, 16];
  const names = `\0${symbols.map(([name]) => `${name}\0`).join('')}`;
  const tableAt = header + 3 * section;
  const namesAt = tableAt + (symbols.length + 1) * entry;
  const file = new Uint8Array(namesAt + names.length);
  const view = new DataView(file.buffer);
  const word = (at: number, value: number): void =>
    width === 64 ? view.setBigUint64(at, BigInt(value), true) : view.setUint32(at, value, true);
  file.set([0x7f, 0x45, 0x4c, 0x46, width === 64 ? 2 : 1, 1, 1]);
  word(width === 64 ? 0x28 : 0x20, header);
  view.setUint16(width === 64 ? 0x3a : 0x2e, section, true);
  view.setUint16(width === 64 ? 0x3c : 0x30, 3, true);
  const sections = [
    [2, tableAt, namesAt - tableAt, 2],
    [3, namesAt, names.length, 0],
  ] as const;
  for (const [i, [type, at, size, link]] of sections.entries()) {
    const start = header + (i + 1) * section;
    view.setUint32(start + 4, type, true);
    word(start + (width === 64 ? 0x18 : 0x10), at);
    word(start + (width === 64 ? 0x20 : 0x14), size);
    view.setUint32(start + (width === 64 ? 0x28 : 0x18), link, true);
  }
  for (const [i, [name, address, size]] of symbols.entries()) {
    const at = tableAt + (i + 1) * entry;
    view.setUint32(at, names.indexOf(`\0${name}\0`) + 1, true);
    if (width === 64) {
      view.setUint8(at + 4, 0x11);
      view.setUint16(at + 6, 1, true);
      word(at + 8, address);
      word(at + 16, size);
    } else {
      view.setUint32(at + 4, address, true);
      view.setUint32(at + 8, size, true);
      view.setUint8(at + 12, 0x11);
      view.setUint16(at + 14, 1, true);
    }
  }
  file.set(bytesOf(names), namesAt);
  return file;
};

describe('Symbols', () => {
  const SYMBOLS = [
    ['ptable', 0x58220, 0xd00],
    ['_ZL5ticks', 0x58f28, 8],
    ['_ZZ17console_memviewerP4procE2mu', 0x5f1a0, 16],
  ] as const;

  test.each([32, 64] as const)('of an ELF file of %i bits are those of its table', (width) => {
    const symbols = readSymbols(elfWith(width, SYMBOLS));
    expect(symbols.find('ptable')).toEqual({ name: 'ptable', address: 0x58220, size: 0xd00 });
    expect(symbols.find('ticks')?.address).toBe(0x58f28);
    expect(symbols.nameAt(0x5f1a8)).toBe('mu + 0x8 of console_memviewer');
    expect(symbols.nameAt(0x60000)).toBeNull();
  });

  test.each([32, 64] as const)('that are defined elsewhere have no address: left out of %i bits', (width) => {
    const file = elfWith(width, SYMBOLS);
    const [header, section, entry, shndx] = width === 64 ? [64, 64, 24, 6] : [52, 40, 16, 14];
    new DataView(file.buffer).setUint16(header + 3 * section + 2 * entry + shndx, 0, true);
    const symbols = readSymbols(file);
    expect([symbols.find('ticks'), symbols.find('ptable')?.address]).toEqual([null, 0x58220]);
  });

  test('of an ELF file that was cut off or stripped there are none, and that is said', () => {
    const file = elfWith(64, SYMBOLS);
    for (let length = 60; length < file.length - 60; length += 37)
      expect(() => readSymbols(file.subarray(0, length))).toThrow(/ELF file/);
    const stripped = elfWith(32, SYMBOLS);
    new DataView(stripped.buffer).setUint32(52 + 40 + 4, 3, true);
    expect(() => readSymbols(stripped)).toThrow(/not stripped/);
  });

  test('of nm -n go up to the next, as nm -S says it', () => {
    const listed = new TextDecoder().decode(symbolsOf(realDump('w-ok-fork-early')));
    const [sized, bare] = [listed, listed.replace(/^(\w+) \w+ (\w) /gm, '$1 $2 ')].map((text) =>
      readSymbols(bytesOf(text)),
    );
    for (const name of ['physpages', 'ptable', 'kernel_pagetable']) expect(bare.find(name)).toEqual(sized.find(name));
  });

  test('that are static have their plain names, mangled, demangled or numbered by gcc', () => {
    const list =
      '00058f20 b _ZZ7memshowvE7showing\n00058f24 b memshow()::last_ticks\nf01192c4 4 d nextfree.0\n00058f40 b pcistate::get() const::state\n';
    const symbols = readSymbols(bytesOf(list));
    expect(symbols.find('nextfree')?.address).toBe(0xf01192c4);
    expect(symbols.nameAt(0x58f20)).toBe('showing of memshow');
    expect(symbols.nameAt(0x58f24)).toBe('last_ticks of memshow');
  });

  test('are not in any other text', () => {
    for (const text of ['', 'hello, world\n', '{"a": 1}', 'int main(void) { return 0; }\n'.repeat(50)])
      expect(() => readSymbols(bytesOf(text))).toThrow(/holds no symbols: it should be the ELF file/);
  });
});

describe('Registers', () => {
  test('are read as QEMU prints them, and as gdb does', () => {
    const qemu =
      'EAX=0011a000 EBX=f011730c ECX=00000000 EDX=000003d5\nEIP=f0100040 EFL=00000046 [---Z-P-] CPL=0 II=0 A20=1 SMM=0 HLT=0\nCR0=80010011 CR2=00000000 CR3=00118000 CR4=00000010\n';
    expect(Object.fromEntries(readRegisters(qemu))).toMatchObject({
      EAX: 0x11a000,
      EIP: 0xf0100040,
      EFL: 0x46,
      CPL: 0,
      CR3: 0x118000,
      CR4: 0x10,
    });
    const gdb =
      'rax            0x5a000             368640\nrip            0x40b23             0x40b23 <syscall_entry+99>\neflags         0x46                [ ZF PF ]\ncr3            0x5a000             [ PDBR=90 PCID=0 ]\n';
    expect(Object.fromEntries(readRegisters(gdb))).toEqual({ RAX: 0x5a000, RIP: 0x40b23, EFL: 0x46, CR3: 0x5a000 });
    expect(() => readRegisters('nothing of the kind')).toThrow(/holds no registers/);
  });
});

/** As gdb 13 prints it, and in the manner of gdb 8. */
const LISTING = `/* offset      |    size */  type = struct proc {
/*      0      |       8 */    x86_64_pagetable *pagetable;
/*      8      |       4 */    pid_t pid;
/*     12      |       4 */    int state;
/*     16      |     192 */    struct regstate {
/*     16      |       8 */        uint64_t reg_rax;
/*     24      |     184 */        uint64_t rest[23];

                                   /* total size (bytes):  192 */
                               } regs;
/*    208      |       4 */    int wakeups[1];
/*    212: 0   |       4 */    unsigned int sleeping : 1;
/* XXX  7-bit hole       */
/* XXX  3-byte hole      */

                               /* total size (bytes):  216 */
                             }
/* offset    |  size */  type = struct Page {
/*    0      |     4 */    struct Page *pp_link;
/*    4      |     2 */    uint16_t pp_ref;
/* XXX  2-byte padding  */

                           /* total size:    8 bytes */
                         }
`;

describe('Layouts', () => {
  test('are read from listings of ptype /o, of old gdb and new', () => {
    const [proc, page] = readStructures(LISTING);
    expect([proc.name, proc.size, Object.fromEntries(proc.members)]).toEqual([
      ...['proc', 216, { pagetable: 0, pid: 8, state: 12, regs: 16, wakeups: 208, sleeping: 212 }],
    ]);
    expect([page.name, page.size, page.members.get('pp_ref')]).toEqual(['Page', 8, 4]);
  });

  test('and from settings, which are preferred', () => {
    const layout = readLayout(['proc.stride=0xe0', ' slots = 8', 'course=sjtu'], [LISTING]);
    expect([layout.number('proc.stride'), layout.number('proc.regs'), layout.number('slots'), layout.course]).toEqual([
      ...[0xe0, 16, 8, 'sjtu'],
    ]);
    expect(layout.number('PageInfo.stride')).toBe(8);
    expect(layout.number('Env.stride')).toBeUndefined();
  });

  test('that make no sense are refused, with what there is', () => {
    expect(() => readLayout(['proc.strid=1'], [])).toThrow(
      /there is no proc.strid in a layout: did you mean proc.stride/i,
    );
    expect(() => readLayout(['slots=many'], [])).toThrow(/slots is a number \(how many/);
    expect(() => readLayout(['course=cmu'], [])).toThrow(/mit or sjtu/);
    expect(() => readLayout([], ['type = int'])).toThrow(/holds no structures/);
  });
});
