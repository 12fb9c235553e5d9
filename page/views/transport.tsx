/** Back, forward, play: the buttons that move through time. */
import type { Step } from '../../presentation/presentation.ts';
import type { Session } from '../window/session.ts';

const UNITS: readonly (readonly [Step, string])[] = [
  ['event', 'event'],
  ['system call', 'system call'],
  ['tick', 'tick'],
  ['operation', 'operation'],
];
/** Events a second. */
const SPEEDS: readonly number[] = [1, 3, 8, 30, 100, 1000];

export const Transport = ({ session }: { readonly session: Session }) => {
  const isPlaying = session.isPlaying.value;
  const picture = session.picture.value;
  const hasEvents = session.opening.value?.hasEvents === true;
  const atEnd = picture?.goesOn === false;
  const unit = hasEvents ? session.unit.value : 'operation';
  return (
    <div class="transport" role="group" aria-label="Moving through time">
      <button type="button" onClick={() => void session.go({ step: 0 })} title="To the boot (Home)">
        ↤ boot
      </button>
      <button type="button" class="main" onClick={() => void session.step('previous', unit)} title="One step back (←)">
        ◀ back
      </button>
      {hasEvents ? (
        <button type="button" class="main" onClick={() => (isPlaying ? session.pause() : session.play())} title="Space">
          {isPlaying ? '❚❚ pause' : '▶ play'}
        </button>
      ) : null}
      <button
        type="button"
        class="main"
        disabled={atEnd}
        onClick={() => void session.step('next', unit)}
        title="One step on (→)"
      >
        forward ▶
      </button>
      {hasEvents ? <Choices session={session} /> : null}
    </div>
  );
};

const Choices = ({ session }: { readonly session: Session }) => (
  <>
    <label>
      by{' '}
      <select
        value={session.unit.value}
        onChange={(event) => {
          session.unit.value = event.currentTarget.value as Step;
        }}
      >
        {UNITS.map(([unit, name]) => (
          <option key={unit} value={unit}>
            {name}
          </option>
        ))}
      </select>
    </label>
    <label>
      speed{' '}
      <select
        value={String(session.speed.value)}
        onChange={(event) => {
          session.speed.value = Number(event.currentTarget.value);
        }}
      >
        {SPEEDS.map((speed) => (
          <option key={speed} value={String(speed)}>
            {speed} a second
          </option>
        ))}
      </select>
    </label>
  </>
);
