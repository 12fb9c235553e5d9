/** `judge --image` with a disk: what is said of files that are none, of options that do not go together, and where there is no QEMU. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realDump, symbolsOf } from '../../dumps/real/dumps.ts';
import { build, whyNotBuilt } from '../../real/jos/built.ts';
import * as weensyos from '../../real/weensyos/built.ts';
import { folderWith, ringfenceHere } from '../terminal.ts';

const SECTOR = 512;
const FOLDER = folderWith({ 'text.img': 'hello\n'.repeat(SECTOR), 'short.img': '', 'weensyos.nm': '' });
const disk = new Uint8Array(2 * SECTOR);
disk.set([0x55, 0xaa], SECTOR - 2);
writeFileSync(join(FOLDER, 'disk.img'), disk);
mkdirSync(join(FOLDER, 'folder'));
const symbols = Buffer.from(symbolsOf(realDump('w-ok-fork-full'))).toString('latin1');
writeFileSync(join(FOLDER, 'weensyos.nm'), `${symbols}\n0000000000040900 T _Z7syscallP8regstate\n`);

const refused = async (words: string, environment: NodeJS.ProcessEnv = {}): Promise<string> => {
  const { code, out, errors } = await ringfenceHere(['judge', ...words.split(' ')], FOLDER, environment);
  expect([code, out]).toEqual([2, '']);
  return errors;
};

test.each([
  [
    '--image text.img',
    'text.img is no disk from which a machine boots: give weensyos.img of WeensyOS, or obj/kern/kernel.img of JOS',
  ],
  ['--image short.img', 'short.img is no disk from which a machine boots'],
  ['--image none.img', 'none.img: there is no such file'],
  ['--image folder', 'folder: that is a folder'],
  ['--image disk.img --qemu 1', 'leave one of --image and --qemu out'],
  ['--image disk.img dump.bin --watch', 'leave dump.bin and --watch out'],
  ['--image disk.img --reset', 'a machine that is started for --image is new'],
  ['--image disk.img --memory 8M', 'WeensyOS has 2M of memory'],
  ['--qemu 1 --memory 8M', 'the machine of --qemu has its memory already'],
  ['--image disk.img --until 0', '--until 0: expected a whole number from 1 up'],
])('%s is refused', async (words, message) => {
  expect(await refused(`${words} --symbols weensyos.nm`)).toContain(message);
});

test('where there is no QEMU it is said how to get it, and nothing stays behind', async () => {
  const TMPDIR = join(FOLDER, 'folder');
  const said = await refused('--image disk.img --symbols weensyos.nm', { PATH: TMPDIR, TMPDIR });
  expect(said).toMatch(
    /disk\.img: there is no qemu-system-x86_64 on this machine\. Install QEMU \(apt-get install qemu-system-x86/,
  );
  expect(readdirSync(TMPDIR)).toEqual([]);
});

test.skipIf(whyNotBuilt() !== null)('a disk, and symbols of another kernel than is on it, are refused', async () => {
  const jos = build({ lab: 4 });
  expect(await refused(`--image disk.img --symbols ${jos}`)).toMatch(
    /disk\.img is not the disk of the kernel whose symbols are given, which is a JOS: the code of trap is nowhere on it\. Give what one make has left/,
  );
  for (const other of ['weensyos.nm', build({ lab: 2 })])
    expect(await refused(`--image ${jos} --symbols ${other}`)).toMatch(
      /--symbols \S+: they are of another kernel, or of another build, than the file of --image/,
    );
});

const isMissing = whyNotBuilt() !== null || weensyos.missingTools().length > 0;
test.skipIf(isMissing)('so are the symbols of one course with the disk of the other', async () => {
  weensyos.build(FOLDER, 'RIGHT');
  // As the course makes it: the kernel lies behind the first sector.
  writeFileSync(join(FOLDER, 'kernel.img'), Buffer.concat([disk.subarray(0, SECTOR), readFileSync(build({ lab: 4 }))]));
  expect(await refused(`--image weensyos.img --symbols ${build({ lab: 4 })}`)).toContain('which is a JOS');
  expect(await refused('--image kernel.img --symbols obj/kernel.full')).toContain(
    'which is a WeensyOS: the code of syscall is nowhere on it',
  );
  const { errors } = await ringfenceHere(['judge', '--image', 'kernel.img', '--symbols', build({ lab: 4 })], FOLDER, {
    PATH: join(FOLDER, 'folder'),
  });
  expect(errors).toContain('there is no qemu-system-i386 on this machine');
});
