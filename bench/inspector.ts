/** V8's profilers, which Node offers to a process about itself. */
import { Session } from 'node:inspector';

/** Sends a command of the inspector's protocol and returns its answer. */
export type Post = <T>(command: string, parameters?: object) => Promise<T>;

/** Lets `use` command the inspector, and disconnects from it. */
export const inspect = async <T>(use: (post: Post) => Promise<T>): Promise<T> => {
  const session = new Session();
  session.connect();
  const post: Post = <A>(command: string, parameters = {}) =>
    new Promise<A>((resolve, reject) =>
      session.post(command, parameters, (error, answer) => (error === null ? resolve(answer as A) : reject(error))),
    );
  try {
    return await use(post);
  } finally {
    session.disconnect();
  }
};

/** Where a function of the project stands, from its address in the compiled code; empty for what belongs to the host. */
export const sourceOf = (url: string): string => /\/dist\/(.*)\.js$/.exec(url)?.[1].concat('.ts') ?? '';
