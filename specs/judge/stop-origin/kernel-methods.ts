/** The methods of a kernel: which are somebody's own, and which of the others are worth telling. */
import { JosLab4, WeensyKernel } from '../../../kernel/kernel.ts';

export type Method = (this: unknown, ...given: unknown[]) => unknown;
/** A kernel, or a part of a machine, by the names of its methods. */
export type Methods = Record<string, unknown>;

/** Methods that only pass a value on between the kernel and memory: what they do is told by the access. */
const PLAIN: ReadonlySet<string> = new Set(
  (
    'constructor load store loadBytes storeBytes fillPart variable setVariable memset assert ppLink setPpLink ppRef setPpRef tellRef tell log ' +
    'cprintf textWord boot openAllocations'
  ).split(' '),
);
/** What gives pages: which one, is of no interest; that it gave none, is. */
export const ALLOCATORS: ReadonlySet<string> = new Set(['kalloc', 'kallocPagetable', 'pageAlloc', 'bootAlloc']);
/** Methods by which kernels stop. */
export const STOPS: ReadonlySet<string> = new Set('panic assertionFailed stopKernel processPanic userPanic'.split(' '));

const prototypesOf = (object: object): object[] => {
  const found: object[] = [];
  for (let one = object; one !== null && one !== Object.prototype; one = Object.getPrototypeOf(one)) found.push(one);
  return found;
};

const OURS: ReadonlySet<object> = new Set([
  ...prototypesOf(WeensyKernel.prototype),
  ...prototypesOf(JosLab4.prototype),
]);

export interface KernelMethod {
  readonly name: string;
  readonly method: Method;
  /** Whether it is somebody's own, and not one that comes with Ringfence. */
  readonly isOwn: boolean;
}

/** The methods of `kernel` that are worth telling, each as it is called: what overrides, and not what is overridden. */
export const methodsOf = (kernel: Methods): KernelMethod[] => {
  const found = new Map<string, KernelMethod | null>();
  for (const owner of prototypesOf(kernel)) {
    const isOwn = !OURS.has(owner);
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
      if (typeof value !== 'function' || found.has(name)) continue;
      const isLeftOut = owner !== kernel && (isOwn ? name === 'constructor' : PLAIN.has(name));
      found.set(name, isLeftOut ? null : { name, method: value as Method, isOwn });
    }
  }
  return [...found.values()].filter((one) => one !== null);
};
