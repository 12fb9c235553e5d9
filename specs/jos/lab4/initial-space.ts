/** The address space of an environment that was just made of a program: its segments and a page of stack, and not a page more. */
import type { Image, Segment } from '../../../hardware/hardware.ts';
import { type EnvironmentView, type JosLab4, josAbi, type Mapping, memlayout } from '../../../kernel/kernel.ts';
import { ModelBroken } from '../../judge/model-broken.ts';
import { byteAt } from './model/user-memory.ts';
import { hex } from './observation.ts';

const { PGSIZE, PTE_P, PTE_U, PTE_W, ROUNDDOWN, USTACKTOP } = memlayout;
const PUW = PTE_P | PTE_U | PTE_W;

/** Throws ModelBroken unless `made`, the environments that making one of `image` gave, is a single one, and as it must be. */
export const judgeInitialSpace = (kernel: JosLab4, image: Image, made: readonly EnvironmentView[]): void => {
  const [env] = made;
  if (made.length !== 1) throw new ModelBroken(`env_create made ${made.length} environments of ${image.name}`);
  const fail = (problem: string): never => {
    throw new ModelBroken(`a new environment of ${image.name} ${problem}`);
  };
  if (env.parentId !== 0 || env.status !== josAbi.ENV_RUNNABLE) fail('has a parent, or is not runnable');
  const wrong = wrongPage(kernel.view.mappings(env.root), image);
  if (wrong !== null) fail(wrong);
  for (const segment of image.segments) {
    const byte = wrongByte(kernel, env, segment);
    if (byte >= 0) fail(`has ${found(kernel, env, byte)}, where ${rightText(segment, byte)} was right`);
  }
};

const wrongPage = (mappings: readonly Mapping[], { segments }: Image): string | null => {
  const stack = { va: USTACKTOP - PGSIZE, size: PGSIZE };
  const right = new Set([...segments, stack].flatMap(pagesOf));
  const here = new Set<number>(mappings.map(({ va }) => va));
  const missing = [...right].find((page) => !here.has(page));
  if (missing !== undefined) return `has nothing at ${hex(missing)}, where a page was right`;
  const wrong = mappings.find(({ va, permissions }) => !right.has(va) || permissions !== PUW);
  if (wrong === undefined) return null;
  const flags = right.has(wrong.va) ? ` with flags ${hex(PUW)}` : '';
  return `has a page with flags ${hex(wrong.permissions)} at ${hex(wrong.va)}, where ${flags === '' ? 'nothing' : `one${flags}`} was right`;
};

const pagesOf = ({ va, size }: Pick<Segment, 'va' | 'size'>): number[] => {
  const pages: number[] = [];
  for (let page = ROUNDDOWN(va, PGSIZE); page < va + size; page += PGSIZE) pages.push(page);
  return pages;
};

/** The first byte of `segment` that is not what the file says, or 0 after that; -1 if all are right. */
const wrongByte = ({ machine }: JosLab4, { root }: EnvironmentView, { va, bytes, size }: Segment): number => {
  for (let i = 0; i < size; i++) if (byteAt(machine.memory.words, root, va + i) !== (bytes[i] ?? 0)) return va + i;
  return -1;
};

const found = ({ machine }: JosLab4, { root }: EnvironmentView, at: number): string =>
  `byte ${hex(byteAt(machine.memory.words, root, at))} at ${hex(at)}`;

const rightText = ({ va, bytes }: Segment, at: number): string => {
  const byte = bytes[at - va];
  return byte === undefined ? '0, for its bss,' : hex(byte);
};
