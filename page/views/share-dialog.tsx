/** What one takes along: the link to this moment, the command that opens it, the picture, the run. */
import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { svgOf } from '../map/svg.ts';
import type { ExportFormat } from '../scholar/exports.ts';
import type { Session } from '../window/session.ts';
import { palette } from '../window/theme.ts';
import { Dialog } from './dialog.tsx';

export const isSharing = signal(false);

const COLUMNS = 64;
/** Pixels of the PNG for each of the picture. */
const SCALE = 2;

export const ShareDialog = ({ session }: { readonly session: Session }) => (
  <Dialog title="Take this moment along" isOpen={isSharing}>
    <Sharing session={session} />
  </Dialog>
);

const Sharing = ({ session }: { readonly session: Session }) => {
  const named = session.named.value;
  useEffect(() => session.pause(), []);
  if (named === null) return <p class="waiting">The moment gets its name …</p>;
  const link = `${location.href.replace(/#.*/, '')}#${named.text}`;
  const embed = `<iframe src="${link.replace('#', '?embed#')}" width="800" height="600" title="A moment of a kernel"></iframe>`;
  return (
    <>
      <Copied label="Link to this moment" text={link} />
      <Copied label="The same on a command line" text={`ringfence step --moment ${named.text}`} />
      <Copied label="To embed it in a page of a course" text={embed} />
      <h3>The picture</h3>
      <div class="row">
        <button type="button" onClick={() => save('memory.svg', 'image/svg+xml', pictureOf(session))}>
          SVG
        </button>
        <button type="button" onClick={() => void savePng(session)}>
          PNG
        </button>
      </div>
      <h3>The run, from the boot to here</h3>
      <div class="row">
        <button type="button" onClick={() => save('run.json', 'application/json', jsonOf(session))}>
          JSON
        </button>
        {session.opening.value?.pages === 0 ? null : (
          <>
            <button type="button" onClick={() => void exportRun(session, 'trace', 'run.trace.json')}>
              Chrome trace (Perfetto)
            </button>
            <button type="button" onClick={() => void exportRun(session, 'stacks', 'run.stacks.txt')}>
              Collapsed stacks
            </button>
            <button type="button" onClick={() => void exportRun(session, 'cast', 'run.cast')}>
              Asciicast
            </button>
          </>
        )}
      </div>
    </>
  );
};

const Copied = ({ label, text }: { readonly label: string; readonly text: string }) => {
  const isCopied = useSignal(false);
  return (
    <label class="copied">
      {label}
      <span class="row">
        <input readOnly value={text} onFocus={(event) => event.currentTarget.select()} />
        <button
          type="button"
          onClick={async (event) => {
            const input = event.currentTarget.previousElementSibling as HTMLInputElement;
            input.select();
            await navigator.clipboard?.writeText(text);
            isCopied.value = true;
          }}
        >
          {isCopied.value ? 'copied' : 'copy'}
        </button>
      </span>
    </label>
  );
};

const pictureOf = (session: Session): string => {
  const picture = session.picture.value;
  const title = `${session.opening.value?.title}, event ${picture?.event}`;
  return svgOf({ columns: COLUMNS, cells: picture?.cells ?? [] }, title, palette.value);
};

/** The run as data: what is run, how far, and what passed until here. */
const jsonOf = (session: Session): string => {
  const { run, picture, named, passed } = session;
  const [event, step] = [picture.value?.event ?? 0, picture.value?.step ?? 0];
  const marks = session.marks.value.filter((mark) => mark.step <= step);
  const data = { run: run.value, event, step, moment: named.value?.text, fingerprint: named.value?.fingerprint };
  return `${JSON.stringify({ ...data, free: passed.free.slice(0, event + 1), marks }, null, 2)}\n`;
};

const exportRun = async (session: Session, format: ExportFormat, name: string): Promise<void> => {
  try {
    const at = { run: session.run.value, step: session.picture.value?.step ?? 0 };
    save(name, 'text/plain', await session.workers.scholar.export(at, format));
  } catch (error) {
    session.complain(error);
  }
};

/** Has the browser save a file. */
const save = (name: string, type: string, content: string | Blob): void => {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
};

const savePng = async (session: Session): Promise<void> => {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(pictureOf(session))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * SCALE;
  canvas.height = image.height * SCALE;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    if (blob !== null) save('memory.png', 'image/png', blob);
  });
};
