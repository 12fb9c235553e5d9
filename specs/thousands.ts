/** Numbers as people read them, 12,345: what the host has for that takes longer to load than a dump to judge. */

const THOUSANDTHS = 1000;

/** `value` with commas between thousands, and at most three digits behind the point: what `toLocaleString('en-US')` says of finite numbers below 10^21. */
export const inThousands = (value: number): string => {
  const [whole, part] = String(Math.round(value * THOUSANDTHS) / THOUSANDTHS).split('.');
  const digits = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return part === undefined ? digits : `${digits}.${part}`;
};
