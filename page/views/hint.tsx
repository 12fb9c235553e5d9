/** What one can do, for whoever sees the page for the first time; and what is known of the run: whether anything goes wrong in it. */
import type { Verdict as Judged } from '../answers.ts';
import type { Session } from '../window/session.ts';
import { counted } from '../words.ts';
import { Chain, Lines } from './answer.tsx';

type Broken = NonNullable<Judged['broken']>;

export const Hint = ({ session }: { readonly session: Session }) => {
  const opening = session.opening.value;
  return (
    <section class="panel inspector hint" aria-labelledby="hint-title">
      <h2 id="hint-title">Ask why</h2>
      {opening?.pages === 0 ? (
        <p>Each square is a page; its letter is the block that has it. ◀ back undoes the last operation.</p>
      ) : (
        <>
          <p>
            Each square is a page of memory, 4 KiB. Its letter and colour say who owns it: <b>1</b> is{' '}
            {opening?.nouns[0] ?? 'process'} 1, <b>K</b> the kernel. <strong>Click a square</strong> and this place
            tells who has it, since when, and why.
          </p>
          <p>
            <strong>◀ back</strong> goes back in time, one step at a time; drag the line below to go anywhere.
          </p>
        </>
      )}
      <Found session={session} />
      <Verdict session={session} />
    </section>
  );
};

/** What a hunt found. */
const Found = ({ session }: { readonly session: Session }) => {
  const hunted = session.findings.hunted.value;
  if (hunted === null || session.findings.verdict.value?.broken) return null;
  return (
    <div class="verdict">
      <p>
        <strong>◆ Caught by {hunted.caughtBy}.</strong> {hunted.says}
      </p>
    </div>
  );
};

/** Whether anything goes wrong in the run. */
const Verdict = ({ session }: { readonly session: Session }) => {
  const verdict = session.findings.verdict.value;
  if (session.findings.isJudging.value) return <p class="waiting">Judging every trap of this run …</p>;
  if (session.opening.value?.pages === 0) return null;
  if (verdict === null)
    return (
      <p>
        <button type="button" onClick={() => void session.judge()}>
          Does anything go wrong in this run?
        </button>
      </p>
    );
  const { broken, invariants, events } = verdict;
  if (broken !== null) return <BrokenIn session={session} broken={broken} />;
  return (
    <p>{`Judged by ${counted(invariants, 'invariant')} at every trap of ${counted(events, 'event')}: none broke.`}</p>
  );
};

/** What goes wrong first, and the way there. */
const BrokenIn = ({ session, broken }: { readonly session: Session; readonly broken: Broken }) => {
  const { name, lines, origin, step, page } = broken;
  const go = async (): Promise<void> => {
    await session.go({ step });
    session.choose(page === null ? { what: 'step' } : { what: 'page', page });
  };
  return (
    <div class="verdict">
      <p>
        <strong>◆ {name}</strong>
      </p>
      <button type="button" class="main" onClick={() => void go()}>
        Go to where it goes wrong first
      </button>
      <Chain session={session} title="Where it came from, step by step back" reasons={origin} />
      {lines.length <= 1 ? null : <Lines lines={lines.slice(1)} />}
    </div>
  );
};
