/** The table of environments in a dump: how large a descriptor is, and where its directory stands, found out by what must hold of it. */
import { type Memory, PAGE_SIZE } from '../../../hardware/hardware.ts';
import { ENV_FREE, ENV_ID, ENV_LINK, ENV_NOT_RUNNABLE, ENV_STATUS, ENVX, NENV } from '../../../kernel/jos/abi.ts';
import { KERNBASE } from '../../../kernel/jos/memlayout.ts';
import type { GivenLayout } from '../layout.ts';
import type { DumpedVariables } from './variables.ts';

export interface EnvLayout {
  readonly bytes: number;
  readonly pgdir: number;
  readonly count: number;
  /** Places in use whose ids lead to them, and others. */
  readonly right: number;
  readonly wrong: number;
}

/** env_pgdir follows env_runs (lab 3), or env_cpunum (lab 4). */
const PLACES_OF_PGDIR = [96, 92];
const LEAST = 96;
const LARGEST = 512;
const UVPT_ENTRY = 0x3bd;
/** With so many that do not fit it is another size. */
const MANY = 64;

/** Null where there are none, or env_init has not been there yet. */
export const findEnvironments = (memory: Memory, variables: DumpedVariables, given: GivenLayout): EnvLayout | null => {
  const { envs } = variables;
  const room = memory.ramPages * PAGE_SIZE - (envs - KERNBASE);
  if (envs < KERNBASE || envs % 4 !== 0 || room < NENV * LEAST) return null;
  const stride = given.number('Env.stride');
  const strides =
    stride !== undefined ? [stride] : Array.from({ length: (LARGEST - LEAST) / 4 + 1 }, (_, i) => LEAST + i * 4);
  const fitting = strides.filter((bytes) => bytes >= LEAST && bytes * NENV <= room);
  let best: EnvLayout | null = null;
  for (const bytes of fitting) {
    const next = judged(memory, variables, bytes, given);
    if (best === null || scoreOf(next) > scoreOf(best)) best = next;
    // All are used, or on a list that has one end: no other size can do better.
    if (scoreOf(best) >= NENV - 1) break;
  }
  return best === null || scoreOf(best) <= 0 ? null : best;
};

const scoreOf = ({ right, wrong }: EnvLayout): number => right - 2 * wrong;

const judged = (
  { words, ramPages }: Memory,
  variables: DumpedVariables,
  bytes: number,
  given: GivenLayout,
): EnvLayout => {
  const base = variables.envs - KERNBASE;
  const field = (slot: number, offset: number): number => words[(base + slot * bytes + offset) >> 2];
  const isSlot = (address: number): boolean =>
    address === 0 ||
    (address >>> 0 >= variables.envs &&
      ((address >>> 0) - variables.envs) % bytes === 0 &&
      ((address >>> 0) - variables.envs) / bytes < NENV);
  let [right, wrong] = [0, 0];
  const live: number[] = [];
  for (let slot = 0; slot < NENV && wrong <= MANY; slot++) {
    const [status, id] = [field(slot, ENV_STATUS), field(slot, ENV_ID)];
    const isFree = status === ENV_FREE;
    const fits = isFree
      ? isSlot(field(slot, ENV_LINK)) && (id === 0 || ENVX(id) === slot)
      : status > 0 && status <= ENV_NOT_RUNNABLE && ENVX(id) === slot && id > 0;
    if (fits) right += isFree && field(slot, ENV_LINK) === 0 ? 0 : 1;
    else wrong++;
    if (fits && !isFree) live.push(slot);
  }
  const pgdir = given.number('Env.env_pgdir') ?? pgdirOf(words, ramPages, live, field, bytes);
  return { bytes, pgdir, count: NENV, right, wrong };
};

/** Where the words of environments in use are directories that lead to themselves at UVPT. */
const pgdirOf = (
  words: Int32Array,
  ramPages: number,
  live: readonly number[],
  field: (slot: number, offset: number) => number,
  bytes: number,
): number => {
  const isDirectory = (address: number): boolean => {
    const at = (address >>> 0) - KERNBASE;
    return (
      at > 0 &&
      at % PAGE_SIZE === 0 &&
      at < ramPages * PAGE_SIZE &&
      (words[(at >> 2) + UVPT_ENTRY] >>> 12) * PAGE_SIZE === at
    );
  };
  const offsets = [...PLACES_OF_PGDIR, ...Array.from({ length: (bytes - 88) / 4 }, (_, i) => 88 + i * 4)];
  const hits = (offset: number): number => live.filter((slot) => isDirectory(field(slot, offset))).length;
  const usual = bytes > 96 + 4 ? 96 : 92;
  return live.length === 0
    ? usual
    : (offsets.find((offset) => offset < bytes && hits(offset) * 2 > live.length) ?? usual);
};
