/** What is given of a layout: `NAME=VALUE`, or the listing of `ptype /o`. What is not given is found out. */
import { thereAre } from '../did-you-mean.ts';
import { readStructures } from './ptype.ts';
import { UnusableDump } from './unusable.ts';

/** What can be given, and what it is. */
export const LAYOUT_NAMES: Readonly<Record<string, string>> = {
  'proc.stride': 'bytes from one process descriptor to the next',
  'proc.pagetable': 'offset of the root table in it',
  'proc.pid': 'offset of the pid',
  'proc.state': 'offset of the state',
  'proc.regs': 'offset of the saved registers',
  slots: 'how many process descriptors there are',
  'physpageinfo.stride': 'bytes from one page count to the next',
  'physpageinfo.refcount': 'offset of the count in it',
  kernel_end: 'address behind the image of the kernel',
  'PageInfo.stride': "bytes from one page's descriptor to the next",
  'PageInfo.pp_ref': 'offset of the count in it',
  'Env.stride': 'bytes from one environment to the next',
  'Env.env_pgdir': 'offset of the directory in it',
  course: 'mit or sjtu',
};

/** What other years, courses and languages call the same. */
const ALIASES: Readonly<Record<string, string>> = {
  pageinfo: 'physpageinfo',
  physical_pageinfo: 'physpageinfo',
  Page: 'PageInfo',
  ...{ p_pagetable: 'pagetable', p_pid: 'pid', p_state: 'state', p_registers: 'regs' },
};

/** Sizes and offsets that somebody gave, by the names of `LAYOUT_NAMES`; with none, all is found out. */
export class GivenLayout {
  private readonly values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string> = new Map()) {
    this.values = values;
  }

  /** What `name` was given as; undefined if it was not. */
  number(name: string): number | undefined {
    const text = this.values.get(name);
    return text === undefined ? undefined : Number(text);
  }

  /** The same as it is written: `NAME=VALUE`. What a listing names and nobody asks for is left out. */
  get settings(): string[] {
    return [...this.values]
      .filter(([name]) => Object.hasOwn(LAYOUT_NAMES, name))
      .map(([name, value]) => `${name}=${value}`);
  }

  get course(): string | undefined {
    return this.values.get('course');
  }
}

/** The layout that `settings` (`NAME=VALUE`) and `listings` give, the former before the latter. Throws an UnusableDump: what is wrong with one. */
export const readLayout = (settings: readonly string[], listings: readonly string[]): GivenLayout => {
  const values = new Map<string, string>();
  for (const text of listings) for (const [name, value] of listed(text)) values.set(name, value);
  for (const setting of settings) {
    const [name, value = ''] = setting.split('=').map((part) => part.trim());
    if (!Object.hasOwn(LAYOUT_NAMES, name))
      throw new UnusableDump(`there is no ${name} in a layout: ${thereAre(name, Object.keys(LAYOUT_NAMES))}`);
    values.set(name, checked(name, value));
  }
  return new GivenLayout(values);
};

const checked = (name: string, value: string): string => {
  if (name === 'course') {
    if (value === 'mit' || value === 'sjtu') return value;
    throw new UnusableDump(`course is mit or sjtu, and not "${value}"`);
  }
  if (/^(?:\d+|0x[0-9a-f]+)$/i.test(value) && Number(value) < 2 ** 32) return value;
  throw new UnusableDump(`${name} is a number (${LAYOUT_NAMES[name]}), and not "${value}"`);
};

const listed = (text: string): [string, string][] => {
  const structures = readStructures(text);
  if (structures.length === 0)
    throw new UnusableDump("holds no structures: it should be what gdb's ptype /o prints of proc, PageInfo or Env");
  return structures.flatMap(({ name, size, members }): [string, string][] => {
    const plain = ALIASES[name] ?? name;
    const offsets = [...members].map(
      ([member, offset]) => [`${plain}.${ALIASES[member] ?? member}`, `${offset}`] as const,
    );
    return [[`${plain}.stride`, `${size}`], ...offsets.map(([key, offset]): [string, string] => [key, offset])];
  });
};
