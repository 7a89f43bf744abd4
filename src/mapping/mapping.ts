import type { Field, RowKind } from './canonical.ts';

/** How the extracts of one source become canonical rows: `mapping.yaml` and its code tables, checked (see `readMapping`). */
export interface Mapping {
  /** Name of the mapping, which is that of its folder. */
  readonly id: string;
  readonly title: string;
  /** Its folder, with a slash at the end. */
  readonly folder: URL;
  /** `mapping.yaml` as a reader finds it. */
  readonly file: string;
  /** IANA name of the zone in which local times are told. */
  readonly timeZone: string;
  readonly listSeparator: string;
  /** By name, in the order of the file. */
  readonly extracts: ReadonlyMap<string, Extract>;
  /** Names of files that stand beside the extracts and are none, so that a whole folder can be named. */
  readonly notExtracts: ReadonlySet<string>;
  /** Kinds of row whose keys say nothing about a person, so that they may stand in FHIR ids as they are. */
  readonly plainKinds: ReadonlySet<RowKind>;
}

/** Rows of one kind, and the file of a source in which they stand. */
export interface Extract {
  readonly name: string;
  /** Name of the file. Several extracts may read one: each finds rows of its own kind in it. */
  readonly file: string;
  /** Whether the rows of its file say other things too, so that what it reads of them may come again. */
  readonly isPart: boolean;
  readonly row: RowKind;
  /** Name of the column that holds the key: the first. */
  readonly keyColumn: string;
  /** Names of the columns that a file must have, in the order of the mapping. */
  readonly columns: readonly string[];
  /** Columns that no file has, by name, and what they are made of. */
  readonly made: ReadonlyMap<string, MadeOf>;
  /** Of a sheet with a column for each day: which ones. */
  readonly days: Days | null;
  readonly fields: readonly FieldMapping[];
  /** Columns whose value says which columns fill which fields. */
  readonly choices: readonly Choice[];
}

/** Texts of columns, put together, or the same text in each row. */
export type MadeOf = { readonly columns: readonly string[] } | { readonly constant: string };

/** Columns of the days of a month. Each letter in them becomes a row. */
export interface Days {
  /** By day, from 1: name of its column. */
  readonly columns: readonly string[];
  /** Of which month, `YYYY-MM`. */
  readonly month: MonthOf;
}
export type MonthOf = { readonly column: string } | { readonly constant: string };

/** Where a field of the canonical row comes from, and how its cell is read. */
export interface FieldMapping {
  /** Name of the field. */
  readonly to: string;
  readonly field: Field;
  /** Whether a row without it is rejected. */
  readonly required: boolean;
  /** Where its text stands. */
  readonly from: { readonly column: string } | { readonly constant: string };
  /** Of a reference: the kind of row that it names. */
  readonly refersTo: RowKind | null;
  /** Of a code: local code → canonical code. */
  readonly codes: CodeTable | null;
  /** Of a date or moment: how it may be written. */
  readonly formats: readonly string[];
  readonly booleans: Booleans;
}

/** Texts that mean true and false: in lower case, unless case matters. */
export interface Booleans {
  readonly caseMatters: boolean;
  readonly true: readonly string[];
  readonly false: readonly string[];
}

/** One column of the mapping: `direction` says whether `member_id` is sender or recipient. */
export interface Choice {
  readonly column: string;
  readonly required: boolean;
  /** Value of the column → the fields that are then filled. */
  readonly options: ReadonlyMap<string, readonly FieldMapping[]>;
}

/** A code system whose codes canonical rows may have. */
export interface CodeSystem {
  readonly name: string;
  readonly url: string;
  readonly codes: readonly string[];
  /** What codes are called, where more is known than the code itself. */
  readonly names: ReadonlyMap<string, string>;
}

/** A FHIR ConceptMap, or, where a field has none, the codes of its system as they are. */
export interface CodeTable {
  /** Name of the table (`codes/<name>.json`), or of the code system. */
  readonly name: string;
  /** Whether the mapping has it; else the cells hold canonical codes. */
  readonly isOwn: boolean;
  /** Whose codes its targets are. */
  readonly system: CodeSystem;
  /** Local code → canonical code; null where the table says that there is none. */
  readonly targets: ReadonlyMap<string, string | null>;
}

/** Names of the files of a source, in the order of the mapping. */
export function filesOf({ extracts }: Mapping): string[] {
  return [...new Set([...extracts.values()].map(({ file }) => file))];
}
