/**
 * What a kernel keeps in fields of its own object, which no snapshot of a machine holds: numbers, arrays and the like. What is neither plain
 * data nor made of it stays what it is.
 */
export type KernelFields = ReadonlyMap<string, unknown>;

/** The fields of `kernel` as they are now. */
export const fieldsOf = (kernel: object): KernelFields =>
  new Map(Object.entries(kernel).map(([name, value]) => [name, copyOf(value)]));

/** Has `kernel` have those fields again; those that it has got since then are gone. */
export const putFields = (kernel: object, fields: KernelFields): void => {
  for (const name of Object.keys(kernel)) if (!fields.has(name)) Reflect.deleteProperty(kernel, name);
  for (const [name, value] of fields) Reflect.set(kernel, name, copyOf(value));
};

const copyOf = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  if (value instanceof Map) return new Map([...value].map(([key, held]) => [key, copyOf(held)]));
  if (value instanceof Set) return new Set(value);
  if (ArrayBuffer.isView(value) && 'slice' in value) return (value as Uint8Array).slice();
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, copyOf(held)]));
};
