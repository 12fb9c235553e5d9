/** `ringfence run --record-allocations`: the file is a trace of the run, and the run is as it is without. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ALLOCATE } from '../../allocators/traces/allocation-trace.ts';
import { peakOf } from '../../allocators/traces/memory-demand.ts';
import { readTrace } from '../../allocators/traces/trace-reader.ts';
import { folderWith, ringfence, ringfenceHere } from '../terminal.ts';

test('the command writes what the model did, says so, and runs as it would without', async () => {
  const folder = folderWith({});
  const words = ['run', 'exit', '--until', '2000', '--plain'];
  const { code, out } = ringfence([...words, '--record-allocations', 'run.rep'], folder, { LANG: 'C', LC_ALL: '' });
  const { format, trace } = readTrace(readFileSync(join(folder, 'run.rep'), 'utf8'));
  const taken = trace.kinds.filter((kind) => kind === ALLOCATE).length;
  expect([code, format]).toEqual([0, 'malloc lab']);
  expect(taken).toBeGreaterThan(500);
  const lines = new RegExp(
    `\n {3}run\\.rep: ${taken.toLocaleString('en-US')} pages taken, [\\d,]+ freed, at most ${peakOf(trace)} in use at once\n`,
  );
  expect(out).toMatch(lines);
  const [plain, moment] = (await ringfenceHere(words, folder, { LANG: 'C', LC_ALL: '' })).out.split(
    /(?=\n {3}To this)/,
  );
  expect(out.startsWith(plain)).toBe(true);
  expect(out.endsWith(moment)).toBe(true);
  expect(out.slice(plain.length, -moment.length)).toMatch(/^ {3}run\.rep: .*\n {3}[_.:=+*#-]{60}\n$/);
});

test('a file that cannot be written is refused before the run', async () => {
  const { code, out, errors } = await ringfenceHere(['run', 'fork', '--record-allocations', '/nowhere/run.rep']);
  expect([code, out]).toEqual([2, '']);
  expect(errors).toBe('ringfence: --record-allocations /nowhere/run.rep: cannot be written (ENOENT)\n');
});
