/** Where in a stack the code of somebody's own is. */

/** Ringfence's own code, and what runs tests: no kernel lies there. */
const NOBODYS = /dist\/(hardware|kernel|userland|specs|monitor)\/|node_modules\/|node:|evalmachine\.|<anonymous>/;
/** What runs kernels: whatever called that, as a suite of somebody's own, is no part of one. */
const RUNNERS = /dist\/(hardware\/machine|specs\/(?:\S*\/)?(trial|campaign))\.js/;

/** The innermost frame of `stack` that is not of Ringfence's own code: `Mine.fork (/home/me/mine.ts:11:5)`. */
export const ownFrame = (stack: string): string | undefined => ownFrames(stack)[0];

/** All of them, innermost first. */
export const ownFrames = (stack: string): string[] => {
  const lines = stack.split('\n');
  const runner = lines.findIndex((line) => RUNNERS.test(line));
  return (runner < 0 ? lines : lines.slice(0, runner))
    .filter((line) => /^\s+at /.test(line) && !NOBODYS.test(line))
    .map((line) => line.trim().slice('at '.length).replace('file://', ''));
};
