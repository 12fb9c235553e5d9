/**
 * A module that is evaluated again and again, each time as if it were imported for the first: with variables of its own. Its clock is another
 * one than the host's, and what it prints is lost, since it was printed before.
 */
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';

type Module = Readonly<Record<string, unknown>>;

/** What a program can ask the host for in the course of nature, and would be told the same twice at the same moment. */
const SHIFT_MILLISECONDS = 400 * 24 * 3600 * 1000 + 12_345.678;
const SILENT = { write: (): boolean => true };

/** Evaluates `text`, a module of the kind of CommonJS, which finds `libraries` by their names. Returns what evaluates it anew, and gives its exports. */
export const importedAnew = (text: string, libraries: ReadonlyMap<string, Module>): (() => Module) => {
  const host = createRequire(import.meta.url);
  const require = (name: string): unknown => libraries.get(name) ?? host(name);
  const names = ['module', 'exports', 'require', 'Date', 'performance', 'console', 'process'];
  const evaluate = compileFunction(text, names);
  return () => {
    const module: { exports: Module } = { exports: {} };
    evaluate(module, module.exports, require, laterDate, laterPerformance, silentConsole, silentProcess);
    return module.exports;
  };
};

const later = (): number => Date.now() + Math.floor(SHIFT_MILLISECONDS);

const laterDate = new Proxy(Date, {
  construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [later()] : given, made),
  apply: () => new Date(later()).toString(),
  get: (target, name) => (name === 'now' ? later : Reflect.get(target, name)),
});

const laterPerformance = new Proxy(performance, {
  get: (target, name) => {
    if (name === 'now') return () => target.now() + SHIFT_MILLISECONDS;
    const value = Reflect.get(target, name, target);
    return typeof value === 'function' ? value.bind(target) : value;
  },
});

const silentConsole = new Proxy(console, { get: () => () => {} });

const silentProcess = Object.create(process, { stdout: { value: SILENT }, stderr: { value: SILENT } });
