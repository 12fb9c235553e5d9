/** In a worker: dumps that came along with the page. Runs are opened here, of what has a name and of those. */
import { type Opened, openNamed } from '../presentation/presentation.ts';
import { type MomentRun, type Series, unpacked } from '../specs/specs.ts';

let brought: Series | null = null;

/** From now on moments of dumps are those of `compressed`, as `ringfence page` puts them into the page. */
export const bring = async (compressed: Uint8Array): Promise<void> => {
  brought = await unpacked(compressed);
};

/** The run that `run` says. Throws a UsageError. */
export const openRun = (run: MomentRun): Promise<Opened> => openNamed(run, brought);
