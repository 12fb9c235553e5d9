/** The file that a class was written in, as far as the engine knows. */
import { existsSync } from 'node:fs';
import { type Debugger, type Runtime, Session } from 'node:inspector';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const HANDLE = '__ringfenceClass';

/** The path of the file that has `Class`, from the working directory on; null if it is not known, or not there. */
export const fileOf = (Class: object): string | null => {
  const session = new Session();
  try {
    session.connect();
    return pathFrom(scriptUrl(session, Class));
  } catch {
    // Another debugger, or a host that has none: it is only left unsaid.
    return null;
  } finally {
    session.disconnect();
  }
};

/** Asks the engine where the function lies, and for the scripts that there are; both answer at once. */
const scriptUrl = (session: Session, Class: object): string | undefined => {
  const urls = new Map<string, string>();
  session.on('Debugger.scriptParsed', ({ params }) => urls.set(params.scriptId, params.url));
  session.post('Debugger.enable');
  const location = locationOf(session, Class);
  session.post('Debugger.disable');
  return location === undefined ? undefined : urls.get(location.scriptId);
};

const locationOf = (session: Session, Class: object): Debugger.Location | undefined => {
  const host = globalThis as Record<string, unknown>;
  host[HANDLE] = Class;
  let found: Debugger.Location | undefined;
  const note = (_: Error | null, answer?: Runtime.GetPropertiesReturnType): void => {
    const place = answer?.internalProperties?.find(({ name }) => name === '[[FunctionLocation]]');
    found = place?.value?.value;
  };
  try {
    session.post('Runtime.evaluate', { expression: HANDLE }, (_, answer) => {
      const objectId = answer?.result.objectId;
      if (objectId !== undefined) session.post('Runtime.getProperties', { objectId, ownProperties: true }, note);
    });
    return found;
  } finally {
    delete host[HANDLE];
  }
};

const pathFrom = (url: string | undefined): string | null => {
  const path = url?.startsWith('file:') ? fileURLToPath(url) : url;
  if (path === undefined || !existsSync(path)) return null;
  const here = relative(process.cwd(), path).replaceAll(sep, '/');
  return here.startsWith('../') ? here : `./${here}`;
};
