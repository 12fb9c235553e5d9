/** How well a letter can be read on its ground: contrast as the guidelines for the web define it (WCAG 2.2, 1.4.3). */

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** What letters of this size must reach. */
export const LEGIBLE = 4.5;
const STEPS = 32;
const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [255, 255, 255];

/** The contrast of two colours, from 1 for the same to 21 for black and white. */
export const contrastOf = (one: Colour, other: Colour): number => {
  const [dark, light] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

/** `ink`, with no more white in it (or black, where that is further from the ground) than it takes to be legible on `ground`. */
export const legibleOn = (ground: Colour, ink: Colour): Colour => {
  const end = contrastOf(ground, WHITE) > contrastOf(ground, BLACK) ? WHITE : BLACK;
  for (let step = 0; step < STEPS; step++) {
    const mixed = mix(ink, end, step / STEPS);
    if (contrastOf(ground, mixed) >= LEGIBLE) return mixed;
  }
  return end;
};

const mix = (from: Colour, to: Colour, share: number): Colour => {
  const part = (i: 0 | 1 | 2): number => Math.round(from[i] + (to[i] - from[i]) * share);
  return [part(0), part(1), part(2)];
};

const luminanceOf = ([red, green, blue]: Colour): number =>
  0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);

const linear = (channel: number): number =>
  channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4;

/** `#rrggbb`. */
export const colourOf = (text: string): Colour => {
  const number = Number.parseInt(text.slice(1), 16);
  return [number >> 16, (number >> 8) & 0xff, number & 0xff];
};

export const textOf = (colour: Colour): string =>
  `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
