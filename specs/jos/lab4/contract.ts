/** What a kernel of lab 4 may do otherwise than the one here, point by point; what is not named here, the handouts settle. */
export interface Lab4Contract {
  /** Whose turn it is: the next in the table after whoever ran last, all around; or anybody's who can run. */
  readonly scheduling: 'round robin' | 'any';
  /** What a call that fails returns: the error that the handout names; or any negative number. */
  readonly errors: 'named' | 'any';
  /** What user_mem_check says of memory that may not be used: its first byte; or any address from there to the end. */
  readonly forbiddenByte: 'first' | 'any';
}

/**
 * What the handouts demand. Open under any contract: which free page is taken, which place of the table a new environment gets, what
 * memory holds that nobody asked to be zero, and who runs first when the current environment has ended.
 */
export const HANDOUT: Lab4Contract = { scheduling: 'round robin', errors: 'named', forbiddenByte: 'first' };
