/** What we use of Node's own type stripper, in its last version for Node 20, which declares no types. */
declare module 'amaro' {
  /** Replaces types by blanks, so that all else stays at its offset. Throws where TypeScript is not erasable. */
  export function transformSync(source: string, options: { mode: 'strip-only' }): { code: string };
}
