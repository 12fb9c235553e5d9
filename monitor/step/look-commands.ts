/** Commands that look at the present state. */
import { PAGE_SIZE, PTE_U, PTE_W, ppnOf } from '../../hardware/hardware.ts';
import type { SpaceView } from '../../kernel/kernel.ts';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { processLabels, processNamed, type System, screenLines } from '../../presentation/presentation.ts';
import { registersOf, State, VERBS, vocabularyOf } from '../../specs/specs.ts';
import { deedLines } from '../live/kernel-actions.ts';
import type { Command } from './command.ts';
import type { Session } from './session.ts';
import { trailHere, whereLines } from './where.ts';

const ANY = Number.POSITIVE_INFINITY;
/** For a screen that is printed: as wide as the console, as long as need be. */
const WHOLE = { columns: 80, rows: 200 };
const hex = (value: number): string => `0x${value.toString(16)}`;

const systemOf = ({ system }: Session): System => {
  if (system === null) throw new UsageError('an allocator by itself has no machine to look into');
  return system;
};

/** Throws a UsageError where nobody knows that of the kernel. */
const refuseUnseen = ({ opened: { kind } }: Session, what: string): void => {
  const why = kind?.unseen?.[what];
  if (why !== undefined) throw new UsageError(`${what}: ${why}`);
};

/** Whose memory is meant: the process that is named; if none is, who runs, or the kernel. */
const spaceOf = (session: Session, name: string | undefined): SpaceView => {
  const { machine, view } = systemOf(session).kernel;
  const kernel = { pid: 0, name: 'kernel', root: view.kernelRoot };
  const processes = view.processes?.() ?? [];
  const running = processes.find(({ slot }) => slot === machine.cpu.slot);
  if (name === undefined) return running ?? kernel;
  const found = processNamed(view, name);
  if (found !== undefined) return found;
  if (name === '0') return kernel;
  throw new UsageError(`there is no process ${name} here; there are ${processLabels(view)}, and 0, the kernel`);
};

const print: Command['run'] = (session, _words, rest) => {
  const question = session.question(rest);
  return [`   ${question.text} = ${question.told(session.search.state(question.needsBefore))}`];
};

const registers: Command['run'] = (session) => {
  refuseUnseen(session, 'registers');
  const { asked } = session;
  const state = new State(asked);
  const cells = registersOf(asked.kernel.machine.paging).map(
    (register) => `${register.name.padEnd(6)} ${hexOf(Number(register.of(state)))}`,
  );
  return rowsOf(cells, 4, 26);
};

const hexOf = (value: number): string => (value < 0 ? `-${hex(-value)}` : hex(value));

const rowsOf = (cells: readonly string[], columns: number, width: number): string[] => {
  const lines: string[] = [];
  for (let i = 0; i < cells.length; i += columns) {
    const row = cells.slice(i, i + columns).map((cell) => cell.padEnd(width));
    lines.push(`   ${row.join('').trimEnd()}`);
  }
  return lines;
};

const map: Command['run'] = (session, [name]) => {
  const { kernel } = systemOf(session);
  const { pid, root } = spaceOf(session, name);
  const mappings = kernel.view.mappings(root);
  const rows = mappings.map(({ va, pa, permissions }) => {
    const rights = `R${permissions & PTE_W ? 'W' : '-'}${permissions & PTE_U ? 'U' : '-'}`;
    return `   ${hex(va).padStart(12)} → ${hex(pa).padEnd(10)} ${rights}  count ${kernel.view.referenceCount(ppnOf(pa))}`;
  });
  return [`${kernel.view.nameOf(pid)} maps ${mappings.length} pages, its root at ${hex(root * PAGE_SIZE)}:`, ...rows];
};

const tables: Command['run'] = (session, [name]) => {
  const { view } = systemOf(session).kernel;
  const { pid, root } = spaceOf(session, name);
  const rows = view
    .tables(root)
    .map(({ level, va, page }) => `   level ${level} at ${hex(page * PAGE_SIZE).padEnd(10)} from ${hex(va)} on`);
  return [`${view.nameOf(pid)} has ${rows.length} tables below its root at ${hex(root * PAGE_SIZE)}:`, ...rows];
};

const tlb: Command['run'] = (session) => {
  refuseUnseen(session, 'tlb');
  const { mmu } = systemOf(session).kernel.machine;
  const cached = mmu.tlb.cached();
  const stale = new Set(mmu.staleEntries().map(({ va }) => va));
  const rows = cached.map(
    ({ va, pa }) => `   ${hex(va).padStart(12)} → ${hex(pa >>> 0)}${stale.has(va) ? '  stale' : ''}`,
  );
  return [`the TLB holds ${cached.length} translations:`, ...rows];
};

const inside: Command['run'] = (session) => {
  const changes = systemOf(session).changes?.();
  if (changes?.length === 0) return ['   nothing that has a name changed'];
  if (changes !== undefined) return changes.map((line) => `   ${line}`);
  const { deeds } = trailHere(session, 0);
  return deeds.length === 0 ? ['   the kernel did nothing in the last operation'] : deedLines(deeds);
};

const screen: Command['run'] = (session, [name]) => {
  const { screen, kernel } = systemOf(session);
  const shown = name === undefined ? screen.due() : (processNamed(kernel.view, name) ?? null);
  return screenLines(screen.draw(shown, WHOLE, session.timeline.playing.text.split('\n')), false);
};

const words: Command['run'] = (session) => {
  const names = vocabularyOf(session.asked).map(({ name, takes, isOptional, meaning }) => {
    const given = takes.length === 0 ? '' : isOptional === true ? `[(${takes.join(', ')})]` : `(${takes.join(', ')})`;
    return `   ${`${name}${given}`.padEnd(36)} ${meaning}`;
  });
  const verbs = Object.entries(VERBS).flatMap(([subject, said]) =>
    Object.entries(said).map(([verb, { meaning }]) => `   ${`${subject} … ${verb}`.padEnd(36)} ${meaning}`),
  );
  return [...names, ...verbs, '   joined by && || ! == != < <= > >= + - * / % & | ( ); numbers as 12 or 0x5000; none'];
};

export const LOOKS: readonly Command[] = [
  {
    ...{ name: 'where', parameters: '', words: [0, 0], does: 'where this is, and what happened last' },
    run: (session) => whereLines(session),
  },
  {
    ...{ name: 'inside', parameters: '', words: [0, 0], run: inside },
    does: 'what the kernel did in the last operation, with the lines of its source',
  },
  {
    ...{ name: 'print', parameters: 'QUESTION', words: [1, ANY], run: print },
    does: 'the value of a question, as refcount(0x5000) or rax',
  },
  { ...{ name: 'words', parameters: '', words: [0, 0], run: words }, does: 'all words that questions have' },
  { ...{ name: 'registers', parameters: '', words: [0, 0], run: registers }, does: 'registers of the running program' },
  { ...{ name: 'map', parameters: '[PID]', words: [0, 1], run: map }, does: 'what a process maps; 0 is the kernel' },
  { ...{ name: 'tables', parameters: '[PID]', words: [0, 1], run: tables }, does: 'its page tables' },
  { ...{ name: 'tlb', parameters: '', words: [0, 0], run: tlb }, does: 'what the TLB holds' },
  { ...{ name: 'screen', parameters: '[PID]', words: [0, 1], run: screen }, does: 'the picture of memory' },
];
