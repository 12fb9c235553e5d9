/** `ringfence why`: the life of a physical page, and who refers to it at a moment. */
import { PAGE_SIZE, type Ppn, ppn } from '../hardware/hardware.ts';
import { describePageEvent, describeReferences, observe } from '../specs/specs.ts';
import { MOMENT_OPTIONS, type Moment, parseAddress, reach } from './moment.ts';
import { parseWords } from './options.ts';
import { UsageError } from './usage.ts';

const MOST_EVENTS = 20;

export const why = (words: readonly string[]): number => {
  const { values, positionals } = parseWords('why', words, MOMENT_OPTIONS);
  const [name, subject, address, ...rest] = positionals;
  if ((subject !== 'page' && subject !== 'refcount') || rest.length > 0) {
    throw new UsageError(
      'why: expected a program, the word page or refcount, and a physical address, as in why fork page 0x5000 --at 20',
    );
  }
  const pa = parseAddress('a physical address', address);
  const moment = reach(name, values);
  const { pages } = moment.kernel.view;
  if (pa < 0 || pa >= pages * PAGE_SIZE) {
    throw new UsageError(`why: memory ends at 0x${(pages * PAGE_SIZE).toString(16)}, and ${address} is not in it`);
  }
  process.stdout.write(`${pageLines(moment, ppn(Math.floor(pa / PAGE_SIZE))).join('\n')}\n`);
  return 0;
};

const pageLines = ({ kernel, history, event }: Moment, page: Ppn): string[] => {
  const { view, machine } = kernel;
  const kind = view.kindOf(page);
  const head = `   page 0x${(page * PAGE_SIZE).toString(16)}, after event ${event}:`;
  if (kind !== 'allocatable') return [`${head} ${kind}; it is never handed out, and its count stays 0`];
  const references = observe(machine, view).references.get(page) ?? [];
  const kept = page === view.keptPage ? ' (the memory viewer keeps it)' : '';
  const life = history.of(page, MOST_EVENTS).map((change) => `     ${describePageEvent(change)}`);
  return [
    `${head} count ${view.referenceCount(page)}`,
    `   referred to by ${describeReferences(references)}${kept}`,
    ...(life.length > 0 ? ['   its life:', ...life] : ['   it was never taken']),
  ];
};
