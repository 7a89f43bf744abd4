import { UsageError } from '../errors.ts';
import type { IssueCode } from '../lake/issue.ts';
import { CANONICAL } from './canonical.ts';
import type { Field, RowKind } from './canonical.ts';
import { CodeUse } from './code-use.ts';
import { cellReader } from './convert/cell.ts';
import type { Fault, FieldValue, ReadCell, Reading } from './convert/cell.ts';
import { ZoneClock } from './convert/zone-clock.ts';
import type { Choice, Extract, FieldMapping, Mapping } from './mapping.ts';
import type { Linked } from './to-fhir/linked.ts';

export type { Fault } from './convert/cell.ts';

/** A canonical row, told apart by its kind. Its references are Links: kind and source key. */
export type CanonicalRow = { readonly [K in RowKind]: { readonly kind: K; readonly row: Linked<K> } }[RowKind];

export interface Converted {
  /** The row's key in the source; null where it has none. */
  readonly key: string | null;
  /** Null where a fault is an error. */
  readonly canonical: CanonicalRow | null;
  readonly faults: readonly Fault[];
}

/** Cells of one row, in the order of the header → canonical row. */
export type Converter = (cells: readonly string[]) => Converted;

/**
 * How rows of an extract become canonical rows. Throws UsageError where the header lacks a column (openExtract, told of the columns,
 * has checked that). Counts the codes that it meets in `codeUse`.
 */
export function converterOf(
  mapping: Mapping,
  extract: Extract,
  header: readonly string[],
  codeUse: CodeUse = new CodeUse(),
): Converter {
  const reading: Reading = { clock: new ZoneClock(mapping.timeZone), listSeparator: mapping.listSeparator, codeUse };
  const conversion = new Conversion(extract, header, reading);
  return (cells) => conversion.convert(cells);
}

const EMPTY = 'is empty, but has to be known';
const isError = ({ severity }: Fault): boolean => severity === 'error';

type Fields = Record<string, FieldValue>;
/** One step of a conversion: looks at some cells and fills some fields. */
type Step = (cells: readonly string[], fields: Fields) => void;

class Conversion {
  readonly #extract: Extract;
  readonly #header: readonly string[];
  readonly #reading: Reading;
  readonly #steps: readonly Step[];
  readonly #requiredFields: readonly string[];
  readonly #keyIndex: number;
  /** Of the row at hand. */
  #faults: Fault[] = [];

  constructor(extract: Extract, header: readonly string[], reading: Reading) {
    this.#extract = extract;
    this.#header = header;
    this.#reading = reading;
    this.#keyIndex = this.#indexOf(extract.keyColumn);
    const fields: Readonly<Record<string, Field>> = CANONICAL[extract.row];
    this.#requiredFields = Object.keys(fields).filter((name) => fields[name]?.required === true);
    this.#steps = [
      ...extract.fields.map((field) => this.#fieldStep(field)),
      ...extract.choices.map((choice) => this.#choiceStep(choice)),
    ];
  }

  convert(cells: readonly string[]): Converted {
    const fields: Fields = {};
    this.#faults = [];
    for (const step of this.#steps) step(cells, fields);
    const faults = this.#faults;
    const key = cells[this.#keyIndex] ?? '';
    const isRejected = faults.some(isError);
    return {
      key: key === '' ? null : key,
      canonical: isRejected ? null : this.#canonical(fields),
      faults,
    };
  }

  #canonical(fields: Fields): CanonicalRow {
    const row = { kind: this.#extract.row, row: fields };
    if (isCanonical(row, this.#requiredFields)) return row;
    throw new TypeError(`${this.#extract.name}: a row lacks what is required, and no fault says so`);
  }

  #fieldStep(mapped: FieldMapping): Step {
    const { to, from } = mapped;
    if ('constant' in from) {
      const value = this.#reader(mapped, null, new CodeUse())(from.constant);
      return (_, fields) => {
        if (value !== undefined) fields[to] = value;
      };
    }
    const index = this.#indexOf(from.column);
    const read = this.#reader(mapped, from.column);
    return (cells, fields) => {
      const cell = cells[index] ?? '';
      if (cell === '') {
        if (mapped.required) this.#report(from.column, 'required', 'error', EMPTY);
        return;
      }
      const faultsBefore = this.#faults.length;
      const value = read(cell);
      if (value !== undefined) fields[to] = value;
      else if (mapped.required && !this.#faults.slice(faultsBefore).some(isError))
        this.#report(from.column, 'required', 'error', 'holds nothing that can be used, but has to be known');
    };
  }

  #choiceStep({ column, required, options }: Choice): Step {
    const index = this.#indexOf(column);
    const steps = new Map(
      [...options].map(([value, mapped]) => [value, mapped.map((field) => this.#fieldStep(field))] as const),
    );
    return (cells, fields) => {
      const cell = cells[index] ?? '';
      const chosen = steps.get(cell);
      if (chosen !== undefined) for (const step of chosen) step(cells, fields);
      else if (cell !== '') this.#report(column, 'value', 'error', `is none of ${[...options.keys()].join(', ')}`);
      else if (required) this.#report(column, 'required', 'error', EMPTY);
    };
  }

  #reader(mapped: FieldMapping, column: string | null, codeUse = this.#reading.codeUse): ReadCell {
    return cellReader(mapped, { ...this.#reading, codeUse }, (code, severity, message) => {
      this.#report(column, code, severity, message);
    });
  }

  #report(column: string | null, code: IssueCode, severity: Fault['severity'], message: string): void {
    this.#faults.push({ column, code, severity, message });
  }

  #indexOf(column: string): number {
    const index = this.#header.indexOf(column);
    if (index < 0) throw new UsageError(`${this.#extract.name}: the header lacks ${column}`);
    return index;
  }
}

/** Fields are read as CANONICAL says, so that a row is one of its kind when it has all that are required. */
function isCanonical(
  one: { readonly kind: RowKind; readonly row: Readonly<Fields> },
  required: readonly string[],
): one is CanonicalRow {
  return required.every((name) => one.row[name] !== undefined);
}
