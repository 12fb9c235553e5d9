/**
 * Shapes: what a JSON value looks like, written once. Of each come a JSON Schema (draft 2020-12), for whoever reads the value, and a type, for the
 * code that writes it; so neither can say what the other does not.
 */

export type Schema = Readonly<Record<string, unknown>>;

/** A shape of values of type `T`. */
export interface Shape<T> {
  readonly schema: Schema;
  /** Never there: it only carries the type. */
  readonly type?: T;
}

/** A field of an object that may be missing. */
interface Missing<T> extends Shape<T> {
  readonly mayBeMissing: true;
}

/** The type of the values of a shape. */
export type Of<S> = S extends Shape<infer T> ? T : never;

type Fields = Readonly<Record<string, Shape<unknown>>>;
type ObjectOf<F extends Fields> = {
  readonly [Name in keyof F as F[Name] extends Missing<unknown> ? never : Name]: Of<F[Name]>;
} & {
  readonly [Name in keyof F as F[Name] extends Missing<unknown> ? Name : never]?: Of<F[Name]>;
};

const described = (schema: Schema, description?: string): Schema =>
  description === undefined ? schema : { ...schema, description };

export const text = (description?: string): Shape<string> => ({ schema: described({ type: 'string' }, description) });

/** A whole number, of `least` at least. */
export const whole = (description?: string, least?: number): Shape<number> => ({
  schema: described({ type: 'integer', ...(least !== undefined && { minimum: least }) }, description),
});

export const number = (description?: string): Shape<number> => ({ schema: described({ type: 'number' }, description) });

export const flag = (description?: string): Shape<boolean> => ({
  schema: described({ type: 'boolean' }, description),
});

/** Whatever can be written: it is for Ringfence itself to read. */
export const anything = (description: string): Shape<unknown> => ({ schema: { description } });

/** One of these words. */
export const oneOf = <const Words extends readonly string[]>(
  words: Words,
  description?: string,
): Shape<Words[number]> => ({ schema: described({ enum: words }, description) });

export const list = <T>({ schema }: Shape<T>, description?: string): Shape<readonly T[]> => ({
  schema: described({ type: 'array', items: schema }, description),
});

/** A value of that shape, or null; `description` is of both. */
export const orNull = <T>({ schema }: Shape<T>, description?: string): Shape<T | null> => ({
  schema: described({ anyOf: [schema, { type: 'null' }] }, description),
});

/** A value of one of these shapes. */
export const either = <const Shapes extends readonly Shape<unknown>[]>(
  shapes: Shapes,
  description?: string,
): Shape<Of<Shapes[number]>> => ({ schema: described({ anyOf: shapes.map(({ schema }) => schema) }, description) });

/** A field that may be missing. */
export const maybe = <T>({ schema }: Shape<T>): Missing<T> => ({ schema, mayBeMissing: true });

/** An object with these fields; later versions may have more. */
export const object = <F extends Fields>(fields: F, description?: string): Shape<ObjectOf<F>> => ({
  schema: described(
    {
      type: 'object',
      properties: Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])),
      required: Object.keys(fields).filter((name) => !('mayBeMissing' in fields[name])),
    },
    description,
  ),
});

/** A shape that is a whole line of output, with the name that is in it. */
export interface Document<T> extends Shape<T> {
  /** `check`, `bugs-hunt`: what the file of its schema is called. */
  readonly name: string;
}

/** How the schema of the document `name` is known, which stands in its field `schema`. */
export type Id<Name extends string> = `ringfence/${Name}/1`;

/** The document `name`, whose first field is `schema`; all others are `fields`. Fields may be added to a version, not changed or taken away. */
export const document = <const Name extends string, F extends Fields>(
  name: Name,
  title: string,
  fields: F,
): Document<{ readonly schema: Id<Name> } & ObjectOf<F>> & { readonly id: Id<Name> } => {
  const id: Id<Name> = `ringfence/${name}/1`;
  const { schema } = object({ schema: oneOf([id], 'Which schema this is, and in which version.'), ...fields });
  return { name, id, schema: headed(id, title, schema) };
};

/** A schema with what stands at its beginning. */
export const headed = (id: string, title: string, schema: Schema): Schema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: id,
  title,
  ...schema,
});
