/**
 * Measurements of workloads, each in a process of its own: what V8 learns from one workload about the shapes of objects and the
 * frequencies of calls would otherwise slow down the next, and no user runs all of them one after the other.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { measureResumption, type Sample } from './timing.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

export interface Measurement extends Sample {
  readonly name: string;
  /** Nanoseconds of R in the same process, and those of the work in units of it. */
  readonly resumption: number;
  readonly multiple: number;
  readonly goal?: number;
}

const MEASURED = fileURLToPath(new URL('./measured.js', import.meta.url));

/** Measures a workload in this process. */
export const measure = ({ name, goal, measure: take }: Workload): Measurement => {
  const before = measureResumption();
  const sample = take();
  const resumption = Math.min(before, measureResumption());
  const multiple = sample.nanoseconds / resumption;
  return { name, ...sample, resumption, multiple, ...(goal !== undefined && { goal }) };
};

/** Measures a workload in a process of its own. Throws an Error with what that says if it fails. */
export const measureApart = ({ name }: Workload): Measurement => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...process.execArgv, MEASURED, name]);
  if (status !== 0) throw new Error(`${name}: ${stderr.toString()}`);
  return JSON.parse(stdout.toString());
};

/** The workload of that very name. */
export const workloadNamed = (name: string): Workload => {
  const found = WORKLOADS.find((workload) => workload.name === name);
  if (found === undefined) throw new Error(`there is no workload "${name}"`);
  return found;
};
