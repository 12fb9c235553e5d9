/**
 * Events: what happens in a machine and in the kernel that runs on it, told to listeners. Looking changes nothing, and
 * without a listener nothing is made: every place that tells asks `machine.listening` first.
 */

export type MachineEvent =
  /** The CPU enters the kernel. `slot` is the process that was running. */
  | { readonly type: 'system call'; readonly slot: number; readonly number: number; readonly argument: number }
  | { readonly type: 'exception'; readonly slot: number; readonly vector: number; readonly address: number }
  | { readonly type: 'timer'; readonly slot: number }
  /** The CPU goes back to ring 3, to process `slot`, whose rax is `result`. */
  | { readonly type: 'return'; readonly slot: number; readonly result: number }
  | { readonly type: 'idle' }
  /** A physical page's reference count changed from `before` to `count`. */
  | { readonly type: 'page'; readonly page: number; readonly before: number; readonly count: number }
  /** The kernel's allocator found no page. */
  | { readonly type: 'out of memory' }
  /** The kernel sets a process up: begins, reaches one of its image's segments, is done. */
  | { readonly type: 'setup'; readonly slot: number; readonly name: string }
  | {
      readonly type: 'segment';
      readonly va: number;
      readonly fileSize: number;
      readonly size: number;
      readonly writable: boolean;
    }
  | { readonly type: 'set up'; readonly slot: number }
  /** A line that the kernel wrote to its log. */
  | { readonly type: 'log'; readonly text: string };

export type Listener = (event: MachineEvent) => void;
