/** Dumps of JOS: opened, and judged by what must hold of a state in the lab that it is of. */
import { type Machine, register } from '../../../hardware/hardware.ts';
import { KERNBASE, kstacktop } from '../../../kernel/jos/memlayout.ts';
import { KernelMap } from '../../jos/lab2/kernel-map.ts';
import { type Lab2Kernel, Lab2Observation } from '../../jos/lab2/observation.ts';
import { consoleRows } from '../console.ts';
import type { Findings } from '../finding.ts';
import { type DumpKind, onceAsked } from '../open-dump.ts';
import type { Symbols } from '../symbols/symbols.ts';
import { enteredFor } from './entry.ts';
import { passedIn } from './event.ts';
import { judgeJosDump } from './judged.ts';
import { findJos, type JosFound } from './kernel-layout.ts';
import { DumpedVariables } from './variables.ts';
import { DumpedJosView } from './view.ts';

const NENV = 1024;

export const josDumps: DumpKind = {
  ...{ name: 'jos', system: 'JOS', paging: 'i386', slots: NENV, passed: passedIn },
  open: (machine, beside, before = null, changed = null) => {
    const variables = new DumpedVariables(machine, beside.symbols);
    const found = withPrintedCourse(machine, findJos(machine.memory, variables, beside));
    const view = new DumpedJosView(machine, variables, found, bootstackOf(beside.symbols, found));
    if (found.course === 'sjtu') machine.cpu.setControl(register.CR4, register.CR4_PSE);
    const kernel = {
      ...{ machine, view, npages: variables.npages, pages: variables.pages, kernPgdir: variables.kernPgdir },
      ...{ nextfree: variables.nextfree, kstacktop: kstacktop(found.course ?? 'mit') },
      places: { bootstack: bootstackOf(beside.symbols, found) as never },
    };
    const known = before?.rightMap ?? null;
    const judged = onceAsked(() => {
      const mapIsKnown = known?.isThatOf(kernel, changed) ?? false;
      const observation = new Lab2Observation(kernel, { held: new Set(), call: null, stopped: null, mapIsKnown });
      const findings = judgeJosDump(observation, view, found, beside.registers);
      return { observation, findings, rightMap: mapIsKnown ? known : mapIfRight(kernel, findings) };
    });
    return {
      ...{ machine, view, said: saidOf(found, view) },
      entered: enteredFor(machine, view, found),
      current: view.processes().find(({ slot }) => view.isCurrent(slot))?.slot ?? null,
      get findings() {
        return judged().findings;
      },
      get spaces() {
        return judged().observation.spaces;
      },
      get references() {
        return judged().observation.references;
      },
      get rightMap() {
        return judged().rightMap;
      },
      signs: async () => (await import('./signs.ts')).signsOf(judged().findings, judged().observation),
      pictures: async () => '',
    };
  },
};

const mapIfRight = (kernel: Lab2Kernel, { violations }: Findings): KernelMap | null =>
  violations.length === 0 ? new KernelMap(kernel) : null;

/** MIT's kernels count the hole for devices as extended memory since 2016; SJTU's do not. */
const PRINTED = /Physical memory: (\d+)K available, base = (\d+)K, extended = (\d+)K/;

const withPrintedCourse = (machine: Machine, found: JosFound): JosFound => {
  if (found.course !== null) return found;
  const [, all, base, extended] = PRINTED.exec(consoleRows(machine.memory).join('\n')) ?? [];
  if (all === undefined) return found;
  const isMit = Number(base) + Number(extended) === Number(all);
  return { ...found, course: isMit ? 'mit' : 'sjtu', courseBy: 'by the sum of memory that it printed' };
};

/** Lab 4 gives each processor a stack of its own. */
const bootstackOf = (symbols: Symbols, { lab }: JosFound): number => {
  const symbol = (lab === 4 ? symbols.find('percpu_kstacks') : null) ?? symbols.find('bootstack');
  return symbol === null ? 0 : symbol.address - KERNBASE;
};

const COURSES = { mit: 'MIT', sjtu: 'SJTU' };

const saidOf = (
  { lab, course, courseBy, environments, pageInfo, firstFree }: JosFound,
  view: DumpedJosView,
): string[] => {
  const whose = course === null ? 'of which course nothing tells yet' : `${COURSES[course]} (${courseBy})`;
  const envs =
    environments === null ? '' : `, environments of ${environments.bytes} bytes, ${view.processes().length} in use`;
  return [
    `JOS lab ${lab}, ${whose}: ${view.pages} pages with descriptors of ${pageInfo.bytes} bytes, the kernel and what boot_alloc gave up to 0x${(firstFree * 0x1000).toString(16)}${envs}.`,
    `The free list has ${view.freeList().length} pages.`,
  ];
};
