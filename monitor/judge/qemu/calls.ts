/** Calls of a function in machine code. */

const CALL = 0xe8;
const JUMP = 0xe9;
const BYTES = 5;

/**
 * The address of the only call of the function at `target` in `text`, which lies at `start`; null if there are more, or others go there by a jump.
 * A call is one byte, and how far it goes from its end (Intel SDM vol. 2, CALL): the same anywhere by chance is less likely than one in 30,000.
 */
export const onlyCallOf = (target: number, text: Uint8Array, start: number): number | null => {
  const view = new DataView(text.buffer, text.byteOffset, text.byteLength);
  const found: number[] = [];
  for (let at = 0; at + BYTES <= text.length; at++) {
    const isCall = text[at] === CALL;
    if ((isCall || text[at] === JUMP) && start + at + BYTES + view.getInt32(at + 1, true) === target)
      found.push(isCall ? start + at : Number.NaN);
  }
  return found.length === 1 && !Number.isNaN(found[0]) ? found[0] : null;
};
