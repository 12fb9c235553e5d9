/** What is asked, and what is answered: why the page, address, process or step that was chosen is as it is. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Complaint } from '../remote.ts';
import type { Chosen } from '../window/choices.ts';
import { type Answered, answerTo, titleOf } from '../window/question.ts';
import type { Session } from '../window/session.ts';
import { Answer } from './answer.tsx';
import { Hint } from './hint.tsx';

/** An answer, and what it answers. */
interface Given {
  readonly answered: Answered;
  readonly chosen: Chosen;
  readonly step: number;
}

export const Inspector = ({ session }: { readonly session: Session }) => {
  const answer = useSignal<Given | null>(null);
  const problem = useSignal<string | null>(null);
  const [chosen, picture] = [session.chosen.value, session.picture.value];
  const step = picture?.step ?? 0;
  const isPlaying = session.playback.isPlaying.value;
  useEffect(() => {
    if (chosen === null || isPlaying) return;
    let isOld = false;
    problem.value = null;
    answerTo(session, chosen, step).then(
      (answered) => {
        if (!isOld) answer.value = { answered, chosen, step };
      },
      (error) => {
        if (!(error instanceof Complaint)) throw error;
        if (!isOld) problem.value = error.message;
      },
    );
    return () => {
      isOld = true;
    };
  }, [chosen, step, isPlaying, session.run.value]);
  if (chosen === null) return <Hint session={session} />;
  const given = answer.value?.chosen === chosen ? answer.value : null;
  const isLooking = problem.value === null && given?.step !== step;
  return (
    <section class="panel inspector" aria-labelledby="inspector-title" aria-busy={isLooking}>
      <h2 id="inspector-title">
        {titleOf(session, chosen)}{' '}
        <button type="button" class="small" onClick={() => session.choose(null)} aria-label="Close">
          ✕
        </button>
      </h2>
      {problem.value === null ? null : <p class="problem">{problem.value}</p>}
      {given === null ? null : <Answer session={session} answered={given.answered} />}
      {given === null && isLooking ? <p class="waiting">Looking …</p> : null}
    </section>
  );
};
