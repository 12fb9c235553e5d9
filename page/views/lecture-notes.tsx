/** A lecture that is given: the notes of the slide, and the way on and back. */
import { useEffect } from 'preact/hooks';
import { endLecture, LECTURES, lecture, showSlide, slide } from '../window/lecture.ts';
import type { Session } from '../window/session.ts';

/** The lectures there are, to be chosen. */
export const Lectures = ({ session }: { readonly session: Session }) => (
  <select
    aria-label="Lectures"
    value={lecture.value?.name ?? ''}
    onChange={(event) => {
      const name = event.currentTarget.value;
      if (name === '') endLecture();
      else void showSlide(session, name, 1);
    }}
  >
    <option value="">Lectures</option>
    {Object.entries(LECTURES).map(([name, { title }]) => (
      <option key={name} value={name}>
        {title}
      </option>
    ))}
  </select>
);

const KEYS: Readonly<Record<string, number>> = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

export const LectureNotes = ({ session }: { readonly session: Session }) => {
  const [given, shown] = [lecture.value, slide.value];
  const by = (count: number): void => {
    if (lecture.value !== null) void showSlide(session, lecture.value.name, lecture.value.slide + count);
  };
  useEffect(() => {
    const obey = (event: KeyboardEvent): void => {
      if (event.target instanceof Element && event.target.matches('input, textarea, select, [role=application]'))
        return;
      if (event.key === 'Escape') endLecture();
      else if (KEYS[event.key] !== undefined) by(KEYS[event.key]);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('keydown', obey, { capture: true });
    return () => document.removeEventListener('keydown', obey, { capture: true });
  }, []);
  if (given === null || shown === null) return null;
  const { title, slides } = LECTURES[given.name];
  return (
    <aside class="lecture" aria-label={title}>
      <p class="lecture-title">
        {title} <small>{`${given.slide} of ${slides.length}`}</small>
      </p>
      <h2>{shown.title}</h2>
      {shown.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      <div class="row">
        <button type="button" class="main" disabled={given.slide === 1} onClick={() => by(-1)}>
          ◀ previous
        </button>
        <button type="button" class="main" disabled={given.slide === slides.length} onClick={() => by(1)}>
          next ▶
        </button>
        <button type="button" onClick={endLecture}>
          end
        </button>
      </div>
    </aside>
  );
};
