/** What gives a terminal's screen back: plain attributes, line wrap, the cursor, and the ordinary screen with what stood there. */
export const LEAVE = '\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l';
