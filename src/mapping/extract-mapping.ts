import { CodeUse } from './code-use.ts';
import { cellReader } from './convert/cell.ts';
import type { ZoneClock } from './convert/zone-clock.ts';
import type { RowKind } from './canonical.ts';
import { fieldMapping, fieldsOf, thereAre } from './field-mapping.ts';
import type { Origin, Surroundings } from './field-mapping.ts';
import { daysOf, fileColumns, madeColumns } from './made-columns.ts';
import type { Choice, Extract, FieldMapping } from './mapping.ts';
import type { WrittenColumn, WrittenExtract } from './mapping-schema.ts';

/** What a constant is read with. */
export interface Constants {
  readonly clock: ZoneClock;
  readonly listSeparator: string;
}

interface Column {
  readonly name: string;
  readonly path: readonly PropertyKey[];
  readonly written: WrittenColumn;
}

/** One extract, checked. Throws what `wrong` makes. */
export function extractMapping(
  around: Surroundings,
  constants: Constants,
  name: string,
  row: RowKind,
  extract: WrittenExtract,
): Extract {
  const place = ['extracts', name, 'columns'];
  const columns = Object.entries(extract.columns).map(([column, written]): Column => ({
    name: column,
    path: [...place, column],
    written,
  }));
  for (const column of columns) checkColumn(around, column);
  const isPart = extract.file !== undefined;
  const keyColumn = keyOf(around, place, row, columns, isPart);
  const fields = columns.flatMap((column) => mappedField(around, constants, row, column));
  const choices = columns.flatMap((column) => choiceOf(around, row, columns, column));
  checkUse(around, columns, choices);
  checkFields(around, row, place, columns, fields, choices);
  const days = daysOf(around.wrong, name, extract);
  const made = madeColumns(extract.columns, row);
  return {
    name,
    file: extract.file ?? name,
    isPart,
    row,
    keyColumn,
    columns: fileColumns(extract.columns, made, days),
    made,
    days,
    fields,
    choices,
  };
}

function checkColumn({ wrong }: Surroundings, { path, written }: Column): void {
  const { to, choose, constant, from } = written;
  if (to !== undefined && choose !== undefined)
    throw wrong([...path, 'choose'], 'a column goes to a field or chooses among columns; take out to: or choose:');
  if (constant !== undefined && to === undefined)
    throw wrong([...path, 'constant'], 'needs to: FIELD, the field that always reads so');
  if (constant !== undefined && from !== undefined)
    throw wrong(
      [...path, 'from'],
      'a field reads the same in each row or is made of columns; take out from: or constant:',
    );
}

function keyOf(
  { wrong }: Surroundings,
  place: readonly PropertyKey[],
  row: RowKind,
  columns: readonly Column[],
  isPart: boolean,
): string {
  const [first] = columns;
  if (first === undefined) throw wrong(place, 'has no columns; the first is the key: { to: id }');
  const { to, constant } = first.written;
  // What all rows of a file say of one thing, such as their only provider, has one key.
  if (to === undefined || (constant !== undefined && !isPart) || fieldsOf(row)[to]?.kind !== 'key')
    throw wrong(first.path, 'the first column is the key: { to: id }');
  return first.name;
}

function mappedField(
  around: Surroundings,
  constants: Constants,
  row: RowKind,
  { name, path, written }: Column,
): FieldMapping[] {
  const { to, constant } = written;
  if (to === undefined) return [];
  const origin: Origin = { path, written, from: constant === undefined ? { column: name } : { constant } };
  const mapped = fieldMapping(around, row, to, [...path, 'to'], origin);
  if (constant !== undefined) checkConstant(around, constants, mapped, constant, path);
  return [mapped];
}

function checkConstant(
  { wrong }: Surroundings,
  { clock, listSeparator }: Constants,
  mapped: FieldMapping,
  constant: string,
  path: readonly PropertyKey[],
): void {
  const place = [...path, 'constant'];
  const { codes, field } = mapped;
  const items = field.isList ? constant.split(listSeparator) : [constant];
  const unknown = codes === null ? undefined : items.find((code) => (codes.targets.get(code) ?? null) === null);
  if (codes !== null && unknown !== undefined)
    throw wrong(place, `${unknown} is no code of ${codes.name}; ${thereAre(codes.targets.keys())}`);
  const faults: string[] = [];
  const reading = { clock, listSeparator, codeUse: new CodeUse() };
  cellReader(mapped, reading, (_code, _severity, message) => faults.push(message))(constant);
  const [fault] = faults;
  if (fault !== undefined) throw wrong(place, fault);
}

function choiceOf(
  around: Surroundings,
  row: RowKind,
  columns: readonly Column[],
  { name, path, written }: Column,
): Choice[] {
  if (written.choose === undefined) return [];
  const options = new Map(
    Object.entries(written.choose).map(([value, chosen]) => [
      value,
      Object.entries(chosen).map(([to, column]) => {
        const place = [...path, 'choose', value, to];
        const from = columns.find((one) => one.name === column);
        if (from === undefined || from.written.choose !== undefined || from.written.constant !== undefined)
          throw around.wrong(place, `there is no column ${column} to choose; ${thereAre(choosable(columns))}`);
        const origin = { ...from, from: { column } };
        return fieldMapping(around, row, to, place, origin);
      }),
    ]),
  );
  const isNeeded = [...options.values()].flat().some(({ field }) => field.required);
  return [{ column: name, required: isNeeded || written.required === true, options }];
}

function choosable(columns: readonly Column[]): string[] {
  return columns
    .filter(({ written }) => written.choose === undefined && written.constant === undefined)
    .map(({ name }) => name);
}

/** Each column has to do something. */
function checkUse({ wrong }: Surroundings, columns: readonly Column[], choices: readonly Choice[]): void {
  const chosen = new Set(
    choices.flatMap(({ options }) => [...options.values()].flat()).map(({ from }) => columnOf(from)),
  );
  const idle = columns.find(
    ({ name, written }) => written.to === undefined && written.choose === undefined && !chosen.has(name),
  );
  if (idle !== undefined)
    throw wrong(idle.path, 'goes nowhere: give it to: FIELD, let another column choose it, or take it out');
}

function columnOf(from: FieldMapping['from']): string | null {
  return 'column' in from ? from.column : null;
}

/** Each field is filled once, and what is required is filled. */
function checkFields(
  { wrong }: Surroundings,
  row: RowKind,
  place: readonly PropertyKey[],
  columns: readonly Column[],
  fields: readonly FieldMapping[],
  choices: readonly Choice[],
): void {
  const filled = new Map<string, string>();
  const fill = (to: string, column: string, path: readonly PropertyKey[]): void => {
    const before = filled.get(to);
    if (before !== undefined) throw wrong(path, `${to} is mapped twice, here and at ${before}; leave one of the two`);
    filled.set(to, column);
  };
  for (const { name, path, written } of columns) if (written.to !== undefined) fill(written.to, name, [...path, 'to']);
  for (const { column, options } of choices)
    for (const to of new Set([...options.values()].flat().map((mapped) => mapped.to)))
      fill(to, column, [...place, column, 'choose']);
  const always = new Set([
    ...fields.map(({ to }) => to),
    ...choices.flatMap(({ options }) => inAll([...options.values()].map((mapped) => mapped.map(({ to }) => to)))),
  ]);
  const missing = Object.entries(fieldsOf(row)).find(([name, field]) => field.required && !always.has(name));
  if (missing !== undefined)
    throw wrong(place, `a row of kind ${row} needs its ${missing[0]}: give a column to: ${missing[0]}`);
}

function inAll(lists: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = lists;
  return first.filter((name) => others.every((list) => list.includes(name)));
}
