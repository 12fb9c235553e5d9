/** Serves the page to this machine, and to no other. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError } from '../../presentation/boot/usage-error.ts';
import { fileAt, wholePage, withDumps } from './files.ts';

/** Loopback: nobody else reaches it. */
export const HOST = '127.0.0.1';
const METHODS: readonly string[] = ['GET', 'HEAD'];

export class PageServer {
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  /**
   * A server at `port`, or at any that is free if that is 0, of the page with `dumps` in it if there are some. Throws a UsageError for one that cannot be
   * had, and where there is no page.
   */
  static async at(port: number, dumps: Uint8Array | null = null): Promise<PageServer> {
    wholePage();
    const server = createServer((request, response) => answer(request, response, dumps));
    await new Promise<void>((resolve, reject) => {
      server.once('error', ({ code }: NodeJS.ErrnoException) => reject(refusal(port, code)));
      server.listen(port, HOST, resolve);
    });
    return new PageServer(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends it, also where a browser keeps a connection. */
  end(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}

const refusal = (port: number, code = ''): UsageError => {
  const problem = code === 'EADDRINUSE' ? 'somebody else uses it' : `it cannot be had (${code})`;
  return new UsageError(`--port ${port}: ${problem}; without --port one that is free is taken`);
};

const answer = (
  { method = '', url = '/' }: IncomingMessage,
  response: ServerResponse,
  dumps: Uint8Array | null,
): void => {
  if (!METHODS.includes(method)) return refuse(response, 405, { allow: METHODS.join(', ') });
  const path = url.replace(/[?#].*$/, '');
  const file = fileAt(path);
  if (file === null) return refuse(response, 404);
  const { type } = file;
  const content = path === '/' ? Buffer.from(withDumps(file.content.toString(), dumps)) : file.content;
  response.writeHead(200, {
    'content-type': type,
    'content-length': content.length,
    // The port of yesterday may be another page's today.
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(method === 'HEAD' ? undefined : content);
};

const refuse = (response: ServerResponse, status: number, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'text/plain', 'cache-control': 'no-store', ...headers });
  response.end(status === 404 ? 'The page has no such file.\n' : 'The page is only read.\n');
};
