/** Keys that move through time, wherever the focus is but in a field; the letters are those of `ringfence step`. */
import type { Step } from '../../presentation/presentation.ts';
import type { Session } from './session.ts';

const UNITS: Readonly<Record<string, Step>> = { o: 'operation', s: 'system call', t: 'tick', e: 'event' };
const FIELDS = 'input, textarea, select, dialog[open] *';

/** Obeys keys from now on. */
export const obeyKeys = (session: Session): void => {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.matches(FIELDS)) return;
    if (obey(session, event.key, event.target)) event.preventDefault();
  });
};

const obey = (session: Session, key: string, target: EventTarget | null): boolean => {
  const unit = UNITS[key.toLowerCase()];
  if (unit !== undefined) void session.step(key === key.toLowerCase() ? 'next' : 'previous', unit);
  else if (key === 'ArrowRight') void session.step('next');
  else if (key === 'ArrowLeft') void session.step('previous');
  else if (key === 'Home') void session.go({ step: 0 });
  else if (key === 'End') void session.goToEnd();
  else if (key === 'Escape') session.choose(null);
  else if (key === ' ' && !(target instanceof HTMLButtonElement)) toggle(session);
  else return false;
  return true;
};

const toggle = (session: Session): void => {
  if (session.playback.isPlaying.value) session.pause();
  else session.play();
};
