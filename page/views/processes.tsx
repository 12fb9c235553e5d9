/** Who is there: processes, or environments, with what they have. */
import type { ProcessRow } from '../picture.ts';
import type { Session } from '../window/session.ts';
import { counted } from '../words.ts';
import { Sample } from './legend.tsx';

export const Processes = ({ session }: { readonly session: Session }) => {
  const [picture, opening] = [session.picture.value, session.opening.value];
  if (picture === null || opening === null || opening.pages === 0) return null;
  const { processes } = picture;
  const [, nouns] = opening.nouns;
  return (
    <section class="panel processes" aria-labelledby="processes-title">
      <h2 id="processes-title">
        {nouns[0].toUpperCase() + nouns.slice(1)} <small>{picture.condition}</small>
      </h2>
      {processes.length === 0 ? <p>There are none.</p> : null}
      <ul>
        {processes.map((process) => (
          <li key={process.pid}>
            <Process session={session} process={process} />
          </li>
        ))}
      </ul>
    </section>
  );
};

const Process = ({ session, process }: { readonly session: Session; readonly process: ProcessRow }) => {
  const { pid, cell, name, program, state, mapped, shared, tables, message, isRunning } = process;
  const chosen = session.chosen.value;
  const isChosen = chosen?.what === 'process' && chosen.pid === pid;
  const choose = (): void => {
    session.choose({ what: 'process', pid });
    void session.show(pid);
  };
  return (
    <button type="button" class="process" aria-pressed={isChosen} data-running={isRunning} onClick={choose}>
      <Sample cell={cell} />
      <strong>{name}</strong> {program}
      <span class="state">{isRunning ? 'runs' : state}</span>
      <small>
        {counted(mapped, 'page')}, {shared} shared, {counted(tables, 'table')}
        {message === null ? '' : `; ${message}`}
      </small>
    </button>
  );
};
