/**
 * Which page the kernel must take next: a model of the page orders, from their definition alone. It follows a kernel from before its
 * boot, and says where that takes another page.
 */
import { type MachineEvent, ppn } from '../../../hardware/hardware.ts';
import type { PageOrder, WeensyKernel } from '../../../kernel/kernel.ts';
import { ModelBroken } from '../../judge/model-broken.ts';

/** Numerical Recipes, 7.1: the generator of the random order. */
const MULTIPLIER = 1664525n;
const INCREMENT = 1013904223n;
const WORD = 2n ** 32n;

export class OrderModel {
  private readonly kernel: WeensyKernel;
  private readonly order: PageOrder;
  /** Of cursor orders the page last taken, of the random one the state of its generator. */
  private state: number;
  private failed = false;

  /** Follows `kernel`, which has not booted. Where an oracle or an allocator chooses pages there is nothing to say. */
  constructor(kernel: WeensyKernel) {
    const { order, oracle, allocator } = kernel.parameters;
    this.kernel = kernel;
    this.order = order;
    this.state = order.kind === 'random' ? order.seed : 0;
    if (oracle?.asked.includes('page') !== true && allocator === null)
      kernel.machine.listen((event) => this.hear(event), ['choice', 'out of memory', 'page']);
  }

  private hear(event: MachineEvent): void {
    if (event.type === 'choice' && event.question === 'allocation') this.failed = event.choice === 1;
    if (event.type === 'out of memory' && !this.failed) this.start();
    if (event.type !== 'page' || event.before > 0 || event.count === 0) return;
    const expected = this.next(event.page);
    if (event.page !== expected)
      throw new ModelBroken(`page ${event.page} is taken, and ${expected} is next in the order`);
    if (this.order.kind === 'cursor') this.state = expected;
  }

  /** The first page from where the order starts that is free, or was until it was taken just now as `taken`. */
  private next(taken: number): number {
    const { view } = this.kernel;
    const stride = this.order.kind === 'cursor' ? this.order.stride : 1;
    let page = this.start();
    for (let tried = 0; tried < view.pages; tried++, page = (page + stride) % view.pages) {
      const free = page === taken || view.referenceCount(ppn(page)) === 0;
      if (free && view.kindOf(ppn(page)) === 'allocatable') return page;
    }
    throw new ModelBroken(`page ${taken} is taken, and none is free`);
  }

  /** Where the search starts; a random order draws. */
  private start(): number {
    if (this.order.kind === 'first-fit') return 0;
    if (this.order.kind === 'cursor') return this.state;
    this.state = Number((BigInt(this.state) * MULTIPLIER + INCREMENT) % WORD);
    return Math.floor(this.state / 65536) % this.kernel.view.pages;
  }
}
