/** Profiles of work: where V8's sampling profiler finds the time, as a tree of calls. */
import type { Profiler } from 'node:inspector';
import { inspect, sourceOf } from './inspector.ts';

/** A function as called from one place, with what it called in turn. */
export interface Call {
  readonly name: string;
  /** The source file it stands in, from the project's directory on; empty for what belongs to the host. */
  readonly file: string;
  /** Samples that found this function running, and those that found it or something it called. */
  self: number;
  total: number;
  readonly calls: Map<string, Call>;
}

/** What share of a call's time is nearly all of it. */
const NEARLY_ALL = 0.93;
/** Microseconds between two samples. */
const INTERVAL = 200;

/** Does `work` under the profiler, and returns the tree of its calls. */
export const profile = (work: () => void): Promise<Call> =>
  inspect(async (post) => {
    await post('Profiler.enable');
    await post('Profiler.setSamplingInterval', { interval: INTERVAL });
    await post('Profiler.start');
    work();
    return treeOf((await post<Profiler.StopReturnType>('Profiler.stop')).profile);
  });

const treeOf = ({ nodes, samples = [] }: Profiler.Profile): Call => {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const hits = new Map<number, number>();
  for (const id of samples) hits.set(id, (hits.get(id) ?? 0) + 1);
  const add = (node: Profiler.ProfileNode, to: Call): void => {
    to.self += hits.get(node.id) ?? 0;
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child === undefined) continue;
      add(child, callIn(to, child.callFrame.functionName || '(anonymous)', sourceOf(child.callFrame.url)));
    }
  };
  const root = newCall('all', '');
  add(nodes[0], root);
  addUp(root);
  return root;
};

/** Sets the totals of `call` and of all below it; returns its own. */
const addUp = (call: Call): number => {
  call.total = call.self;
  for (const callee of call.calls.values()) call.total += addUp(callee);
  return call.total;
};

/** What `caller` calls under that name, there from now on if it was not. */
const callIn = (caller: Call, name: string, file: string): Call => {
  const key = `${name} ${file}`;
  const call = caller.calls.get(key) ?? newCall(name, file);
  caller.calls.set(key, call);
  return call;
};

const newCall = (name: string, file: string): Call => ({ name, file, self: 0, total: 0, calls: new Map() });

/** The part of the tree below which nothing but the work lies: down from `call` as long as one of its calls takes nearly all of its time. */
export const heartOf = (call: Call): Call => {
  const most = [...call.calls.values()].reduce<Call | null>((a, b) => (a !== null && a.total >= b.total ? a : b), null);
  return most !== null && most.total >= call.total * NEARLY_ALL ? heartOf(most) : call;
};
