/** Calls from the window to a worker: each has one answer, or one complaint. Arguments and answers are plain data. */

/** What a worker can be asked: methods by name. */
export type Service = Record<string, (...args: never[]) => unknown>;

/** The same, seen from the window. */
export type Remote<S extends Service> = {
  readonly [Name in keyof S]: (...args: Parameters<S[Name]>) => Promise<Awaited<ReturnType<S[Name]>>>;
};

interface Asked {
  readonly id: number;
  readonly name: string;
  readonly args: readonly never[];
}

type Answered = { readonly id: number } & ({ readonly answer: unknown } | { readonly complaint: string });

/** The part of a worker, or of the global scope in one, that messages go through. */
interface Port {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** In a worker: where the window is reached. */
export const theWindow = globalThis as unknown as Port;

/** Answers what is asked through `port`, one after the other. */
export const serve = (port: Port, service: Service): void => {
  let last = Promise.resolve();
  port.addEventListener('message', ({ data }) => {
    const { id, name, args } = data as Asked;
    last = last.then(async () => port.postMessage(await answerTo(service, id, name, args)));
  });
};

const answerTo = async (service: Service, id: number, name: string, args: readonly never[]): Promise<Answered> => {
  try {
    return { id, answer: await service[name](...args) };
  } catch (error) {
    return { id, complaint: error instanceof Error ? error.message : String(error) };
  }
};

/** What a worker complained of. */
export class Complaint extends Error {}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A worker to be asked. Answers come in the order of the questions; what it complains of rejects with a `Complaint`. */
export const remoteOf = <S extends Service>(port: Port): Remote<S> => {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  port.addEventListener('message', ({ data }) => {
    const answered = data as Answered;
    const { resolve, reject } = waiting.get(answered.id) ?? {};
    waiting.delete(answered.id);
    if ('complaint' in answered) reject?.(new Complaint(answered.complaint));
    else resolve?.(answered.answer);
  });
  const ask = (name: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = asked++;
      waiting.set(id, { resolve, reject });
      port.postMessage({ id, name, args });
    });
  return new Proxy({} as Remote<S>, {
    get:
      (_target, name) =>
      (...args: readonly unknown[]) =>
        ask(String(name), args),
  });
};
