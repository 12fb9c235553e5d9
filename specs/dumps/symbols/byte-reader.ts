/** Bytes read one after the other, in the forms that debuggers' tables have them. */

/** Throws a RangeError where the bytes end too early. */
export class ByteReader {
  at: number;
  private readonly view: DataView;

  constructor(view: DataView, at = 0) {
    this.view = view;
    this.at = at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.view.byteLength;
  }

  u8(): number {
    return this.view.getUint8(this.at++);
  }

  i8(): number {
    return this.view.getInt8(this.at++);
  }

  u16(): number {
    this.at += 2;
    return this.view.getUint16(this.at - 2, true);
  }

  u32(): number {
    this.at += 4;
    return this.view.getUint32(this.at - 4, true);
  }

  /** As a number: exact to 2^53. */
  u64(): number {
    this.at += 8;
    return Number(this.view.getBigUint64(this.at - 8, true));
  }

  /** Seven bits a byte, the lowest first (DWARF 5, section 7.6). */
  uleb(): number {
    return this.leb()[0];
  }

  sleb(): number {
    const [value, bits, isNegative] = this.leb();
    return isNegative ? value - 2 ** bits : value;
  }

  /** Up to a byte that is 0. */
  text(): string {
    let text = '';
    for (let byte = this.u8(); byte !== 0; byte = this.u8()) text += String.fromCharCode(byte);
    return text;
  }

  /** Passes over `bytes`; returns 0, as the value that nobody asks for. */
  skip(bytes: number): 0 {
    this.at += bytes;
    return 0;
  }

  private leb(): [value: number, bits: number, isNegative: boolean] {
    let [value, bits, byte] = [0, 0, 0];
    do {
      byte = this.u8();
      value += (byte & 0x7f) * 2 ** bits;
      bits += 7;
    } while ((byte & 0x80) !== 0);
    return [value, bits, (byte & 0x40) !== 0];
  }
}
