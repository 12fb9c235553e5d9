/** Which class a class extends. */

/** Whether `Kernel` is the class `Base` or extends it; false for anything that is no class. */
export const extendsClass = <Base extends abstract new (...parameters: never[]) => object>(
  Kernel: unknown,
  Base: Base,
): Kernel is Base => Kernel === Base || (typeof Kernel === 'function' && Kernel.prototype instanceof Base);
