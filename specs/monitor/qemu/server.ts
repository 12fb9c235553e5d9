/** The other end of gdb's protocol, for specs: a server that answers as QEMU does, with the memory that it is given, as far as it is let. */
import { writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { bytesOf, hexOf, PacketReader, packetWith } from '../../judging-dumps.ts';

/** What is done with one packet: what is answered, each as a packet; or what the spec does with the socket itself. */
export type Answering = (data: string, socket: Socket) => readonly string[];

/** A server on a free port of this machine, which `meets` each connection. */
export const listening = async (meets: (socket: Socket) => void): Promise<{ server: Server; port: string }> => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    meets(socket);
  });
  await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
  const address = server.address();
  return { server, port: `${typeof address === 'object' ? address?.port : ''}` };
};

/** Meets a connection as a server of the protocol that answers by `answering`. */
export const speaking =
  (answering: Answering) =>
  (socket: Socket): void => {
    const reader = new PacketReader();
    socket.setNoDelay(true);
    socket.on('data', (bytes) => {
      for (const heard of reader.feed(bytes)) {
        if (heard.type !== 'packet') continue;
        const answers = answering(heard.data, socket);
        if (!socket.destroyed) socket.write(['+', ...answers.map(packetWith)].join(''), 'latin1');
      }
    });
  };

/** Answers as QEMU does of a machine with this memory that stands at `address`; nothing to `c`. */
export const standingAt = (address: number, memory: Uint8Array): Answering => {
  const registers = `RIP=${address.toString(16).padStart(16, '0')} RDI=000000000007ff40 RSP=000000000007ff38 CR2=0 CR3=5a000`;
  return (data) => {
    const [, start, count] = /^m([0-9a-f]+),([0-9a-f]+)$/.exec(data) ?? [];
    if (start !== undefined) {
      const [from, bytes] = [Number.parseInt(start, 16), Number.parseInt(count, 16)];
      return [Buffer.from(memory.subarray(from, from + bytes)).toString('hex')];
    }
    if (data === '?' || data === 's') return ['T05thread:01;'];
    if (data === 'qfThreadInfo') return ['m01'];
    if (data === `qRcmd,${hexOf('info registers')}`) return [`O${hexOf(registers)}`, 'OK'];
    const command = Buffer.from(bytesOf(data.slice('qRcmd,'.length)) ?? []).toString();
    const [, size, file] = /^pmemsave 0 (\d+) "(.*)"$/.exec(command) ?? [];
    if (file !== undefined) writeFileSync(file, memory.subarray(0, Number(size)));
    if (/^(?:[zZ]0|Qqemu|D|qRcmd)/.test(data)) return ['OK'];
    return data === 'c' ? [] : [''];
  };
};
