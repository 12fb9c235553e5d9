/** The small kernel in JOS's layout, built by gcc for 32 bits where that can be done. What was compiled once is linked again and again. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSymbols } from '../../dumps/symbols/symbols.ts';

/** Which kernel: of lab 2, 3 or 4, with a mistake by the name that kernel.h has for it. */
export interface Build {
  readonly lab: 2 | 3 | 4;
  readonly mistake?: string;
  /** Options for all that is compiled: what debuggers get, or how functions begin. */
  readonly flags?: readonly string[];
}

/** Why it cannot be built here; null if it can. Where KERNEL_SPECS is `required`, it must be. */
export const whyNotBuilt = (): string | null => {
  const program = { input: 'int f(void) { return 1; }' };
  const tried = spawnSync('gcc', ['-m32', '-c', '-x', 'c', '-o', '/dev/null', '-'], program);
  if (tried.status === 0 && spawnSync('ld', ['--version']).status === 0) return null;
  if (process.env.KERNEL_SPECS === 'required')
    throw new Error('specs of kernels of JOS need gcc -m32 and ld, which could not be found (gcc, gcc-multilib)');
  return 'gcc -m32 and ld are not here';
};

const CODE = ['-m32', '-march=i386', '-ffreestanding', '-nostdlib', '-fno-pie', '-fno-builtin', '-fno-stack-protector'];
const FRAMES = ['-fcf-protection=none', '-fno-strict-aliasing', '-fno-omit-frame-pointer', '-O1', '-Wall'];
const DWARF = ['-gdwarf-4'];
/** It is no part of the kernel. */
const BOOT = 'boot.S';
const OF_ENVIRONMENTS = ['env.c', 'trap.c', 'user.c'];

let folder: string | null = null;
/** Where all of it goes, until this process ends. */
const workshop = (): string => {
  if (folder !== null) return folder;
  const made = mkdtempSync(join(tmpdir(), 'ringfence-kernel-'));
  process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  folder = made;
  return made;
};

/** The file of that kernel, obj/kern/kernel as the course calls it. */
export const build = ({ lab, mistake = 'RIGHT', flags = DWARF }: Build): string => {
  const kernel = join(workshop(), `lab${lab}-${mistake}${flags.join('')}`, 'kernel');
  if (existsSync(kernel)) return kernel;
  mkdirSync(join(kernel, '..'), { recursive: true });
  const sources = readdirSync(import.meta.dirname).filter(
    (name) => /\.[cS]$/.test(name) && name !== BOOT && (lab > 2 || !OF_ENVIRONMENTS.includes(name)),
  );
  const objects = sources.map((name) => compiled(name, lab, mistake, flags));
  const script = join(import.meta.dirname, 'kernel.ld');
  execFileSync('ld', ['-m', 'elf_i386', '-z', 'noexecstack', '-T', script, '-o', kernel, ...objects], {
    stdio: 'pipe',
  });
  return kernel;
};

const SECTOR = 512;
const KERNBASE = 0xf0000000;

/** The disk with that kernel, obj/kern/kernel.img as the course calls it: a first sector, and what is to be loaded behind it. */
export const buildDisk = (which: Build): string => {
  const kernel = build(which);
  const [image, loaded, boot] = ['kernel.img', 'kernel.bin', 'boot.bin'].map((name) => join(kernel, '..', name));
  if (existsSync(image)) return image;
  execFileSync('objcopy', ['-O', 'binary', kernel, loaded], { stdio: 'pipe' });
  const sectors = Math.ceil(statSync(loaded).size / SECTOR);
  const entry = (readSymbols(readFileSync(kernel)).find('entry')?.address ?? 0) - KERNBASE;
  const flat = ['-Wl,--oformat=binary', '-Wl,-Ttext=0x7c00', '-Wl,-e,start', '-Wl,--build-id=none', '-Wl,-m,elf_i386'];
  const args = [...CODE, '-static', ...flat, `-DSECTORS=${sectors}`, `-DENTRY=${entry}`, BOOT, '-o', boot];
  execFileSync('gcc', args, { cwd: import.meta.dirname, stdio: 'pipe' });
  writeFileSync(image, Buffer.concat([readFileSync(boot), readFileSync(loaded)]));
  truncateSync(image, (sectors + 1) * SECTOR);
  return image;
};

/** `source` as an object; with the mistake only if it has that. */
const compiled = (source: string, lab: 2 | 3 | 4, mistake: string, flags: readonly string[]): string => {
  const path = join(import.meta.dirname, source);
  const own = readFileSync(path, 'latin1').includes(`HAS(${mistake})`) ? mistake : 'RIGHT';
  // The linker's script knows programs by the end of that name.
  const object = join(workshop(), `${lab}${own}${flags.join('')}-${source.replace(/\.[cS]$/, '.o')}`);
  if (existsSync(object)) return object;
  // As in the course, names of sources are those from where make was called.
  const args = [...CODE, ...FRAMES, ...flags, `-DLAB=${lab}`, `-DMISTAKE=${own}`, '-c', source, '-o', object];
  execFileSync('gcc', args, { cwd: import.meta.dirname, stdio: 'pipe' });
  return object;
};
