/** The two workers: one that plays, and one that explains, which is started when it is first asked. */
import type { Player } from '../player/player.ts';
import { type Remote, remoteOf } from '../remote.ts';
import type { Scholar } from '../scholar/scholar.ts';

/** Where the code of a worker is: in the page itself, as text that no browser runs, or in a file beside it. */
const workerOf = (name: 'player' | 'scholar'): Worker => {
  const inline = document.getElementById('worker-code')?.textContent;
  if (!inline) return new Worker(`./${name}.js`, { name, type: 'module' });
  // Opened from a file, a page may start workers from blobs alone, and classic ones.
  return new Worker(URL.createObjectURL(new Blob([inline], { type: 'text/javascript' })), { name });
};

export class Workers {
  readonly player: Remote<Player> = remoteOf<Player>(workerOf('player'));
  private started: Remote<Scholar> | null = null;

  get scholar(): Remote<Scholar> {
    this.started ??= remoteOf<Scholar>(workerOf('scholar'));
    return this.started;
  }
}
