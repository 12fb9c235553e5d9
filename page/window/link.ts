/** Links: the address of the page holds the moment that it shows, or a place in a lecture. */
import { MalformedMoment, type Moment, momentOfText } from '../../specs/specs.ts';

/** What an address asks for. */
export type Asked =
  | { readonly what: 'nothing' }
  | { readonly what: 'moment'; readonly moment: Moment }
  | { readonly what: 'lecture'; readonly name: string; readonly slide: number }
  | { readonly what: 'nonsense'; readonly problem: string };

/** What is asked for by the part of an address behind `#`. */
export const askedBy = (hash: string): Asked => {
  const text = decoded(hash.replace(/^#/, ''));
  if (text === '') return { what: 'nothing' };
  const [, name, slide = '1'] = /^lecture\/([\w-]+)(?:\/(\d+))?$/.exec(text) ?? [];
  if (name !== undefined) return { what: 'lecture', name, slide: Number(slide) };
  try {
    return { what: 'moment', moment: momentOfText(text) };
  } catch (error) {
    if (!(error instanceof MalformedMoment)) throw error;
    return { what: 'nonsense', problem: `This link says no moment: ${error.message}.` };
  }
};

/** A browser leaves a sign of percent alone that stands for nothing. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Puts `hash` into the address, without a step in the history of the browser. */
export const putLink = (hash: string): void => {
  history.replaceState(history.state, '', `#${hash}`);
};

/** Whether a smaller view is asked for, to be embedded in another page. */
export const isEmbedded = (): boolean => new URLSearchParams(location.search).has('embed');
