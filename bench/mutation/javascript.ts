/** TypeScript made runnable without moving a character: what is mutated, and what Node loads in place of a compiled module. */
import { transformSync } from 'amaro';

/** `source` with blanks for types: every offset means the same in both. Throws where it is not erasable TypeScript. */
export const withoutTypes = (source: string): string => {
  const { code } = transformSync(source, { mode: 'strip-only' });
  if (code.length !== source.length) throw new Error('stripping the types moved code: positions would be wrong');
  return code;
};

/** The module as it stands in `dist/`: relative imports name `.js` files, as the compiler writes them. */
export const asModule = (code: string): string =>
  code.replace(/(\bfrom\s*|\bimport\s*\(?\s*)(['"])(\.{1,2}\/[^'"]*)\.ts\2/g, '$1$2$3.js$2');
