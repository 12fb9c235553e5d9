/** `ringfence jos` and `ringfence record jos`, as a user runs them. */
import { expect, test } from 'vitest';
import { folderWith, ringfence, ringfenceHere } from '../terminal.ts';

const words = (line: string): string[] => line.split(' ');

test('a boot is printed and graded', async () => {
  const { code, out, errors } = await ringfenceHere(words('jos --memory 8M --grade'));
  expect([code, errors]).toEqual([0, '']);
  expect(out).toMatch(/^Physical memory: 8192K available, base = 640K, extended = 7552K\n/);
  expect(out).toMatch(/\ncheck_page_installed_pgdir\(\) succeeded! +10 of 10\nScore: 70\/70\n$/);
  expect((await ringfenceHere(words('jos --variant sjtu --memory 8M --grade'))).out).toMatch(/\nScore: 80\/80\n$/);
});

test('a kernel of the user that fails says at which assertion, and has the points of the lines before it', async () => {
  const folder = folderWith({
    'mine.ts':
      "import { JosKernel } from 'ringfence/kernel';\nexport default class Mine extends JosKernel { override tlbInvalidate() {} }\n",
  });
  const { code, out, errors } = await ringfenceHere(words('jos --memory 8M --kernel ./mine.ts --grade'), folder);
  expect(code).toBe(1);
  expect(out).toMatch(/assertion failed: \*\(uint32_t \*\)PGSIZE == 0x02020202U\n[\s\S]*Score: 60\/70\n$/);
  expect(errors).toMatch(/\(assertion I6 of docs\/jos\.md\)\n/);
});

test('a kernel that passes all checks is checked further', async () => {
  expect(await ringfenceHere(words('jos --memory 8M --check'))).toMatchObject({
    code: 0,
    out: expect.stringMatching(/\n\nAll \d+ invariants hold, after the boot and in use\.\n$/),
    errors: '',
  });
  const mine = (method: string): string =>
    `import { JosKernel } from 'ringfence/kernel';\nexport default class Mine extends JosKernel { override ${method} }\n`;
  const folder = folderWith({
    'looks.ts': mine(
      'pageLookup(pgdir, address) { this.pgdirWalk(pgdir, address, true); return super.pageLookup(pgdir, address); }',
    ),
    'frees.ts': mine('pageFree(pp) { this.setPpLink(pp, this.pageFreeList); this.pageFreeList = pp; }'),
  });
  const wrong = await ringfenceHere(words('jos --memory 8M --kernel ./looks.ts --check'), folder);
  expect([wrong.code, wrong.errors]).toEqual([1, '']);
  expect(wrong.out).toMatch(
    / {3}The kernel broke an invariant: looking changes nothing\.\n[\s\S]*after an address without a table is looked up, page_lookup\(0x20000000\), cycle [\d,]+\n/,
  );
  const lax = await ringfenceHere(words('jos --memory 8M --kernel ./frees.ts --check'), folder);
  expect([lax.code, lax.errors]).toEqual([0, '']);
  expect(lax.out).toMatch(/ {3}The kernel does not follow advice: wrong free is refused\.\n/);
});

test('lab 4 is graded program by program, and what is missing is told', async () => {
  const full = await ringfenceHere(words('jos --lab 4 --grade --memory 16M'));
  expect([full.code, full.errors]).toEqual([0, '']);
  expect(full.out).toMatch(
    /^(?:\w+ +5 of 5\n){14}Score: 70\/70\nThe course gives 80: faultregs .*, and stresssched .*\n$/,
  );
  const folder = folderWith({
    'mine.ts':
      "import { JosLab4 } from 'ringfence/kernel';\nexport default class Mine extends JosLab4 { override sysExofork() { return this.panic('no'); } }\n",
  });
  const { code, out } = await ringfenceHere(words('jos --lab 4 --grade --memory 8M --kernel ./mine.ts'), folder);
  expect(code).toBe(1);
  expect(out).toMatch(
    /\nspin +0 of 5\n {4}missing: \.00001000\. new env 00001001\n[\s\S]*? {4}missing: 4 lines more\n {4}the kernel stopped: .*: no\n/,
  );
  expect(out).toMatch(/\nScore: 40\/70\n/);
  const asLab2 = await ringfenceHere(words('jos --check --kernel ./mine.ts'), folder);
  expect(asLab2).toMatchObject({ code: 2, errors: 'ringfence: ./mine.ts: it extends JosLab4: add --lab 4\n' });
});

test('recordings come out the same each time, and differ with their seed', () => {
  const record = (line: string): string => ringfence(words(`record jos --memory 8M ${line}`)).out;
  const first = record('--operations 50 --seed 1');
  expect(first).toMatch(/^R 0 .*\n(?:R \d+ .*\n){49}R END free=\d+ listhash=[0-9a-f]{8}\n$/);
  expect(record('--operations 50 --seed 0x1')).toBe(first);
  expect(record('--operations 50 --seed 2')).not.toBe(first);
  expect(record('--meminit')).toMatch(/^Physical memory.*\nT boot_alloc n=4096 -> f011c000\n/);
});

test('what cannot be obeyed is refused', async () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['jos exit', /jos: it takes no programs: ringfence run --kernel jos exit runs them/],
    ['jos --lab 3', /--lab 3: expected 2 or 4/],
    ['jos --lab 4 --check', /--check: its invariants are those of lab 2/],
    ['jos --lab 4 --grade -c map', /-c map: --lab 4 --grade boots a kernel for each program/],
    ['jos --variant xv6', /--variant xv6: expected mit or sjtu/],
    ['jos --memory 1M', /memory is 4 MiB to 1 GiB in pages of 4 KiB, not 256 pages/],
    ['jos --end there', /--end there: expected an address/],
    ['record jos --meminit --seed 4', /--meminit records the boot/],
    ['record jos --seed 0', /--seed 0: expected a number from 1 to 0xffffffff/],
  ];
  for (const [line, says] of cases) {
    expect(await ringfenceHere(words(line))).toMatchObject({ code: 2, out: '', errors: expect.stringMatching(says) });
  }
});
