import type { Shape } from './shape.ts';

/**
 * How an engine spells what engines differ in. Everything else in a view's SQL is common to all of them.
 * Arguments and results are SQL expressions, unless said otherwise; a variable is a plain lower-case name.
 */
export interface Dialect {
  readonly name: string;
  /** A column or relation name, quoted. */
  identifier(name: string): string;
  /** A string literal of any text. */
  text(value: string): string;
  /** DDL of a column with this shape: strings, booleans, 64-bit integers, doubles, and structs and lists of them. */
  type(shape: Shape): string;
  /** Field of a struct; NULL of a NULL struct. */
  field(of: string, name: string): string;
  struct(fields: readonly (readonly [name: string, value: string])[]): string;
  list(items: readonly string[]): string;
  map(list: string, variable: string, item: string): string;
  /** `index` is a variable as well, whose value `position` gives. */
  mapIndexed(list: string, variable: string, index: string, item: string): string;
  /** Position from 0, 64-bit, of the item that the index variable of `mapIndexed` counts. */
  position(index: string): string;
  filter(list: string, variable: string, condition: string): string;
  /** One list of a list of lists, of which some may be NULL. */
  flatten(list: string): string;
  /** Lists after one another; a NULL list counts as empty. */
  concat(lists: readonly string[]): string;
  /** Item at a position from 0; NULL where the list, or the item, is missing. */
  at(list: string, index: string): string;
  /** Number of items; 0 of a NULL list. */
  size(list: string): string;
  /** Items of a list of strings in one string. */
  join(list: string, separator: string): string;
  /** In the select list of a query: one row per item; no row of an empty or NULL list. */
  explode(list: string): string;
  /** First group of a regular expression that is written without backslashes; NULL where it doesn't match. */
  capture(text: string, pattern: string): string;
  /** Timestamp of an ISO 8601 text that has a time; without offset in the session's zone; NULL where it is not valid. */
  instant(text: string): string;
  /** Last day of a month, as text YYYY-MM-DD, of a text YYYY-MM; NULL where it is not valid. */
  lastDay(month: string): string;
  /** Stops the statement with a message when it is evaluated. */
  fail(message: string): string;
}
