/** Dumps that came along with the page: `ringfence page` puts them into it, as text, before its scripts. */

/** As they are there, compressed; null in a page without any. */
export const dumpsBrought = (): Uint8Array | null => {
  const text = document.getElementById('dumps')?.textContent?.trim();
  return text ? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)) : null;
};

/** What is shown where the address asks for nothing: the moment of those dumps that the page was written for, as an address has it; else empty. */
export const shownBrought = (): string => document.getElementById('dumps')?.dataset.shown ?? '';
