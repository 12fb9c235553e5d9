/** Addresses and words as the monitor prints them. */

/** `0xf0000000` */
export const hex = (value: number): string => `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
