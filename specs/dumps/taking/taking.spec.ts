/** Dumps of models: their words lie where the symbols say, as in the real kernels, and each of a series is the state that its line says. */
import { expect, test } from 'vitest';
import { counter, frame, PAGE_SIZE } from '../../../hardware/hardware.ts';
import {
  JosKernel,
  JosLab4,
  josAbi,
  type KernelView,
  memlayout,
  WeensyKernel,
  type WeensyParameters,
} from '../../../kernel/kernel.ts';
import { exitProgram, jos } from '../../../userland/userland.ts';
import { symbolLines } from './symbol-lines.ts';
import { DumpTaker, type TakenDump } from './taker.ts';

const weensy = (more: Partial<WeensyParameters> = {}): WeensyKernel =>
  new WeensyKernel({ programs: [exitProgram(3)], timer: { mode: 'every', period: 5 }, viewer: true, ...more });
const environments = (): JosLab4 => new JosLab4({ pages: 1024, programs: [jos.JOS_PROGRAMS.forktree] });
const EVENTS = 120;

/** Boots `kernel`, runs it for a while, and gives its dumps to `look` as they are taken. */
const series = <Kernel extends WeensyKernel | JosKernel>(
  kernel: Kernel,
  look: (dump: TakenDump, kernel: Kernel) => void,
): DumpTaker => {
  const taker = new DumpTaker(kernel);
  taker.follow((dump) => look(dump, kernel));
  kernel.boot();
  kernel.machine.run(Number.POSITIVE_INFINITY, EVENTS);
  return taker;
};

/** Where the symbols of a kernel lie in physical memory, as whoever reads the list knows it. */
const places = (view: KernelView): Map<string, number> =>
  new Map(
    (symbolLines(view) ?? []).map((line) => {
      const words = line.split(' ');
      return [words.at(-1) ?? '', Number.parseInt(words[0], 16) % memlayout.KERNBASE];
    }),
  );
const reader = (bytes: Uint8Array): ((address: number) => number) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (address) => view.getUint32(address, true);
};
/** The pairs of a name and a value in a line. */
const pairs = (line: string): Record<string, string> =>
  Object.fromEntries([...line.matchAll(/([a-z]\w*) (\S+)/g)].map(([, name, value]) => [name, value]));

test('WeensyOS: current points to the descriptor of the process that enters the kernel, whose pid equals its place', () => {
  let dumps = 0;
  series(weensy(), ({ line, memory, number }, { machine, view }) => {
    const [at, word] = [places(view), reader(memory())];
    const [ptable, current] = [at.get('ptable') ?? 0, word(at.get('current') ?? 0)];
    const { pid, rax, cr3, intno } = pairs(line);
    expect([current, word(current + 8)]).toEqual([ptable + Number(pid) * 208, Number(pid)]);
    expect([word(current), Number(cr3)]).toEqual([Number(cr3), machine.cpu.control(51)]);
    expect(word(at.get('_ZL5ticks') ?? 0)).toBe(view.ticks);
    expect(word(at.get('_ZZ17console_memviewerP4procE2mu') ?? 0)).toBe((view.keptPage ?? 0) * PAGE_SIZE);
    if (intno === '-1') expect(Number(rax)).toBe(machine.cpu.get(frame.RAX));
    else expect(intno).toBe('32');
    expect([number, memory().length]).toEqual([dumps++, 512 * PAGE_SIZE]);
  });
  expect(dumps).toBe(EVENTS);
});

test('a dump is the state that the event before left: the same run to there has the same data of the kernel', () => {
  const kept: Uint8Array[] = [];
  series(weensy(), ({ memory }) => void kept.push(memory().slice()));
  for (const events of [1, 7, 60, 119]) {
    const kernel = weensy();
    const taker = new DumpTaker(kernel);
    kernel.boot();
    kernel.machine.run(Number.POSITIVE_INFINITY, events);
    // Programs go on until they enter the kernel, and write what is theirs: the kernel's own data are compared.
    const data = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0x54000, 0x57000)).toString('hex');
    expect(data(kept[events])).toBe(data(taker.memory()));
  }
});

test('JOS: the environment that enters the kernel is cpus[0].cpu_env, and descriptors lie as struct Env and struct PageInfo have them', () => {
  let dumps = 0;
  series(environments(), ({ number, line, memory }, { view, variables }) => {
    dumps++;
    if (number % 8 !== 0) return;
    const [at, word] = [places(view), reader(memory())];
    const own = (address: number): number => word(address - memlayout.KERNBASE);
    const env = word((at.get('cpus') ?? 0) + 8);
    const { env: id, trapno, cr3 } = pairs(line);
    expect(own(env + josAbi.ENV_ID)).toBe(Number.parseInt(id, 16));
    expect(own(env + josAbi.ENV_PGDIR) - memlayout.KERNBASE).toBe(Number(cr3));
    expect(['48', '14']).toContain(trapno);
    const pages = word(at.get('pages') ?? 0);
    expect([pages, word(at.get('npages') ?? 0)]).toEqual([variables.pages, 1024]);
    const head = word(at.get('page_free_list') ?? 0);
    expect(view.referenceCount(view.pageOf(head))).toBe(own(head + 4) & 0xffff);
  });
  // Faults are no events by which runs are counted.
  expect(dumps).toBeGreaterThanOrEqual(EVENTS);
});

test('lab 2 of JOS is stopped where functions of the lab are called, by whom no other function of the lab is at work', () => {
  const calls: string[] = [];
  class Inserting extends JosKernel {
    isInserting = false;
    override pageInsert(...passed: Parameters<JosKernel['pageInsert']>): number {
      this.isInserting = true;
      const result = super.pageInsert(...passed);
      this.isInserting = false;
      return result;
    }
  }
  const kernel = new Inserting({ pages: 1024 });
  series(kernel, ({ line }) => {
    calls.push(line.split(' ')[2]);
    expect([line, kernel.isInserting]).toEqual([line, false]);
  });
  expect(new Set(calls)).toEqual(new Set(['check_page_free_list', 'page_alloc', 'page_insert', 'boot_map_region']));
  expect(calls.filter((name) => name === 'boot_map_region')).toHaveLength(3);
  const names = [...places(kernel.view).keys()];
  expect(names).toContain('kern_pgdir');
  expect(names).not.toContain('envs');
});

test('what JOS prints is on the screen of its dumps, last lines last, and the machine itself has nothing there', () => {
  class Panics extends JosKernel {
    override pageInit(): void {
      for (let i = 0; i < 40; i++) this.cprintf(`line ${i}`);
      this.panic('no pages');
    }
  }
  const kernel = new Panics({ pages: 1024 });
  const taker = series(kernel, () => {});
  const cells = taker.memory().subarray(0xb8000, 0xb8000 + 4000);
  const text = Array.from({ length: 2000 }, (_, i) => String.fromCharCode(cells[2 * i])).join('');
  const rows = text.match(/.{80}/gs) ?? [];
  expect(rows.map((row) => row.trim()).slice(-2)).toEqual(['line 39', 'kernel panic at kern/pmap.c: no pages']);
  expect(kernel.machine.memory.bytes[0xb8000]).toBe(0);
});

test('symbols are listed by address, as nm -S does; where descriptors are no unbroken array there are none', () => {
  for (const kernel of [weensy(), environments()]) {
    const addresses = (symbolLines(kernel.view) ?? []).map((line) => Number.parseInt(line, 16));
    expect(addresses.length).toBeGreaterThan(8);
    expect(addresses).toEqual(addresses.toSorted((a, b) => a - b));
  }
  expect(symbolLines(weensy({ slots: 16 }).view)).not.toBeNull();
  expect(symbolLines(weensy({ slots: 17 }).view)).toBeNull();
});

test('whoever takes dumps changes nothing', () => {
  const [taken, alone] = [weensy(), weensy()];
  series(taken, () => {});
  alone.boot();
  alone.machine.run(Number.POSITIVE_INFINITY, EVENTS);
  expect(taken.machine.fingerprint()).toBe(alone.machine.fingerprint());
  expect(taken.machine.counters[counter.CYCLES]).toBe(alone.machine.counters[counter.CYCLES]);
});
