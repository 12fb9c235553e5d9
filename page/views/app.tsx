/** The whole page. */

import { lecture } from '../window/lecture.ts';
import { isEmbedded } from '../window/link.ts';
import type { Session } from '../window/session.ts';
import { isDark, toggleTheme } from '../window/theme.ts';
import { Code, Console, Happenings } from './console.tsx';
import { ExplainDialog, isExplaining } from './explain-dialog.tsx';
import { Film } from './film.tsx';
import { Inspector } from './inspector.tsx';
import { LectureNotes, Lectures } from './lecture-notes.tsx';
import { Legend } from './legend.tsx';
import { isOpening, OpenDialog } from './open-dialog.tsx';
import { PhysicalMap } from './physical-map.tsx';
import { Processes } from './processes.tsx';
import { isSharing, ShareDialog } from './share-dialog.tsx';
import { Tables } from './tables.tsx';
import { Place, Timeline } from './timeline.tsx';
import { Transport } from './transport.tsx';
import { VirtualMap } from './virtual-map.tsx';

export const App = ({ session }: { readonly session: Session }) => {
  const opening = session.opening.value;
  const isFilm = opening?.pages === 0;
  const presents = lecture.value !== null;
  return (
    <div class="page" data-embed={isEmbedded()} data-presents={presents}>
      <Header session={session} />
      {session.notice.value === null ? null : (
        <p class="notice" role="status">
          {session.notice.value}{' '}
          <button
            type="button"
            class="small"
            onClick={() => {
              session.notice.value = null;
            }}
          >
            close
          </button>
        </p>
      )}
      {presents ? <LectureNotes session={session} /> : null}
      <main>
        <div class="maps">
          {isFilm ? null : <Legend noun={opening?.nouns[0] ?? 'process'} />}
          {isFilm ? <Film session={session} /> : <PhysicalMap session={session} />}
          <VirtualMap session={session} />
          <Tables session={session} />
        </div>
        <div class="side">
          <Inspector session={session} />
          <Code session={session} />
          <Processes session={session} />
          <Happenings session={session} />
          <Console session={session} />
        </div>
      </main>
      <footer>
        <div class="controls">
          <Transport session={session} />
          <Place session={session} />
        </div>
        <Timeline session={session} />
      </footer>
      <OpenDialog session={session} />
      <ExplainDialog session={session} />
      <ShareDialog session={session} />
    </div>
  );
};

const Header = ({ session }: { readonly session: Session }) => {
  const opening = session.opening.value;
  const run = session.run.value;
  const programs = run.what === 'programs' ? run.programs.join(', ') : '';
  return (
    <header>
      <h1>
        Ringfence{' '}
        <small>
          {opening === null ? '' : opening.title}
          {programs === '' ? '' : `, running ${programs}`}
        </small>
      </h1>
      <nav aria-label="What to look at">
        <button
          type="button"
          onClick={() => {
            isOpening.value = true;
          }}
        >
          Boot …
        </button>
        <button
          type="button"
          onClick={() => {
            isExplaining.value = true;
          }}
        >
          Explain a message …
        </button>
        <Lectures session={session} />
        <button
          type="button"
          onClick={() => {
            isSharing.value = true;
          }}
        >
          Share …
        </button>
        <button type="button" onClick={toggleTheme} aria-label={isDark.value ? 'Light colours' : 'Dark colours'}>
          {isDark.value ? '☀' : '☾'}
        </button>
      </nav>
    </header>
  );
};
