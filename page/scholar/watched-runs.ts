/** Runs that are gone through under watch, so that the lives of pages and processes are known; the last one is kept, to go on from. */
import type { Opened, System, Watched } from '../../presentation/presentation.ts';
import { type Playing, ProcessHistory, type Watch, watchKernel } from '../../specs/specs.ts';
import type { At } from '../answers.ts';
import { openRun } from '../dumps.ts';

interface Standing {
  readonly key: string;
  readonly opened: Opened;
  readonly playing: Playing;
  readonly system: System;
  readonly watch: Watch;
  readonly processes: ProcessHistory;
}

let standing: Standing | null = null;

/** The moment `at`, of a run of a kernel. Throws a UsageError for a run that cannot be opened here. */
export const reached = async ({ run, step }: At): Promise<Watched> => {
  const key = JSON.stringify(run);
  if (standing === null || standing.key !== key || standing.playing.at > step)
    standing = begun(key, standing?.key === key ? standing.opened : await openRun(run));
  const { opened, playing, system, watch, processes } = standing;
  playing.advance(step - playing.at);
  const { event } = playing;
  return {
    ...{ opened, step: playing.at, system, kernel: system.kernel, event, moment: '', text: playing.text, origin: [] },
    when:
      playing.title !== undefined
        ? `in ${playing.title}`
        : opened.kind?.lacks.at === undefined
          ? `after event ${event}`
          : `after ${playing.at} functions were called`,
    ...{ pages: watch.history, processes },
  };
};

/** A run is watched from its boot on. */
const begun = (key: string, opened: Opened): Standing => {
  const watched: Pick<Standing, 'watch' | 'processes' | 'system'>[] = [];
  const { playing } = opened.make((system) => {
    const watch = watchKernel(system.kernel, system.judging);
    system.told?.(watch);
    watched.push({ system, watch, processes: new ProcessHistory(system.kernel) });
  });
  playing.begin();
  return { key, opened, playing, ...watched[0] };
};
