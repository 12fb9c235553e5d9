/** Asks the scholar about what was chosen. */
import type { Difference, Told, Walked } from '../answers.ts';
import { hex } from '../words.ts';
import type { Chosen } from './choices.ts';
import type { Session } from './session.ts';

const PAGE = 4096;

/** What was answered; what it has depends on what was asked. */
export interface Answered {
  readonly title: string;
  readonly told?: Told | undefined;
  readonly walked?: Walked | undefined;
  readonly difference?: Difference | undefined;
}

/** What was chosen, in words. */
export const titleOf = (session: Session, chosen: Chosen): string => {
  if (chosen.what === 'page') return `Page ${hex(chosen.page * PAGE, 6)}`;
  if (chosen.what === 'address') return `Virtual address ${hex(chosen.va, 6)}`;
  if (chosen.what === 'step') return 'What the last event changed';
  if (chosen.what === 'word') return `The word at ${hex(chosen.address, 6)}`;
  if (chosen.what === 'call') return 'The last system call that failed';
  return session.picture.value?.processes.find(({ pid }) => pid === chosen.pid)?.name ?? `Process ${chosen.pid}`;
};

/** What there is to say of `chosen` after `step` steps. Rejects with a Complaint where that cannot be said. */
export const answerTo = async (session: Session, chosen: Chosen, step: number): Promise<Answered> => {
  const { scholar } = session.workers;
  const at = { run: session.run.value, step };
  const shown = session.picture.value?.virtual ?? null;
  const label = session.picture.value?.processes.find(({ pid }) => pid === shown?.pid)?.label ?? null;
  const title = titleOf(session, chosen);
  if (chosen.what === 'page') return { title, told: await scholar.why(at, ['page', hex(chosen.page * PAGE)], null) };
  if (chosen.what === 'step') return { title, difference: await scholar.difference(at) };
  if (chosen.what === 'process') {
    const own = session.picture.value?.processes.find(({ pid }) => pid === chosen.pid)?.label ?? String(chosen.pid);
    return { title, told: await scholar.why(at, ['pid', own], null) };
  }
  if (chosen.what === 'word') return { title, told: await scholar.why(at, ['word', hex(chosen.address)], null) };
  if (chosen.what === 'call') return { title, told: await scholar.why(at, ['call'], null) };
  const { va, about = 'entry' } = chosen;
  const walked = await scholar.walk(at, va, label);
  return { title, walked, told: await scholar.why(at, [about, hex(va)], about === 'tlb' ? null : label) };
};
