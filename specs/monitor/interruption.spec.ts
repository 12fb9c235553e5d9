import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Bitmap } from '../../kernel/kernel.ts';
import { conduct } from '../../monitor/fuzz/course.ts';
import { Interruption } from '../../monitor/limits/interruption.ts';
import { allParts } from '../../monitor/workers/parts.ts';
import { folderWith, PACKAGE, ringfenceHere } from './terminal.ts';

const FOLDER = folderWith({
  // Says when the search is well on its way.
  'tells.ts': `import { JosKernel } from 'ringfence/kernel';
let calls = 0;
export default class Tells extends JosKernel {
  override pageFree(page: Parameters<JosKernel['pageFree']>[0]) { if (++calls === 60) process.stderr.write('well on its way'); super.pageFree(page); }
}`,
  'far.ts': `import { Bitmap } from 'ringfence/kernel';
export default class Far extends Bitmap { override release(page: number, count: number) { if (page < 40) super.release(page, count); } }`,
  'part.json': '{"ringfence":"0.1.0","shard":"1/2","outcome":"interrupted"}\n',
});

test('Ctrl-C in a check tells what was found so far and how to go on, and ends with 130; the process with the kernel in it, too', async () => {
  const words = ['check', '--kernel', './tells.ts', '--operations', '1000000', '--workers', '1'];
  const child = spawn(process.execPath, [join(PACKAGE, 'dist/monitor/ringfence.js'), ...words], { cwd: FOLDER });
  let [out, isTold] = ['', false];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    if (!isTold && String(data).includes('well on its way')) isTold = child.kill('SIGINT');
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect([code, isTold]).toEqual([130, true]);
  expect(out).toMatch(
    /^ {3}Interrupted after [\d,]+ operations of [\d,]+ random scenarios: nothing went wrong so far\.\n/,
  );
  const goOn =
    / {3}To go on: ringfence (check --kernel \.\/tells\.ts --operations 1000000 --workers 1 --seed 1 --from (\d+))\n$/;
  expect(out).toMatch(goOn);
  expect(Number(goOn.exec(out)?.[2])).toBeGreaterThanOrEqual(0);
});

test('an interrupted search of allocators ends in the run after, whoever asks, and knows where to go on', async () => {
  const interruption = new Interruption();
  class Interrupting extends Bitmap {
    static calls = 0;
    override allocate(...given: Parameters<Bitmap['allocate']>): number {
      if (++Interrupting.calls === 3000) interruption.note();
      return super.allocate(...given);
    }
  }
  const plan = { seed: 1, pages: null, first: 0, stride: 1, runs: 1e9, seconds: 1e9, patience: 100 };
  const chosen = { given: 'x', name: 'x', Allocator: Interrupting };
  const outcome = await conduct({ chosen, plan, workers: 1, shard: null, saved: [], interruption });
  expect(outcome).toMatchObject({ failure: null, survey: null, interruptedAt: outcome.effort.runs });
});

test('a search that goes on from a run does that run, and nothing that came before', async () => {
  const words = 'fuzz ./far.ts --runs 400 --workers 1 --json --failures none'.split(' ');
  const whole = JSON.parse((await ringfenceHere(words, FOLDER)).out);
  const { run } = whole.failure;
  expect(run).toEqual(expect.any(Number));
  const later = JSON.parse((await ringfenceHere([...words, '--failures', 'no', '--from', String(run)], FOLDER)).out);
  expect([later.failure.run, later.runs, later.small]).toEqual([run, 1, null]);
});

test('a second Ctrl-C is another one only after a while; where nobody listens it is nobody’s', async () => {
  const interruption = new Interruption();
  expect(interruption.isAsked).toBe(false);
  const result = await interruption.during(async () => {
    expect([interruption.note(), interruption.note(), interruption.isAsked]).toEqual([true, true, true]);
    await interruption.asked;
    return 7;
  });
  expect(result).toBe(7);
  expect(process.listeners('SIGINT').filter((listener) => String(listener).includes('isSeen'))).toEqual([]);
});

test('what does not go together is refused, and a part that was interrupted is no part', async () => {
  for (const [line, says] of [
    ['check --from 3 --shard 1/2', '--from: a shard that was interrupted is done again from its beginning'],
    ['check --from 3 --path 1', '--from: nothing is searched for with --path'],
    ['fuzz buddy --from 3 --shard 1/2', '--from: it goes on with a search that was interrupted, and not with --shard'],
    ['check --from -1', '--from -1: expected a whole number from 0 up'],
  ] as const)
    expect(await ringfenceHere(line.split(' '))).toEqual({ code: 2, out: '', errors: `ringfence: ${says}\n` });
  expect(() => allParts('check', [join(FOLDER, 'part.json')], () => ({}))).toThrow(
    'that shard was interrupted; do it again',
  );
});
