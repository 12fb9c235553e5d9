/** Back, forward, play: the buttons that move through time. */
import { useSignal } from '@preact/signals';
import type { Step } from '../../presentation/presentation.ts';
import type { Direction } from '../../specs/specs.ts';
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
  const isPlaying = session.playback.isPlaying.value;
  const picture = session.picture.value;
  const hasEvents = session.opening.value?.hasEvents === true;
  const atEnd = picture?.goesOn === false;
  const unit = hasEvents ? session.unit.value : 'operation';
  return (
    <fieldset class="transport" aria-label="Moving through time">
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
      {session.opening.value?.pages === 0 ? null : <Seek session={session} />}
    </fieldset>
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
        value={String(session.playback.speed.value)}
        onChange={(event) => {
          session.playback.speed.value = Number(event.currentTarget.value);
        }}
      >
        {SPEEDS.map((speed) => (
          <option key={speed} value={String(speed)}>
            {speed}/s
          </option>
        ))}
      </select>
    </label>
  </>
);

/** To where something comes to hold, in the language of `ringfence step`. */
const Seek = ({ session }: { readonly session: Session }) => {
  const condition = useSignal('free < 300');
  const seek = (direction: Direction): void => void session.seek(condition.value, direction);
  return (
    <form
      class="seek"
      onSubmit={(event) => {
        event.preventDefault();
        seek('next');
      }}
    >
      <label>
        to where{' '}
        <input
          value={condition.value}
          size={16}
          onInput={(event) => {
            condition.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="button" aria-label="Back to where it held last" onClick={() => seek('previous')}>
        ◀
      </button>
      <button type="submit" aria-label="On to where it comes to hold">
        ▶
      </button>
    </form>
  );
};
