/** Stepping back draws what was drawn: the same picture and the same last happenings, at every operation. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { screenLines } from '../../../monitor/drawing/screen.ts';
import { trailOf } from '../../../monitor/live/trail.ts';
import { open } from '../../../monitor/moments/opened.ts';
import { Session } from '../../../monitor/step/session.ts';
import { folderWith, PACKAGE } from '../terminal.ts';

const SIZE = { columns: 80, rows: 24 };
const OPERATIONS = 25;
const folder = folderWith({
  'p.ts':
    "import { systemCall } from 'ringfence/userland';\nexport function* main() { for (let at = 0x102000; at < 0x105000; at += 4096) yield systemCall(4, at); for (;;) yield systemCall(2); }\n",
});

const RUNS: readonly (readonly [name: string, programs: readonly string[], values: Record<string, string>])[] = [
  ['WeensyOS', ['fork', 'exit'], { timer: 'every:7' }],
  ['JOS with environments', ['forktree'], { kernel: 'jos', memory: '4M', timer: 'every:9' }],
  [
    'a kernel from scratch',
    [join(folder, 'p.ts'), join(folder, 'p.ts')],
    { kernel: join(PACKAGE, 'examples/kernel-from-scratch/tiny.ts'), timer: 'every:3' },
  ],
];

test.each(RUNS)('%s', async (_name, programs, values) => {
  const { timeline, system } = new Session(await open(programs, values), 10);
  if (system === null) throw new Error('no kernel');
  const picture = (): string => {
    const drawn = screenLines(system.screen.draw(system.screen.due(), SIZE, timeline.playing.text.split('\n')), true);
    return [timeline.playing.fingerprint(), ...drawn, ...trailOf(timeline, system, 8, 8).lines].join('\n');
  };
  timeline.goTo(60);
  const pictures = Array.from({ length: OPERATIONS }, () => {
    const now = picture();
    timeline.goTo(timeline.at + 1);
    return now;
  });
  expect(new Set(pictures).size).toBeGreaterThan(OPERATIONS / 2);
  for (const before of pictures.toReversed()) {
    timeline.goTo(timeline.at - 1);
    expect(picture()).toBe(before);
  }
});
