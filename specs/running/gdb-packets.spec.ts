/** Packets of gdb's remote protocol: whatever is in them, and however the bytes come in pieces. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, type Heard, hexOf, MOST_BYTES_HEARD, PacketReader, packetWith } from './gdb-packets.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (one) => one.charCodeAt(0));
const text = fc.array(fc.integer({ min: 0, max: 255 })).map((codes) => String.fromCharCode(...codes));
const heardIn = (...pieces: readonly Uint8Array[]): Heard[] => {
  const reader = new PacketReader();
  return pieces.flatMap((piece) => [...reader.feed(piece)]);
};

test('who writes a packet is understood, whatever it holds, and wherever the stream is cut', () => {
  const said = fc.array(
    fc.oneof(
      text,
      fc.constantFrom('+', '-').map((sign) => ({ sign })),
    ),
  );
  fc.assert(
    fc.property(said, fc.array(fc.nat()), (said, cuts) => {
      const stream = bytes(said.map((one) => (typeof one === 'string' ? packetWith(one) : one.sign)).join(''));
      const at = [0, ...cuts.map((cut) => cut % (stream.length + 1)).toSorted((a, b) => a - b), stream.length];
      const pieces = at.slice(1).map((end, i) => stream.subarray(at[i], end));
      const heard = said.map((one) =>
        typeof one === 'string'
          ? { type: 'packet', data: one }
          : { type: one.sign === '+' ? 'acknowledged' : 'refused' },
      );
      expect(heardIn(...pieces)).toEqual(heard);
    }),
  );
});

/** Another bit than that of the case, which of digits is no matter. */
const CHANGE = fc.integer({ min: 1, max: 255 }).filter((bits) => bits !== 0x20);

test('a packet with one byte that is another is heard as itself by nobody', () => {
  fc.assert(
    fc.property(text, fc.nat(), CHANGE, (data, where, change) => {
      const sent = bytes(packetWith(data));
      sent[where % sent.length] ^= change;
      expect(heardIn(sent)).not.toEqual([{ type: 'packet', data }]);
    }),
  );
});

test('repetitions are spelt out, and a packet goes on after one that is damaged', () => {
  const sum = (data: string): string =>
    `$${data}#${(bytes(data).reduce((a, b) => a + b, 0) & 0xff).toString(16).padStart(2, '0')}`;
  expect(heardIn(bytes(`${sum('0* ')}${sum('a}\x03*"b')}$OK#00${sum('OK')}`))).toEqual([
    { type: 'packet', data: '0000' },
    { type: 'packet', data: 'a######b' },
    { type: 'damaged' },
    { type: 'packet', data: 'OK' },
  ]);
});

test('what is no part of the protocol is called so at once, and so is a packet without an end', () => {
  expect(heardIn(bytes('+SSH-2.0-x\r\n'))).toEqual([
    { type: 'acknowledged' },
    { type: 'foreign', data: 'SSH-2.0-x\r\n' },
  ]);
  expect(heardIn(bytes('$half')), 'there may be more').toEqual([]);
  expect(heardIn(new Uint8Array(MOST_BYTES_HEARD + 2).fill(0x24))).toEqual([
    { type: 'foreign', data: '$'.repeat(MOST_BYTES_HEARD + 2) },
  ]);
});

test('bytes are written in pairs of digits, and read', () => {
  fc.assert(fc.property(text, (data) => void expect(bytesOf(hexOf(data))).toEqual(bytes(data))));
  expect(bytesOf('aBcD')).toEqual(Uint8Array.of(0xab, 0xcd));
  for (const wrong of ['0', 'E01', 'zz']) expect(bytesOf(wrong)).toBeNull();
});
