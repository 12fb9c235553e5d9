/** A dialog over the page: the browser's own, which keeps the focus and closes by Escape. */
import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Properties {
  readonly title: string;
  readonly isOpen: Signal<boolean>;
  readonly children: ComponentChildren;
}

export const Dialog = ({ title, isOpen, children }: Properties) => {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen.value && element.current?.open === false) element.current.showModal();
    if (!isOpen.value) element.current?.close();
  }, [isOpen.value]);
  return (
    <dialog
      ref={element}
      aria-label={title}
      onClose={() => {
        isOpen.value = false;
      }}
    >
      <form method="dialog">
        <button type="submit" class="small" aria-label="Close">
          ✕
        </button>
      </form>
      <h2>{title}</h2>
      {isOpen.value ? children : null}
    </dialog>
  );
};
