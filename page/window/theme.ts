/** Light or dark: as the browser asks, or as was chosen. */
import { computed, effect, signal } from '@preact/signals';
import { DARK, LIGHT, type Palette } from '../map/palette.ts';

const asked = window.matchMedia('(prefers-color-scheme: dark)');
const system = signal(asked.matches);
asked.addEventListener('change', () => {
  system.value = asked.matches;
});

const chosen = signal<boolean | null>(null);

export const isDark = computed(() => chosen.value ?? system.value);
export const palette = computed<Palette>(() => (isDark.value ? DARK : LIGHT));

export const toggleTheme = (): void => {
  chosen.value = !isDark.value;
};

effect(() => {
  document.documentElement.dataset.theme = isDark.value ? 'dark' : 'light';
});
