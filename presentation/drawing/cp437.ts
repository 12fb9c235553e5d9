/** The characters that a CGA screen shows for codes 0 to 255 (code page 437), as Unicode. */
const CONTROLS = ' ☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼';
const HIGH =
  '⌂ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ ';
const FIRST_HIGH = 0x7f;

export const characterOf = (code: number): string => {
  if (code < CONTROLS.length) return CONTROLS[code];
  return code >= FIRST_HIGH ? HIGH[code - FIRST_HIGH] : String.fromCharCode(code);
};
