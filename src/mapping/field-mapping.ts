import { CANONICAL } from './canonical.ts';
import type { Field, RowKind } from './canonical.ts';
import { codesAsTheyAre } from './code-tables.ts';
import type { TableFile } from './code-tables.ts';
import { DATE_FORMATS, MOMENT_FORMATS, clashing, dateFormat } from './convert/date-format.ts';
import type { DateFormat } from './convert/date-format.ts';
import type { Booleans, CodeSystem, CodeTable, FieldMapping } from './mapping.ts';
import type { WrittenColumn } from './mapping-schema.ts';

/** A mistake in `mapping.yaml`, at the line of a path. */
export type Wrong = (path: readonly PropertyKey[], message: string) => Error;

/** What the columns of all extracts may refer to. */
export interface Surroundings {
  readonly wrong: Wrong;
  /** Extract → kind of its rows. */
  readonly kinds: ReadonlyMap<string, RowKind>;
  readonly systems: ReadonlyMap<string, CodeSystem>;
  readonly tables: ReadonlyMap<string, TableFile>;
  readonly booleans: Booleans;
}

/** Where a field gets its text: how the column is written, and where that stands. */
export interface Origin {
  readonly path: readonly PropertyKey[];
  readonly from: FieldMapping['from'];
  readonly written: WrittenColumn;
}

export const thereAre = (names: Iterable<string>): string => `there are: ${[...names].join(', ')}`;

export function fieldsOf(row: RowKind): Readonly<Record<string, Field>> {
  return CANONICAL[row];
}

/** A field that is filled from a column. `path` is where the field is named. Throws what `wrong` makes. */
export function fieldMapping(
  around: Surroundings,
  row: RowKind,
  to: string,
  path: readonly PropertyKey[],
  origin: Origin,
): FieldMapping {
  const fields = fieldsOf(row);
  const field = Object.hasOwn(fields, to) ? fields[to] : undefined;
  if (field === undefined)
    throw around.wrong(path, `a row of kind ${row} has no ${to}; ${thereAre(Object.keys(fields))}`);
  return {
    to,
    field,
    required: field.required || origin.written.required === true,
    from: origin.from,
    refersTo: refersTo(around, field, to, origin),
    codes: codesOf(around, field, to, origin),
    formats: formatsOf(around, field, to, origin),
    booleans: booleansOf(around, field, to, origin),
  };
}

function refersTo(around: Surroundings, field: Field, to: string, { path, written }: Origin): RowKind | null {
  const named = written.in;
  if (field.kind !== 'reference') {
    if (named === undefined) return null;
    throw around.wrong([...path, 'in'], `${to} is no reference; take it out`);
  }
  const fitting = [...around.kinds].filter(([, kind]) => field.to.includes(kind)).map(([name]) => name);
  const right = `${to} names a row of kind ${field.to.join(' or ')}; ${thereAre(fitting)}`;
  if (named === undefined) throw around.wrong(path, `needs in: EXTRACT, since ${right}`);
  const kind = around.kinds.get(named);
  if (kind === undefined) throw around.wrong([...path, 'in'], `there is no extract ${named}: ${right}`);
  if (!field.to.includes(kind))
    throw around.wrong([...path, 'in'], `a row of ${named} is of kind ${kind}, but ${right}`);
  return kind;
}

function codesOf(around: Surroundings, field: Field, to: string, { path, written }: Origin): CodeTable | null {
  const named = written.codes;
  if (field.kind !== 'code' || field.system === null) {
    if (named === undefined) return null;
    throw around.wrong([...path, 'codes'], `${to} holds no code; take it out`);
  }
  const system = around.systems.get(field.system);
  if (system === undefined)
    throw around.wrong(
      path,
      `the codes of ${field.system} are neither in profiles/ nor in mappings/fhir-code-systems.yaml`,
    );
  if (named === undefined) return codesAsTheyAre(system);
  const file = around.tables.get(named);
  if (file === undefined)
    throw around.wrong([...path, 'codes'], `there is no codes/${named}.json; ${thereAre(around.tables.keys())}`);
  return file.to(system);
}

function formatsOf(around: Surroundings, field: Field, to: string, { path, written }: Origin): readonly string[] {
  const place = [...path, 'formats'];
  if (field.kind !== 'date' && field.kind !== 'moment') {
    if (written.formats === undefined) return [];
    throw around.wrong(place, `${to} is no date; take them out`);
  }
  if (written.formats === undefined) return field.kind === 'date' ? DATE_FORMATS : MOMENT_FORMATS;
  const formats = written.formats.map((text, index) => formatOf(around, text, [...place, index]));
  const timed = formats.findIndex(({ hasTime }) => hasTime);
  if (field.kind === 'date' && timed >= 0)
    throw around.wrong(
      [...place, timed],
      `${to} has no time of day; a midnight is written as it stands: YYYY-MM-DD 00:00`,
    );
  const clash = clashing(formats);
  if (clash !== null) {
    const [first, second] = clash;
    throw around.wrong(place, `${first.text} and ${second.text} read the same text as two dates; leave one of the two`);
  }
  return written.formats;
}

function formatOf(around: Surroundings, text: string, place: readonly PropertyKey[]): DateFormat {
  try {
    return dateFormat(text);
  } catch (error) {
    throw around.wrong(place, error instanceof RangeError ? error.message : 'is no format of dates');
  }
}

function booleansOf(around: Surroundings, field: Field, to: string, { path, written }: Origin): Booleans {
  if (field.kind === 'boolean')
    return booleansAt(around.wrong, path, {
      true: written.true ?? around.booleans.true,
      false: written.false ?? around.booleans.false,
      caseMatters: written.case !== undefined,
    });
  for (const key of ['true', 'false', 'case'] as const)
    if (written[key] !== undefined) throw around.wrong([...path, key], `${to} is not true or false; take it out`);
  return around.booleans;
}

/** In lower case, unless case matters. Throws where a text means both. */
export function booleansAt(wrong: Wrong, path: readonly PropertyKey[], texts: Booleans): Booleans {
  const { caseMatters } = texts;
  const lower = (list: readonly string[]) => list.map((text) => (caseMatters ? text : text.toLowerCase()));
  const booleans = { true: lower(texts.true), false: lower(texts.false), caseMatters };
  const both = booleans.true.find((text) => booleans.false.includes(text));
  if (both !== undefined)
    throw wrong(
      path,
      `${both} means both true and false${caseMatters ? '' : '; case does not matter, unless its column says case: matters'}`,
    );
  return booleans;
}
