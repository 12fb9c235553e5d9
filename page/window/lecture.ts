/** Lectures: prepared moments in a row, with notes. Each is a page of docs/lectures/. */
import { computed, signal } from '@preact/signals';
import fork from '../../docs/lectures/fork-and-exit.md';
import early from '../../docs/lectures/freed-too-early.md';
import call from '../../docs/lectures/one-system-call.md';
import { momentOfText } from '../../specs/specs.ts';
import type { Chosen } from './choices.ts';
import { parseLecture, type Slide } from './lecture-text.ts';
import { putLink } from './link.ts';
import type { Session } from './session.ts';

/** By the names that links have. */
export const LECTURES = Object.fromEntries(
  Object.entries({ 'one-system-call': call, 'fork-and-exit': fork, 'freed-too-early': early }).map(([name, text]) => [
    name,
    parseLecture(text),
  ]),
);

/** Which one is given, and which slide of it is shown, from 1; null if none is. */
export const lecture = signal<{ readonly name: string; readonly slide: number } | null>(null);

export const slide = computed<Slide | null>(() => {
  const given = lecture.value;
  return given === null ? null : (LECTURES[given.name]?.slides[given.slide - 1] ?? null);
});

/** Shows slide `number` of the lecture `name`; the first or the last where there is no such slide. */
export const showSlide = async (session: Session, name: string, number: number): Promise<void> => {
  const given = LECTURES[name];
  if (given === undefined) {
    session.notice.value = `There is no lecture ${name}: there are ${Object.keys(LECTURES).join(', ')}.`;
    return;
  }
  const at = Math.max(1, Math.min(given.slides.length, number));
  lecture.value = { name, slide: at };
  putLink(`lecture/${name}/${at}`);
  const { moment, asks } = given.slides[at - 1];
  const { run, step } = momentOfText(moment);
  const isOpen = JSON.stringify(session.run.value) === JSON.stringify(run) && session.opening.value !== null;
  if (isOpen) await session.go({ step });
  else await session.open(run, { step });
  session.choose(chosenBy(asks));
};

export const endLecture = (): void => {
  lecture.value = null;
  history.replaceState(history.state, '', location.pathname + location.search);
};

/** What a slide asks about: `page 0x5000`, `address 0x100000`, `process 2`, `step`. */
const chosenBy = (asks: string | null): Chosen | null => {
  if (asks === null) return null;
  const [what, object = '0'] = asks.split(' ');
  const number = Number(object);
  if (what === 'page') return { what, page: Math.floor(number / 4096) };
  if (what === 'address') return { what, va: number };
  if (what === 'process') return { what, pid: number };
  return { what: 'step' };
};
