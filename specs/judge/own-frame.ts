/** Where in a stack the code of somebody's own is. */

/** Ringfence's own code, and what runs tests: no kernel lies there. */
const NOBODYS = /dist\/(hardware|kernel|userland|specs|monitor)\/|node_modules\/|node:|evalmachine\.|<anonymous>/;

/** The innermost frame of `stack` that is not of Ringfence's own code: `Mine.fork (/home/me/mine.ts:11:5)`. */
export const ownFrame = (stack: string): string | undefined => ownFrames(stack)[0];

/** All of them, innermost first. */
export const ownFrames = (stack: string): string[] =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !NOBODYS.test(line))
    .map((line) => line.trim().slice('at '.length).replace('file://', ''));
