/** The colours of maps, light and dark: those of owners differ in lightness, too, and letters on all of them reach the contrast that guidelines ask for. */
import type { Role } from './cell.ts';

/** A ground, and what is written on it. */
export interface Ink {
  readonly ground: string;
  readonly ink: string;
}

export interface Palette {
  readonly roles: Readonly<Record<Exclude<Role, 'own' | 'table'>, Ink>>;
  /** Five, as on the screen of a terminal. */
  readonly owners: readonly Ink[];
  /** Around what is chosen; around what changed. */
  readonly chosen: string;
  readonly changed: string;
  readonly font: string;
}

const FONT = 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, monospace';

export const LIGHT: Palette = {
  roles: {
    blank: { ground: '#ffffff', ink: '#5b6472' },
    free: { ground: '#e7eaef', ink: '#5b6472' },
    reserved: { ground: '#c3c9d3', ink: '#2d3440' },
    console: { ground: '#aab3c0', ink: '#1c222b' },
    kernel: { ground: '#6b4a8e', ink: '#ffffff' },
    shared: { ground: '#1f2937', ink: '#ffffff' },
    leaked: { ground: '#ffd9d2', ink: '#8f1d0c' },
    wrong: { ground: '#b3160b', ink: '#ffffff' },
  },
  owners: [
    { ground: '#c2410c', ink: '#ffffff' },
    { ground: '#8fd6b4', ink: '#08301f' },
    { ground: '#1d5fb8', ink: '#ffffff' },
    { ground: '#f5d547', ink: '#3a2f00' },
    { ground: '#b7d8f7', ink: '#0b2a4a' },
  ],
  chosen: '#0b0f14',
  changed: '#d100b5',
  font: FONT,
};

export const DARK: Palette = {
  roles: {
    blank: { ground: '#12161c', ink: '#98a3b3' },
    free: { ground: '#232a34', ink: '#98a3b3' },
    reserved: { ground: '#3d4757', ink: '#dfe5ee' },
    console: { ground: '#566377', ink: '#ffffff' },
    kernel: { ground: '#8c6bb5', ink: '#0c0712' },
    shared: { ground: '#f3f5f8', ink: '#12161c' },
    leaked: { ground: '#4a1a14', ink: '#ffb8ab' },
    wrong: { ground: '#ff6b5e', ink: '#1a0200' },
  },
  owners: [
    { ground: '#f08a4b', ink: '#221004' },
    { ground: '#1f7a55', ink: '#ffffff' },
    { ground: '#7fb4ff', ink: '#04162e' },
    { ground: '#f5d547', ink: '#2b2300' },
    { ground: '#2e5f8f', ink: '#ffffff' },
  ],
  chosen: '#ffffff',
  changed: '#ff7bea',
  font: FONT,
};
