/** A thread that has a share of the search of a kernel: it boots the same kernel, and takes steps from the states that it is given. */
import type { Values } from '../../presentation/boot/values.ts';
import { type Arrivals, KernelShare, type Portion } from '../../specs/specs.ts';
import { doTask, hearing } from '../workers/thread.ts';
import { askedKernel } from './asked-kernel.ts';
import { inTime } from './patience.ts';

/** What a worker is given. */
export interface KernelTask {
  readonly name: string;
  readonly programs: readonly string[];
  readonly values: Values;
}

await doTask<KernelTask, Arrivals, never>(async ({ name, programs, values }, tell) => {
  const { make } = await askedKernel(name, programs, values);
  const share = new KernelShare(inTime('the boot of the kernel', make));
  return hearing<Portion>((portion) => tell(share.take(portion, (work) => inTime('a call of the kernel', work))));
});
