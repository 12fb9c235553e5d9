/** Scripts for gdb: what they print is what series of ours have beside them, and what they find out by other tools is right for every lab. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type JosKernel, JosLab4, WeensyKernel } from '../../kernel/kernel.ts';
import { gdbScript } from '../../monitor/judge/gdb-script.ts';
import { exitProgram, jos } from '../../userland/userland.ts';
import { DumpTaker } from '../dumps/taking/taker.ts';
import { printed } from './printed.ts';
import { folderWith, ringfenceHere } from './terminal.ts';

const linesOf = (kernel: WeensyKernel | JosKernel): string[] => {
  const lines: string[] = [];
  new DumpTaker(kernel).follow(({ line }) => void lines.push(line));
  kernel.boot();
  kernel.machine.run(Number.POSITIVE_INFINITY, 60);
  return lines;
};

test('lines beside series of ours are of the form that the scripts print', () => {
  const weensy = linesOf(new WeensyKernel({ programs: [exitProgram()], timer: { mode: 'every', period: 7 } }));
  const lab4 = linesOf(new JosLab4({ programs: [jos.JOS_PROGRAMS.forktree], pages: 1024 }));
  expect(weensy.length).toBeGreaterThan(50);
  for (const line of weensy) expect(line).toMatch(printed(gdbScript('weensyos'), '%d pid'));
  for (const line of lab4) expect(line).toMatch(printed(gdbScript('jos'), '%d env'));
  expect(lab4.some((line) => line.includes(' cr2 '))).toBe(true);
});

describe('what a script finds out by nm and objdump:', () => {
  /** Obeys what the script leaves to a shell, with tools that print this of any file. */
  const found = (script: string, tools: Readonly<Record<string, string>>): ((name: string) => string) => {
    const folder = folderWith({});
    mkdirSync(join(folder, 'bin'));
    for (const [name, text] of Object.entries({ gdb: '', ...tools })) {
      writeFileSync(join(folder, 'bin', name), `#!/bin/sh\ncat <<'END'\n${text}\nEND\n`);
      chmodSync(join(folder, 'bin', name), 0o755);
    }
    const commands = [...script.matchAll(/^shell (.*)$/gm)].map(([, command]) => command);
    for (const command of commands)
      execFileSync('sh', ['-c', `${command}; true`], {
        cwd: folder,
        env: { PATH: `${join(folder, 'bin')}:${process.env.PATH}` },
      });
    return (name) => readFileSync(join(folder, 'dumps', name), 'utf8');
  };

  test('WeensyOS is stopped at the calls in its assembly, or else where the functions begin', () => {
    const objdump = [
      '   40a9a:\te8 41 1c 00 00       \tcall   426e0 <_Z9exceptionP8regstate>',
      '   40b23:\te8 08 1e 00 00       \tcall   42930 <_Z7syscallP8regstate>',
      '   40b30:\te8 08 1e 00 00       \tcall   42930 <_Z11syscall_fooP8regstate>',
    ].join('\n');
    const stops = found(gdbScript('weensyos'), { nm: '0000 B ptable', objdump })('stops.gdb');
    expect(stops.match(/^break .*$/gm)).toEqual(['break *0x40a9a', 'break *0x40b23']);
    expect(stops.match(/^entered .*$/gm)).toEqual(['entered ((int*)$rdi)[34]', 'entered -1']);
    const without = found(gdbScript('weensyos'), { nm: '0000 B processes', objdump: 'nothing' });
    expect(without('stops.gdb').match(/^break .*$/gm)).toEqual(['break *syscall', 'break *exception']);
    expect(without('table.gdb')).toBe('set $table = &processes[0]\n');
  });

  test('JOS is stopped at its traps, of whatever lab; where it has none, at functions that there are', () => {
    const lab = (nm: string): ((name: string) => string) => found(gdbScript('jos'), { nm });
    const lab4 = lab('f010 T trap\nf010 T monitor\nf022 B cpus\nf010 T page_insert');
    expect(lab4('stops.gdb').match(/^t?break .*$/gm)).toEqual(['tbreak *monitor', 'break *trap']);
    expect(lab4('who.gdb')).toBe('set $who = &cpus[0].cpu_env\n');
    expect(lab('f010 T trap\nf022 B curenv')('who.gdb')).toBe('set $who = &curenv\n');
    const lab2 = lab('f010 T page_alloc\nf010 t boot_map_region\nf010 T page_insert_more\nf010 T monitor');
    expect(lab2('stops.gdb').match(/^(?:break|called) .*$/gm)).toEqual([
      ...['break *page_alloc', 'called page_alloc', 'break *boot_map_region', 'called boot_map_region'],
      ...['break *monitor', 'called monitor'],
    ]);
    expect(lab2('port.gdb')).toMatch(/^target remote localhost:2[5-9]\d\d\d\n$/);
  });
});

test('the command prints the script, for the ELF file that is given', async () => {
  const { code, out } = await ringfenceHere(['judge', '--gdb-script', 'jos', '--symbols', 'my kernel/kernel']);
  expect([code, out]).toEqual([0, gdbScript('jos', 'my kernel/kernel')]);
  expect(out).toContain("file 'my kernel/kernel'\n");
  expect(out).not.toMatch(/undefined|obj\//);
});

test.each([
  [['judge', '--gdb-script', 'xv6'], '--gdb-script xv6: expected weensyos or jos'],
  [['judge', 'dumps', '--gdb-script', 'jos'], 'leave dumps out'],
])('%s is refused', async (words, message) => {
  const { code, errors } = await ringfenceHere(words);
  expect([code, errors]).toEqual([2, expect.stringContaining(message)]);
});
