/**
 * What is set up before each spec file: random specs repeat themselves, and do not look for a smaller failure. Where coverage is asked for, what ran
 * is written down when the file is done, here and in the processes that it starts.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';
import { configureGlobal, readConfigureGlobal } from 'fast-check';
import { afterAll } from 'vitest';

/** The folder to which coverage is written, as a variable of the environment. */
const folder = process.env.RINGFENCE_COVERAGE;

configureGlobal({ ...readConfigureGlobal(), seed: 1, endOnFailure: true });

if (folder !== undefined) {
  mkdirSync(folder, { recursive: true });
  process.env.NODE_V8_COVERAGE = folder;
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  afterAll(() => {
    session.post('Profiler.takePreciseCoverage', (_, covered) =>
      writeFileSync(join(folder, 'spec.json'), JSON.stringify(covered)),
    );
    session.disconnect();
  });
}
