/** All that commands write as JSON, each with its schema: docs/schemas/ has a file for each, docs/json.md says which is whose. */
import { ELSEWHERE, HUNTED, LISTED, SHOWN } from '../bugs/json.ts';
import { CHECK } from '../check/result.ts';
import { COMPARE } from '../compare/report.ts';
import { EXPLAIN } from '../explain/json.ts';
import { EXPLORE } from '../explore/json.ts';
import { FUZZ, FUZZ_COMPARE, FUZZ_TRACE } from '../fuzz/part.ts';
import { JOS } from '../jos/json.ts';
import { JUDGE } from '../judge/json.ts';
import { ODDS } from '../odds/json.ts';
import { RUN } from '../run/json.ts';
import { WALK } from '../walk/json.ts';
import { WHY } from '../why/json.ts';
import type { Schema } from './shape.ts';

export const DOCUMENTS: readonly { readonly name: string; readonly schema: Schema }[] = [
  ...[CHECK, JOS, WHY, WALK, ODDS, COMPARE, RUN, EXPLAIN, JUDGE, EXPLORE],
  ...[LISTED, SHOWN, HUNTED, ELSEWHERE, FUZZ, FUZZ_TRACE, FUZZ_COMPARE],
];

/** The file of a schema. */
export const schemaFile = ({ schema }: { readonly schema: Schema }): string => `${JSON.stringify(schema, null, 2)}\n`;
