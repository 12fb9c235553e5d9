/** Begins the page: opens what its address asks for, and draws it. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './views/app.tsx';
import { dumpsBrought, shownBrought } from './window/brought-dumps.ts';
import { obeyKeys } from './window/keyboard.ts';
import { lecture, showSlide } from './window/lecture.ts';
import { askedBy, putLink } from './window/link.ts';
import { FIRST_RUN, Session } from './window/session.ts';

/** Where the first run is shown to those who want nothing to move by itself. */
const STILL_EVENT = 40;

const session = new Session(dumpsBrought());
// For the curious at the console of the browser, and for specs.
Object.assign(globalThis, { ringfence: session });
/** What the page itself put into its address. */
let linked = '';

const openAsked = async (hash: string): Promise<void> => {
  const asked = askedBy(hash);
  if (asked.what === 'lecture') await showSlide(session, asked.name, asked.slide);
  else lecture.value = null;
  if (asked.what === 'moment') await session.open(asked.moment.run, { step: asked.moment.step });
  if (asked.what === 'nonsense') session.notice.value = asked.problem;
  if (asked.what !== 'nothing' && session.picture.value !== null) return;
  // Something is always to be seen, and above it what was wrong with the link.
  const problem = session.notice.value;
  await openFirst();
  session.notice.value = problem;
};

const openFirst = async (): Promise<void> => {
  const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  await session.open(FIRST_RUN, isStill ? { event: STILL_EVENT } : { step: 0 });
  if (!isStill) session.play();
};

const root = document.getElementById('page');
if (root === null) throw new Error('the page has no place to draw in');
render(<App session={session} />, root);
obeyKeys(session);
effect(() => {
  const named = session.named.value;
  if (named === null || lecture.value !== null) return;
  linked = named.text;
  putLink(named.text);
});
window.addEventListener('hashchange', ({ newURL }) => {
  // The address as it was asked for: by now it may be the page's own again.
  const { hash } = new URL(newURL);
  if (hash.slice(1) !== linked) void openAsked(hash);
});
void session.learn();
void openAsked(location.hash || shownBrought());
