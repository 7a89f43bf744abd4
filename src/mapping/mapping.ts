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
  /** Kinds of row whose keys say nothing about a person, so that they may stand in FHIR ids as they are. */
  readonly plainKinds: ReadonlySet<RowKind>;
  readonly codeTables: ReadonlyMap<string, CodeTable>;
}

/** One file of a source. */
export interface Extract {
  readonly name: string;
  readonly row: RowKind;
  /** Name of the column that holds the key: the first. */
  readonly keyColumn: string;
  /** Names of the columns that a file must have, in the order of the mapping. */
  readonly columns: readonly string[];
  readonly fields: readonly FieldMapping[];
  /** Columns whose value says which columns fill which fields. */
  readonly choices: readonly Choice[];
}

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

/** Texts that mean true and false, in lower case. */
export interface Booleans {
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

/** A FHIR ConceptMap, or, where a field has none, the codes of its system as they are. */
export interface CodeTable {
  /** Name of the table (`codes/<name>.json`), or of the code system. */
  readonly name: string;
  /** Whether the mapping has it; else the cells hold canonical codes. */
  readonly isOwn: boolean;
  /** Local code → canonical code; null where the table says that there is none. */
  readonly targets: ReadonlyMap<string, string | null>;
}
