/** What libraries are tried on, one after the other: the kernel here, booted once, and who judges them. */
import { JosLab4 } from '../../../../kernel/kernel.ts';
import type { Denial } from '../../../judge/campaign/denials.ts';
import { STRICT } from '../../../judge/contract.ts';
import { Booted } from '../booted.ts';
import { copyOnWriteIsNotWritten } from '../invariants/copy-on-write-is-not-written.ts';
import { LibraryJudge } from './judge.ts';
import { Places } from './place.ts';

/** The library breaks it where the kernel is right. Of all else that holds of kernels there is nothing to judge here. */
const ON_THE_WAY = { ...copyOnWriteIsNotWritten, subject: 'library' } as const;

export class Bench {
  /** Allocations that failed since this was emptied. */
  readonly denials: Denial[] = [];
  readonly booted: Booted;
  readonly judge: LibraryJudge;
  readonly places: Places;

  constructor() {
    this.booted = new Booted(JosLab4, { invariants: [ON_THE_WAY], only: ON_THE_WAY.name }, STRICT, this.denials);
    this.judge = new LibraryJudge(this.booted, () => this.denials.length > 0);
    this.places = new Places(this.booted.kernel);
    this.booted.kernel.machine.listen(
      (event) => this.places.hear(event),
      ['system call', 'exception', 'return', 'idle'],
    );
  }
}
