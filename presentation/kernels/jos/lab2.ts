/** JOS as lab 2 leaves it, as commands see it: memory is managed, and there are no programs yet. */

import { JosKernel } from '../../../kernel/kernel.ts';
import { lab2Judging, type Watch } from '../../../specs/specs.ts';
import { josParameters } from '../../boot/jos.ts';
import { UsageError } from '../../boot/usage-error.ts';
import type { Values } from '../../boot/values.ts';
import { type Host, WITHOUT_FILES } from '../../host.ts';
import type { Header, Kind, LogSettings, System } from '../kind.ts';
import { ViewScreen } from '../view-screen.ts';
import { allocationsOfJos } from './allocations.ts';
import { JOS_LACKS } from './lacks.ts';
import { countingFunctions } from './page-life.ts';

/** JosKernel, or `Kernel` that extends it. */
export const josLab2 = (Kernel: typeof JosKernel, host: Host = WITHOUT_FILES): Kind => ({
  name: 'lab 2 of JOS',
  ownName: Kernel === JosKernel ? undefined : Kernel.name,
  lacks: { ...JOS_LACKS, ...LAB2_LACKS },
  programs: async (names) => {
    if (names.length === 0) return [];
    throw new UsageError(
      `lab 2 of JOS runs no programs, and ${names.join(', ')} would be one: leave it out, or run lab 4, a kernel that extends JosLab4`,
    );
  },
  base: () => josLab2(JosKernel, host),
  make: (values: Values) => systemOf(host.construct(Kernel, JosKernel, josParameters(values))),
  around: (kernel) => systemOf(kernel as JosKernel),
});

const NO_PROGRAMS = 'lab 2 of JOS runs no programs';
const LAB2_LACKS: Readonly<Record<string, string>> = {
  timer: `${NO_PROGRAMS}, and nothing sets its timer`,
  until: `${NO_PROGRAMS}, and has no system calls or ticks to count: its boot is all there is`,
  at: `${NO_PROGRAMS}, and has no system calls or ticks to count: it is looked at after its boot`,
  pid: `${NO_PROGRAMS}: the kernel's own tables are walked`,
  show: `${NO_PROGRAMS}: the kernel's own tables are shown`,
};

const systemOf = (kernel: JosKernel): System => ({
  kernel,
  judging: lab2Judging,
  allocations: allocationsOfJos(kernel),
  screen: new ViewScreen(kernel, {
    title: 'The screen of JOS: physical memory, the page tables of the kernel, and the console',
    ...{ nouns: ['environment', 'environments'] as const, one: 'the kernel', firstSlot: 0, flagNames: {} },
  }),
  flagNames: {},
  speaks: true,
  readsKeys: false,
  header: (settings) => headerOf(kernel, settings),
  summary: () => ({ rows: [], textColumns: [] }),
  told: (watch) => tellCounts(kernel, watch),
  standstill: () => ({ sentence: 'The kernel has booted, and waits at its prompt: ringfence jos talks to it.' }),
});

/** Each change of a count is told with the functions that made it: there are no system calls to tell it by. */
const tellCounts = (kernel: JosKernel, { history }: Watch): void => {
  kernel.machine.listen(
    (event) => {
      if (event.type !== 'page' || event.before === event.count) return;
      history.enterLabelled(countingFunctions(kernel).join(' < '));
      history.counted(event.page, event.before, event.count);
    },
    ['page'],
  );
};

const headerOf = ({ parameters }: JosKernel, { types, check, kernelName }: LogSettings): Header => {
  const { pages, variant } = parameters;
  const own = kernelName === undefined ? {} : { kernel: kernelName };
  return {
    programs: [],
    pages,
    ...own,
    events: types,
    system: 'jos',
    variant,
    ...(check !== 'off' && { check }),
    lab: 2,
  };
};
