/** Moments that commands give: of a run that was opened, at the place where it stands. */

import type { Opened } from '../../presentation/presentation.ts';
import {
  type Moment,
  type MomentRun,
  type Playing,
  type ProgramsRun,
  SEMANTICS,
  textOfMoment,
} from '../../specs/specs.ts';
import { complain } from '../command-line/width.ts';
import { runLimited } from '../limits/watchdog.ts';
import { changedSources, sourcesOf } from './sources.ts';

type Standing = Pick<Playing, 'event' | 'at' | 'fingerprint' | 'keys'>;

/** The moment at which `playing`, of `run`, stands: with the keys that were typed since it began. */
export const momentOf = (run: MomentRun, playing: Standing): Moment => {
  const sources = sourcesOf(run);
  return {
    run: run.what === 'programs' ? withKeys(run, playing) : run,
    ...{ event: playing.event, step: playing.at },
    ...(Object.keys(sources).length > 0 && { sources }),
    ...{ fingerprint: playing.fingerprint(), semantics: SEMANTICS },
  };
};

const withKeys = (run: ProgramsRun, { keys = [] }: Standing): ProgramsRun =>
  keys.length === 0 ? run : { ...run, keys };

/** The same as text. */
export const momentText = (run: MomentRun, playing: Standing): string => textOfMoment(momentOf(run, playing));

/** The text of a moment of which only the place is known, and nothing of its state. */
export const barerMoment = (run: MomentRun, place: Pick<Moment, 'event' | 'step'>): string => {
  const sources = sourcesOf(run);
  const known = Object.keys(sources).length > 0 ? { sources } : {};
  return textOfMoment({ run, ...place, ...known, semantics: SEMANTICS });
};

/** The line of a report that says how to come to a moment. */
export const momentLine = (text: string): string => `To this moment: ringfence step --moment ${text}`;

/** Says on stderr what is not as it was when the moment was made that `opened` was opened from, if anything; `playing` stands where it says. */
export const tellDifferences = ({ moment, run }: Opened, playing: Playing): void => {
  if (moment === null) return;
  tellChanges(moment, run);
  const isOther = moment.fingerprint !== undefined && moment.fingerprint !== playing.fingerprint();
  if (isOther) complain(`--moment: the run comes to another state there than it did (${comparison(moment, playing)})`);
};

/** The same of what the run is made of, and not of the state that it comes to. */
export const tellChanges = (moment: Moment, run: MomentRun): void => {
  const changes = [...semanticsChanged(moment), ...changedSources(moment, run)];
  for (const change of changes) complain(`--moment: ${change}`);
};

/** The same where nobody else goes there: makes the run for it, if that comes so far. */
export const tellOfMoment = (opened: Opened): void => {
  const { moment } = opened;
  if (moment === null) return;
  const { playing } = opened.make();
  if (endsWell(() => comeTo(playing, moment.step))) tellDifferences(opened, playing);
};

const comeTo = (playing: Playing, step: number): void => {
  playing.begin();
  playing.advance(step);
};

const PATIENCE_SECONDS = 10;

/** Whether `work` comes back in time. What the user's own code throws is known, and told elsewhere. */
export const endsWell = (work: () => void): boolean => {
  try {
    return runLimited(PATIENCE_SECONDS, work);
  } catch {
    return true;
  }
};

const semanticsChanged = ({ semantics }: Moment): string[] =>
  semantics === SEMANTICS
    ? []
    : [
        `it was made by a Ringfence whose runs had other costs, boots or numbers (semantics ${semantics}; these are ${SEMANTICS})`,
      ];

const comparison = ({ step, event, fingerprint }: Moment, playing: Playing): string =>
  playing.at === step && playing.event === event
    ? `fingerprint ${playing.fingerprint()}, and not ${fingerprint}`
    : `it ends at event ${playing.event}, step ${playing.at}, and not at event ${event}, step ${step}`;
