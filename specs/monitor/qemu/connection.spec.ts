/** `judge --qemu`: what is said of a port behind which is no QEMU, or one that goes away, keeps silent or says what nobody understands. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judgedInQemu } from '../../../monitor/judge/qemu/judged-run.ts';
import { memoryOf, realDump, symbolsOf } from '../../dumps/real/dumps.ts';
import { folderWith, ringfenceHere } from '../terminal.ts';
import { type Answering, listening, speaking, standingAt } from './server.ts';

const SYSCALL = 0x40900;
const DUMP = realDump('w-ok-fork-full');
const FOLDER = folderWith({});
const symbols = join(FOLDER, 'symbols.txt');
writeFileSync(
  symbols,
  `${Buffer.from(symbolsOf(DUMP)).toString('latin1')}\n${SYSCALL.toString(16).padStart(16, '0')} T _Z7syscallP8regstate\n`,
);
const asQemu = standingAt(SYSCALL, memoryOf(DUMP));
/** Who answers does so in time, however busy the machine is; events that never come are not waited for. */
const LONG = { event: 30_000, answer: 30_000 };
const SHORT = { event: 200, answer: 30_000 };

/** What is said of a server that meets a connection so. */
const said = async (meets: Parameters<typeof listening>[0], patience = LONG): Promise<string> => {
  const { server, port } = await listening(meets);
  try {
    const { dumps, ran } = await judgedInQemu({ qemu: port, symbols }, patience);
    return `${dumps.filter(({ unusable }) => unusable === null).length} judged; ${ran?.ending}; ${ran?.isCrash}`;
  } catch (error) {
    expect((error as Error).name).toBe('UsageError');
    return (error as Error).message.replaceAll(port, 'PORT');
  } finally {
    server.close();
  }
};
/** Answers as QEMU up to the `n`-th time that the machine is let run; then as `otherwise` says. */
const until = (n: number, otherwise: Answering): Answering => {
  let runs = 0;
  return (data, socket) => {
    if (data !== 'c') return asQemu(data, socket);
    runs++;
    return runs < n ? ['T05thread:01;'] : otherwise(data, socket);
  };
};

test('nobody listens', async () => {
  const { server, port } = await listening(() => {});
  await new Promise((resolve) => server.close(resolve));
  const { code, errors } = await ringfenceHere(['judge', '--qemu', `:${port}`, '--symbols', symbols]);
  expect([code, errors]).toEqual([
    2,
    expect.stringMatching(/judge --qemu :\d+: nobody listens there\. Start the kernel first/),
  ]);
});

test.each(['x', '0', '65536', 'localhost', 'localhost:', 'a b:1', '-1'])(
  '"%s" is no place where one listens',
  async (at) => {
    const { code, errors } = await ringfenceHere(['judge', `--qemu=${at}`, '--symbols', symbols]);
    expect([code, errors]).toEqual([
      2,
      expect.stringContaining(`judge --qemu ${at}: expected a port, or a host with it`),
    ]);
  },
);

test('who speaks another protocol is quoted', async () => {
  expect(await said((socket) => void socket.write('SSH-2.0-OpenSSH_9\r\n'))).toBe(
    'judge --qemu PORT speaks no protocol of gdb: it says "SSH-2.0-OpenSSH_9.."',
  );
});

test('who is silent may have another gdb; who closes has gone away', async () => {
  expect(await said(() => {}, { event: 100, answer: 100 })).toMatch(
    /--qemu PORT gives no answer for 0\.1 seconds: a gdb that is attached keeps others waiting/,
  );
  expect(await said((socket) => void socket.end())).toMatch(/--qemu PORT has gone away/);
});

test('packets that were damaged on their way are asked for again, but not for ever', async () => {
  let damaged = 0;
  const meets = (most: number) => (socket: Parameters<Parameters<typeof listening>[0]>[0]) => {
    speaking(until(1, () => ['W00']))(socket);
    const write = socket.write.bind(socket) as (text: string, encoding: BufferEncoding) => boolean;
    let last = '';
    socket.on('data', (bytes) => bytes.includes(0x2d) && send(last));
    const send = (text: string): boolean => {
      last = text;
      const isDamaged = damaged++ < most;
      return write(isDamaged ? text.replace(/#../g, '#zz') : text, 'latin1');
    };
    socket.write = send as typeof socket.write;
  };
  expect(await said(meets(3))).toMatch(/^0 judged; is gone/);
  damaged = 0;
  expect(await said(meets(1000))).toMatch(/is not understood: packets come with sums that are wrong/);
});

test('another server of the protocol is told what it lacks', async () => {
  const once = (): Answering => until(2, () => ['W00']);
  const lacking = (pattern: RegExp, answer: readonly string[], rest = once()): Promise<string> =>
    said(speaking((data, socket) => (pattern.test(data) ? answer : rest(data, socket))));
  expect(await lacking(/^Qqemu/, [''])).toMatch(/is no QEMU that shows physical memory: 4\.1 and later do/);
  expect(await lacking(/^qfThreadInfo/, ['m01,02,03,04'])).toMatch(
    /has 4 processors, .* start it with one \(make CPUS=1\)/,
  );
  expect(await lacking(/^Z0/, ['E22'])).toMatch(/refuses to stop the machine at 0x/);
  expect(await lacking(/^qRcmd/, [''])).toMatch(/has no monitor/);
  expect(await lacking(/^\?/, ['W00'])).toMatch(/has no machine any more/);
  expect(await lacking(/^m/, ['E14'])).toMatch(/gives no memory at 0x0: E14/);
  expect(await lacking(/^qRcmd,706d656d/, ['OK']), 'no file is found').toMatch(/^1 judged; is gone/);
  const another = once();
  const elsewhere = speaking((data, socket) => {
    const answers = another(data, socket);
    const [, file] = /"(.*)"/.exec(Buffer.from(data.slice('qRcmd,'.length), 'hex').toString()) ?? [];
    if (file !== undefined) writeFileSync(file, new Uint8Array(DUMP.bytes).fill(1));
    return answers;
  });
  expect(await said(elsewhere), 'another file is found').toMatch(/^1 judged; is gone/);
});

test('an event that comes is judged; then the server goes away, or says that the machine is gone, or falls silent', async () => {
  const goes = until(2, (_, socket) => {
    socket.destroy();
    return [];
  });
  expect(await said(speaking(goes))).toMatch(/has gone away: QEMU was ended/);
  expect(await said(speaking(until(2, () => ['W00'])))).toMatch(/^1 judged; is gone, for QEMU ended.*; true$/);
  expect(await said(speaking(until(2, () => ['T03thread:01;'])))).toMatch(
    /^1 judged; switched the machine off, or made a triple fault at syscall.*; true$/,
  );
  expect(await said(speaking(until(2, () => [])), { event: 100, answer: 2000 })).toMatch(
    /cannot be stopped: QEMU does not answer/,
  );
});

test('a machine that can be stopped and came to no event is told of, with the place where it is', async () => {
  const asked = (n: number) => (socket: Parameters<Parameters<typeof listening>[0]>[0]) => {
    speaking(until(n, () => []))(socket);
    socket.on('data', (bytes) => bytes.includes(3) && socket.write('$T02thread:01;#04'));
  };
  expect(await said(asked(1), SHORT)).toMatch(
    /: the kernel came to no event for 0\.2 seconds, and is at syscall\. Are the symbols of this very build/,
  );
  expect(await said(asked(2), SHORT)).toMatch(
    /^2 judged; came to no further event for 0\.2 seconds, and is at syscall; false$/,
  );
});

test('symbols without a function to stop at are refused', async () => {
  const { server, port } = await listening(speaking(asQemu));
  writeFileSync(join(FOLDER, 'data.txt'), symbolsOf(DUMP));
  const refused = judgedInQemu({ qemu: port, symbols: join(FOLDER, 'data.txt') }, LONG);
  await expect(refused).rejects.toThrow(
    /cannot be stopped: the symbols have no function for that \(syscall or exception/,
  );
  server.close();
});
