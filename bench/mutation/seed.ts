/** What is set before each spec file of a trial: random specs repeat themselves, and do not look for a smaller failure. */
import { configureGlobal, readConfigureGlobal } from 'fast-check';

configureGlobal({ ...readConfigureGlobal(), seed: 1, endOnFailure: true });
