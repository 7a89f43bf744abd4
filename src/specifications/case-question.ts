/** Every case of every specification, as the questions that it asks and what it expects of each; and how an answer is held against it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { addDays } from '../report/calendar-date.ts';
import { readCases, readRow } from './case-notation.ts';
import type { Case, Row } from './case-notation.ts';
import type { Answer, Question } from './case-run.ts';

const identity = z.object({ id: z.string(), services: z.array(z.string()) });

/** A specification's own cases, by file. */
export interface SpecificationCases {
  readonly id: string;
  /** What a case's resources are of, where it doesn't say. */
  readonly service: string;
  readonly files: readonly { readonly file: string; readonly cases: readonly Case[] }[];
}

/** The cases in the folder of one specification. */
export function casesIn(home: string): SpecificationCases {
  const { id, services } = identity.parse(parse(readFileSync(join(home, 'specification.yaml'), 'utf8')));
  const folder = join(home, 'cases');
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({ file, cases: readCases(join(folder, file)) }));
  return { id, service: services[0] ?? '', files };
}

/** Those of the package. */
export const specifications: readonly SpecificationCases[] = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => casesIn(join(import.meta.dirname, name)));

/** A question, and rows by whose they are that it should be answered with. */
export interface Asked {
  readonly question: Question;
  readonly expected: ReadonlyMap<string, readonly Row[]>;
  readonly findings: ReadonlyMap<string, readonly Row[]>;
}

export interface AskedCase {
  readonly specification: string;
  readonly file: string;
  readonly given: Case;
  readonly plain: Asked;
  readonly otherwise: readonly Asked[];
}

export function askedCases(of: readonly SpecificationCases[] = specifications): AskedCase[] {
  return of.flatMap(({ id, service, files }) =>
    files.flatMap(({ file, cases }) =>
      cases.map((given) => {
        const ask = (set: Question['set'], rows: NonNullable<Case['expect']>): Asked => ({
          question: { specification: id, service, given, set },
          expected: expectedRows(given, rows),
          findings: Object.keys(set).length > 0 ? new Map() : expectedFindings(given),
        });
        return {
          specification: id,
          file,
          given,
          plain: ask({}, given.expect ?? {}),
          otherwise: given.readings.map(({ set, expect: rows }) => ask(set, rows)),
        };
      }),
    ),
  );
}

function expectedRows(given: Case, rows: NonNullable<Case['expect']>): Map<string, Row[]> {
  const read = Object.entries(rows).map(([whose, lines]): [string, Row[]] => [
    whose,
    lines.map((line) => readRow(line, given['satisfied-by'])),
  ]);
  return new Map(read.filter(([, own]) => own.length > 0));
}

function expectedFindings({ findings }: Case): Map<string, Row[]> {
  return new Map(Object.entries(findings).map(([whose, lines]) => [whose, lines.map((line) => readRow(line, ''))]));
}

/** What a question should be answered, as text, so that a difference reads like the case. */
export function dueLines({ question, expected, findings }: Asked): string[] {
  const { set, given } = question;
  return [...settings(set), ...shown(expected, expected), ...shown(findings, new Map()), ...[...given.issues].sort()];
}

/** What it is answered; what the case leaves open is left out, but may not be nonsense. */
export function foundLines({ question, expected, findings }: Asked, { rows, issues, ...answer }: Answer): string[] {
  const named = new Map([...findings.keys()].map((whose) => [whose, answer.findings.get(whose) ?? []]));
  const wrong = [...rows.values()].flat().flatMap(({ outcome, from, to, through = '', due = '' }) => {
    if (outcome !== 'satisfied') return [];
    return [
      ...(through !== '' && through < to ? [`${from} .. ${to} is satisfied, and so only through ${through}`] : []),
      ...(due !== '' && due !== addDays(through, 1)
        ? [`${from} .. ${to} lasts through ${through}, and is due ${due}`]
        : []),
    ];
  });
  const rate = question.given.expect === undefined ? new Map<string, readonly Row[]>() : rows;
  return [...settings(question.set), ...shown(rate, expected), ...shown(named, new Map()), ...issues, ...wrong];
}

const settings = (set: Question['set']): string[] => Object.entries(set).map(([name, value]) => `set ${name}=${value}`);

function shown(rows: ReadonlyMap<string, readonly Row[]>, leftOpen: ReadonlyMap<string, readonly Row[]>): string[] {
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([whose, own]) => [
      whose,
      ...own.map((row, at) => {
        const open = leftOpen.get(whose)?.[at];
        const through = open?.through === undefined ? '' : ` through ${row.through ?? ''}`;
        const due = open?.due === undefined ? '' : ` due ${row.due ?? ''}`;
        const sensitive = row.sensitive.map((id) => ` ${id}`).join('');
        return `  ${row.from} .. ${row.to} ${row.outcome} ${row.reason}${sensitive} ${row.evidence}${through}${due}`;
      }),
    ]);
}
