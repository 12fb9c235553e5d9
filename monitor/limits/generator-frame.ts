/** Where a generator stands: the host's debugger knows. */
import { type Debugger, type Runtime, Session } from 'node:inspector';
import type { Frame } from './own-code.ts';

const SUBJECT = '__ringfenceGenerator';

/** The call that `generator` waits in; of one that has ended, its function. */
export const frameOfGenerator = (generator: unknown): Frame => {
  const session = new Session();
  session.connect();
  const host = globalThis as Record<string, unknown>;
  host[SUBJECT] = generator;
  try {
    return frameIn(session);
  } finally {
    delete host[SUBJECT];
    session.disconnect();
  }
};

/** A session with one's own thread answers at once, while it is asked. */
const frameIn = (session: Session): Frame => {
  const files = new Map<string, string>();
  session.on('Debugger.scriptParsed', ({ params }) => void files.set(params.scriptId, params.url));
  session.post('Debugger.enable');
  let subject: Runtime.RemoteObject | undefined;
  session.post('Runtime.evaluate', { expression: `globalThis.${SUBJECT}` }, (_, { result }) => {
    subject = result;
  });
  const made = internalsOf(session, subject);
  const method = made.get('[[GeneratorFunction]]');
  const at = made.get('[[GeneratorLocation]]') ?? internalsOf(session, method).get('[[FunctionLocation]]');
  const { scriptId = '', lineNumber = 0, columnNumber = 0 } = (at?.value ?? {}) as Partial<Debugger.Location>;
  const [, name = ''] = /^function\*\s*([\w$]*)/.exec(method?.description ?? '') ?? [];
  return { method: name, file: files.get(scriptId) ?? '', line: lineNumber + 1, column: columnNumber + 1 };
};

const internalsOf = (
  session: Session,
  object: Runtime.RemoteObject | undefined,
): ReadonlyMap<string, Runtime.RemoteObject | undefined> => {
  const found = new Map<string, Runtime.RemoteObject | undefined>();
  if (object?.objectId === undefined) return found;
  session.post(
    'Runtime.getProperties',
    { objectId: object.objectId, ownProperties: true },
    (_, { internalProperties }) => {
      for (const { name, value } of internalProperties ?? []) found.set(name, value);
    },
  );
  return found;
};
