/** Moments that commands give: of a run that was opened, at the place where it stands. */
import {
  type Moment,
  type MomentRun,
  type Playing,
  type ProgramsRun,
  SEMANTICS,
  textOfMoment,
} from '../../specs/specs.ts';
import { complain } from '../command-line/width.ts';
import type { Opened } from './opened.ts';
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
  const changes = [...semanticsChanged(moment), ...changedSources(moment, run)];
  const isOther = moment.fingerprint !== undefined && moment.fingerprint !== playing.fingerprint();
  const state = isOther ? [`the run comes to another state there than it did (${comparison(moment, playing)})`] : [];
  for (const change of [...changes, ...state]) complain(`--moment: ${change}`);
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
