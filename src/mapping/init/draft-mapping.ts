import type { RowKind } from '../canonical.ts';
import type { CodeSystem } from '../mapping.ts';
import { draftTable } from './guess-codes.ts';
import type { TableDraft } from './guess-codes.ts';
import { guessFields, keyOf } from './guess-fields.ts';
import type { FieldGuess, Keyring } from './guess-fields.ts';
import { guessKind } from './guess-kind.ts';
import { MOST_CODES } from './profile.ts';
import type { Column, FileProfile } from './profile.ts';
import { booleansIn } from './shapes.ts';

/** What is thought of one file. */
export interface ExtractDraft {
  readonly profile: FileProfile;
  /** Null: nothing tells what its rows are. */
  readonly row: RowKind | null;
  readonly fields: readonly FieldGuess[];
  /** Of messages: the column that says who wrote, and what it says. */
  readonly direction: DirectionDraft | null;
}

/** A column whose text says who is sender and who recipient. */
export interface DirectionDraft {
  readonly column: Column;
  readonly inbound: readonly string[];
  readonly outbound: readonly string[];
  readonly member: Column;
  readonly other: Column;
}

/** All that is thought of a source. */
export interface MappingDraft {
  readonly extracts: readonly ExtractDraft[];
  readonly listSeparator: string;
  readonly booleans: { readonly true: string; readonly false: string };
  /** By name, which is that of the code system. */
  readonly tables: ReadonlyMap<string, TableDraft>;
}

const SEPARATORS = [';', '|', '/', ',', ' '];
const INBOUND = ['in', 'inbound', 'incoming', 'received', 'i'];
const OUTBOUND = ['out', 'outbound', 'outgoing', 'sent', 'o'];

export function draftMapping(profiles: readonly FileProfile[], systems: ReadonlyMap<string, CodeSystem>): MappingDraft {
  const kinds = profiles.map((profile) => ({ profile, row: guessKind(profile)?.row ?? null }));
  const keys = keyringOf(kinds);
  const extracts = kinds.map(({ profile, row }) => draftExtract(profile, row, keys));
  const guesses = extracts.flatMap(({ fields }) => fields);
  const listSeparator = separatorOf(guesses.filter(({ field }) => field.isList));
  return { extracts, listSeparator, booleans: booleansOf(guesses), tables: tablesOf(guesses, listSeparator, systems) };
}

function keyringOf(kinds: readonly { profile: FileProfile; row: RowKind | null }[]): Keyring {
  const keys = new Map<RowKind, Set<string>>();
  for (const { profile, row } of kinds) {
    if (row === null) continue;
    const values = keyOf(profile.columns, profile.name, row)?.values ?? [];
    keys.set(row, new Set([...(keys.get(row) ?? []), ...values]));
  }
  return keys;
}

function draftExtract(profile: FileProfile, row: RowKind | null, keys: Keyring): ExtractDraft {
  if (row === null) return { profile, row, fields: [], direction: null };
  const fields = guessFields(profile, row, keys);
  const direction = row === 'message' ? directionOf(profile, fields) : null;
  const chosen = direction === null ? [] : [direction.column, direction.other];
  const kept = fields.filter(
    ({ to, column }) => !chosen.includes(column) && (direction === null || !['sender', 'recipients'].includes(to)),
  );
  return { profile, row, fields: kept, direction };
}

function directionOf(profile: FileProfile, fields: readonly FieldGuess[]): DirectionDraft | null {
  const column = profile.columns.find(
    ({ values }) => values.size > 0 && [...values].every((text) => isIn(text, INBOUND) || isIn(text, OUTBOUND)),
  );
  const member = fields.find(({ to }) => to === 'member')?.column;
  const isParty = ({ name }: Column) => /role|worker|staff|sender|recipient|employee|clinician|coach/i.test(name);
  const other = profile.columns.find((one) => one !== member && one !== column && isParty(one));
  if (column === undefined || member === undefined || other === undefined) return null;
  const texts = [...column.values].sort();
  return {
    ...{ column, member, other },
    inbound: texts.filter((text) => isIn(text, INBOUND)),
    outbound: texts.filter((text) => isIn(text, OUTBOUND)),
  };
}

const isIn = (text: string, list: readonly string[]): boolean => list.includes(text.toLowerCase());

/** What stands between the items of lists: the sign that most texts of list fields have. */
function separatorOf(lists: readonly FieldGuess[]): string {
  const texts = lists.flatMap(({ column }) => [...column.values]);
  const counts = SEPARATORS.map((sign) => ({ sign, count: texts.filter((text) => text.includes(sign)).length }));
  const best = counts.reduce((one, other) => (other.count > one.count ? other : one));
  return best.count === 0 ? ';' : best.sign;
}

function booleansOf(guesses: readonly FieldGuess[]): MappingDraft['booleans'] {
  const pairs = guesses.flatMap(({ field, column }) => (field.kind === 'boolean' ? (booleansIn(column) ?? []) : []));
  const count = (pair: MappingDraft['booleans']) => pairs.filter((other) => other.true === pair.true).length;
  return pairs.sort((one, other) => count(other) - count(one))[0] ?? { true: 'Y', false: 'N' };
}

function tablesOf(
  guesses: readonly FieldGuess[],
  separator: string,
  systems: ReadonlyMap<string, CodeSystem>,
): ReadonlyMap<string, TableDraft> {
  const tables = [...systems].flatMap(([name, system]) => {
    const texts = guesses.filter(({ field }) => field.system === name).flatMap((guess) => codesIn(guess, separator));
    const table = draftTable(system, texts);
    return table === null ? [] : [[name, table] as const];
  });
  return new Map(tables);
}

/** Free text that was taken for codes would make a table that nobody can fill, and might be personal. */
function codesIn({ column, field }: FieldGuess, separator: string): string[] {
  const items = [...itemsOf(column, field.isList, separator)];
  return items.length > MOST_CODES ? [] : items;
}

export function itemsOf({ values }: Column, isList: boolean, separator: string): Set<string> {
  if (!isList) return new Set(values);
  return new Set([...values].flatMap((text) => text.split(separator)).filter((text) => text !== ''));
}

/** The extract that a reference names: of the kinds that it may, the one whose keys are most of its texts. */
export function namedExtract(guess: FieldGuess, { extracts, listSeparator }: MappingDraft): ReferenceGuess | null {
  const items = [...itemsOf(guess.column, guess.field.isList, listSeparator)];
  const fitting = extracts.flatMap(({ profile, row }): ReferenceGuess[] => {
    if (row === null || !guess.field.to.includes(row)) return [];
    const keys = keyOf(profile.columns, profile.name, row)?.values ?? new Set();
    const found = items.filter((item) => keys.has(item)).length;
    return [{ name: profile.name, found: items.length === 0 ? null : found / items.length }];
  });
  return fitting.sort((one, other) => (other.found ?? 0) - (one.found ?? 0))[0] ?? null;
}

export interface ReferenceGuess {
  readonly name: string;
  /** Of the texts, the share that are keys there. Null: the column is empty. */
  readonly found: number | null;
}
