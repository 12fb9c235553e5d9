/**
 * A boot of lab 2 looked at closely: each call of one of the lab's functions is judged as soon as it is over, by what must hold between any two
 * of them, and by what the function promises. Where a check of the lab fails, what it noticed may have happened long before.
 */
import { counter, type Ppn } from '../../../hardware/hardware.ts';
import { type JosKernel, memlayout } from '../../../kernel/kernel.ts';
import { InvariantBroken } from '../../judge/checker.ts';
import { type Broken, firstBroken, type Invariant } from '../../judge/invariant.ts';
import { nothingLeaks } from '../../judge/invariants/nothing-leaks.ts';
import { ModelBroken } from '../../judge/model-broken.ts';
import { PageHistory } from '../../judge/watch/page-history.ts';
import type { Whereabouts } from '../../judge/watch/watch.ts';
import { breach } from './boot-contract.ts';
import { type Call, describeAsked } from './call.ts';
import { CallWatch } from './call-watch.ts';
import { LAB2_INVARIANTS, OF_THE_MAP } from './invariants/list.ts';
import { noLinkOffTheList } from './invariants/no-link-off-the-list.ts';
import { Lab2Observation } from './observation.ts';

const NONE: ReadonlySet<Ppn> = new Set();

/** The map is not complete before the boot is over; and its checks hold pages, and hide the list of those that are free. */
const ONLY_AFTERWARDS: readonly Invariant<Lab2Observation>[] = [...OF_THE_MAP, nothingLeaks, noLinkOffTheList];
const AFTERWARDS = LAB2_INVARIANTS.filter(({ advice }) => advice !== true);
const IN_BOOT = AFTERWARDS.filter((one) => !ONLY_AFTERWARDS.includes(one));

export class BootLook {
  private readonly kernel: JosKernel;
  private readonly history: PageHistory;
  private readonly watch: CallWatch;
  private during: string = BOOT;

  /** Watches `kernel`, which has not booted, and its functions for good. */
  constructor(kernel: JosKernel) {
    this.kernel = kernel;
    this.history = new PageHistory(kernel);
    this.watch = new CallWatch(kernel, (asked) => {
      this.during = asked.name;
      this.history.enterLabelled(describeAsked(asked));
    });
  }

  /** The function that is called, or was when something went wrong; `boot` for what the boot does itself. */
  get whereabouts(): Whereabouts {
    return { operations: 0, event: this.kernel.machine.counters[counter.EVENTS], during: this.during };
  }

  /** Boots the kernel. Throws what goes wrong first: InvariantBroken, ModelBroken, or what stopped the kernel. */
  boot(): void {
    this.watch.ends = (call) => this.judgeCall(call);
    this.kernel.boot();
    this.watch.ends = () => {};
    const { halt } = this.kernel.machine.execution;
    if (halt !== null) throw halt;
    this.history.enterLabelled(`the ${BOOT}`);
    this.judge(AFTERWARDS, null);
  }

  /** Nobody looks once the boot is over. */
  again(): void {}

  private judgeCall(call: Call): void {
    this.learn(call);
    const wrong = breach(call, this.judge(IN_BOOT, call));
    if (wrong !== null) throw new ModelBroken(wrong);
    this.during = BOOT;
  }

  /** A kernel may keep in a variable of its own where free memory begins: then its calls tell. */
  private learn({ asked, result }: Call): void {
    const { kernel } = this;
    if (kernel.nextfree !== 0 || asked.name !== 'boot_alloc') return;
    kernel.view.firstFree = Math.ceil(((result >>> 0) + asked.bytes - memlayout.KERNBASE) / memlayout.PGSIZE);
  }

  private judge(invariants: readonly Invariant<Lab2Observation>[], call: Call | null): Lab2Observation {
    const observation = new Lab2Observation(this.kernel, { held: NONE, call, stopped: null });
    const broken = firstBroken(invariants, observation);
    if (broken !== null) throw new InvariantBroken(broken as Broken<never>, observation, this.history);
    return observation;
  }
}

const BOOT = 'boot';
