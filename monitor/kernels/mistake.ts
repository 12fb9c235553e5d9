/** What the code of a kernel of somebody's own threw: that person's mistake, told with the place where it happened. */

/** What was thrown, and where. */
export const describeError = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const [, place] = /\n\s+at (.*)/.exec(error.stack ?? '') ?? [];
  return `${error.name}: ${error.message}${place === undefined ? '' : `, at ${place}`}`;
};
