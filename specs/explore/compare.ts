/** Orders states by their words: less than 0 if `one` comes first, 0 if they are equal. */
export const compareStates = (one: Int32Array, other: Int32Array): number => {
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return (one[i] >>> 0) - (other[i] >>> 0);
  return 0;
};
