/** The workers: one that plays; one that explains and one that judges, which are started when they are first asked. */
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
  private explaining: Remote<Scholar> | null = null;
  private judging: Remote<Scholar> | null = null;
  /** Dumps that came along with the page, compressed. */
  private readonly dumps: Uint8Array | null;

  constructor(dumps: Uint8Array | null) {
    this.dumps = dumps;
    if (dumps !== null) void this.player.bring(dumps);
  }

  get scholar(): Remote<Scholar> {
    this.explaining ??= this.newScholar();
    return this.explaining;
  }

  /** Another scholar, for what takes seconds: nobody who asks why waits behind it. */
  get judge(): Remote<Scholar> {
    this.judging ??= this.newScholar();
    return this.judging;
  }

  private newScholar(): Remote<Scholar> {
    const scholar = remoteOf<Scholar>(workerOf('scholar'));
    if (this.dumps !== null) void scholar.bring(this.dumps);
    return scholar;
  }
}
