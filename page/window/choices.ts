/** What one may choose, to ask about it. */

/** What may be asked of a virtual address. */
export type AddressSubject = 'entry' | 'read' | 'write' | 'tlb';

/** What is asked about. */
export type Chosen =
  | { readonly what: 'page'; readonly page: number }
  | { readonly what: 'address'; readonly va: number; readonly about?: AddressSubject }
  | { readonly what: 'word'; readonly address: number }
  | { readonly what: 'call' }
  | { readonly what: 'process'; readonly pid: number }
  | { readonly what: 'step' };
