/** Dumps that came along with the page: `ringfence page` puts them into it, as text, before its scripts. */

/** As they are there, compressed; null in a page without any. */
export const dumpsBrought = (): Uint8Array | null => {
  const text = document.getElementById('dumps')?.textContent?.trim();
  return text ? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)) : null;
};
