/** The small kernel in WeensyOS's layout, built by gcc as a disk for QEMU, where there are such tools. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Mistakes that can be compiled in, by the names that `kernel.c` has for them. */
export type Mistake = 'RIGHT' | 'FORK_FORGETS_TEXT' | 'EXIT_KEEPS_TABLES' | 'FORK_BY_NULL' | 'NO_EVENT';

const TOOLS = ['gcc', 'objcopy', 'qemu-system-x86_64'];
const isThere = (tool: string): boolean => spawnSync(tool, ['--version']).error === undefined;

/** What is missing for it; none, if all is there. Where QEMU_SPECS is `required`, all must be. */
export const missingTools = (): string[] => {
  const missing = TOOLS.filter((tool) => !isThere(tool));
  if (missing.length > 0 && process.env.QEMU_SPECS === 'required')
    throw new Error(`specs of kernels under QEMU need ${missing.join(', ')}, which could not be found`);
  return missing;
};

const SECTOR = 512;
const BARE = ['-ffreestanding', '-nostdlib', '-static', '-fno-pie', '-no-pie', '-Wl,--build-id=none'];
const KERNEL = [
  '-g',
  '-O1',
  '-fno-omit-frame-pointer',
  '-mno-red-zone',
  '-mgeneral-regs-only',
  '-fno-stack-protector',
  '-fcf-protection=none',
];

/** Builds the kernel with `mistake` in `folder`, an absolute path, as the course's make does: `weensyos.img`, and `obj/kernel.full` with its symbols. */
export const build = (folder: string, mistake: Mistake): void => {
  const [full, image] = [join(folder, 'obj/kernel.full'), join(folder, 'weensyos.img')];
  // As in the course, names of sources are those from where make was called.
  const gcc = (...args: readonly string[]): void =>
    void execFileSync('gcc', [...BARE, ...args], { cwd: import.meta.dirname, stdio: 'pipe' });
  mkdirSync(join(folder, 'obj'), { recursive: true });
  gcc(
    ...KERNEL,
    '-Wl,-z,max-page-size=4096',
    '-T',
    'kernel.ld',
    `-DMISTAKE=${mistake}`,
    ...['entry.S', 'kernel.c'],
    '-o',
    full,
  );
  execFileSync('objcopy', ['-O', 'binary', full, join(folder, 'obj/kernel.bin')]);
  const sectors = Math.ceil(statSync(join(folder, 'obj/kernel.bin')).size / SECTOR);
  const flat = ['-Wl,--oformat=binary', '-Wl,-Ttext=0x7c00', '-Wl,-e,start', `-DSECTORS=${sectors}`];
  gcc(...flat, 'boot.S', '-o', join(folder, 'obj/boot.bin'));
  writeFileSync(image, readFileSync(join(folder, 'obj/boot.bin')));
  appendFileSync(image, readFileSync(join(folder, 'obj/kernel.bin')));
  truncateSync(image, (sectors + 1) * SECTOR);
};
