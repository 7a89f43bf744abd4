import { join } from 'node:path';
import { CASE_RATE_COLUMNS } from '../engine/case-rate.ts';
import type { Column, Output, OutputFile } from '../sql/runner.ts';

export type Format = 'csv' | 'parquet';

const text = (name: string): Column => ({ name, type: 'text' });
const date = (name: string): Column => ({ name, type: 'date' });

const FINDING_COLUMNS: readonly Column[] = [
  text('specification'),
  text('clause'),
  text('subject'),
  text('provider'),
  date('start_date'),
  date('end_date'),
  text('outcome'),
  { name: 'advisory', type: 'boolean' },
  text('reason'),
  { name: 'boundary_sensitive', type: 'text[]' },
  { name: 'evidence', type: 'text[]' },
];
const ISSUE_COLUMNS: readonly Column[] = [
  { name: 'file', type: 'text', free: true },
  { name: 'line', type: 'integer' },
  text('resource'),
  text('code'),
  text('severity'),
  text('message'),
];
const READING_COLUMNS: readonly Column[] = [
  text('ambiguity'),
  text('parameter'),
  text('value'),
  text('specification'),
  text('from_outcome'),
  text('to_outcome'),
  { name: 'member_days', type: 'integer' },
  { name: 'members', type: 'integer' },
];

const BILLING_COLUMNS: readonly Column[] = [
  text('specification'),
  text('member'),
  text('provider'),
  date('start_date'),
  date('end_date'),
  text('kind'),
  { name: 'member_days', type: 'integer' },
  { name: 'evidence', type: 'text[]' },
];

/** Key columns of each table, in their order: rows are sorted by them, nulls first. */
const KEYS = {
  'case-rate': ['specification', 'member', 'provider', 'start_date'],
  findings: ['specification', 'clause', 'subject', 'provider', 'start_date', 'end_date'],
  issues: ['file', 'line', 'resource', 'code', 'severity', 'message'],
  billing: ['specification', 'member', 'provider', 'start_date', 'end_date', 'kind'],
  readings: ['ambiguity', 'parameter', 'value', 'specification', 'from_outcome', 'to_outcome'],
} as const;

/** Tables that not every run writes. */
export interface AskedTables {
  readonly readings: boolean;
  /** What was billed, held against the days. */
  readonly billing: boolean;
}

/** The tables that a check writes into a folder; outputs.md defines them. Which of them, `asked` says. */
export function checkOutputs(folder: string, formats: readonly Format[], asked: AskedTables): Output[] {
  const table = (
    name: keyof typeof KEYS,
    relation: string,
    columns: readonly Column[],
    files: OutputFile[],
  ): Output => ({
    columns,
    sql: `select ${columns.map((column) => column.name).join(', ')} from ${relation} order by ${order(KEYS[name])}`,
    reads: [relation],
    files,
  });
  const inFormats = (name: string): OutputFile[] =>
    formats.map((format) => ({ format, path: join(folder, `${name}.${format}`) }));
  const csv = (name: string): OutputFile[] => [{ format: 'csv', path: join(folder, `${name}.csv`) }];
  const resources = (name: string, relation: string, keys: readonly string[]): Output => ({
    columns: [text('line')],
    sql: `select line from ${relation} order by ${order(keys)}`,
    reads: [relation],
    files: [{ format: 'lines', path: join(folder, `${name}.ndjson`) }],
  });
  return [
    table('case-rate', 'case_rate', CASE_RATE_COLUMNS, inFormats('case-rate')),
    table('findings', 'finding', FINDING_COLUMNS, inFormats('findings')),
    table('issues', 'issue', ISSUE_COLUMNS, csv('issues')),
    ...(asked.billing ? [table('billing', 'billing', BILLING_COLUMNS, inFormats('billing'))] : []),
    ...(asked.readings ? [table('readings', 'reading_total', READING_COLUMNS, csv('readings'))] : []),
    resources('measure-reports', 'report_line', ['specification', 'place', 'subject', 'provider']),
    resources('detected-issues', 'detected_issue', ['specification', 'clause', 'subject', 'provider']),
    resources('tasks', 'task', ['specification', 'clause', 'subject', 'provider', 'reason']),
  ];
}

function order(columns: readonly string[]): string {
  return columns.map((column) => `${column} nulls first`).join(', ');
}
