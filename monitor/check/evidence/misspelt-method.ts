/** Methods that nothing calls, because a letter is wrong: which one was meant. */
import { meantBy } from '../../../specs/did-you-mean.ts';

/** The method of a class above `Kernel` that `name` may stand for; null if `name` is one, or like none. */
export const meantMethod = (name: string, Kernel: { readonly prototype: object }): string | null => {
  const inherited = namesOf(Object.getPrototypeOf(Kernel.prototype));
  return inherited.includes(name) ? null : meantBy(name, inherited);
};

const namesOf = (prototype: object | null): readonly string[] => {
  const names = new Set<string>();
  for (let owner = prototype; owner !== null && owner !== Object.prototype; owner = Object.getPrototypeOf(owner))
    for (const name of Object.getOwnPropertyNames(owner)) if (name !== 'constructor') names.add(name);
  return [...names];
};
