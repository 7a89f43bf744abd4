/**
 * Runs the real check (files, views, evidence, rules, overlay, DuckDB, CSV) over resources that a test makes. Many cases fit into
 * one run: give each its own members and organizations.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { loadFoundation, loadSpecifications } from '../src/engine/knowledge.ts';
import type { Foundation } from '../src/engine/knowledge.ts';
import type { Question } from '../src/engine/plan.ts';
import type { Specification } from '../src/engine/specification.ts';
import { openSource } from '../src/lake/source.ts';
import { check } from '../src/report/check.ts';
import { duckdbRunner } from '../src/sql/duckdb/runner.ts';
import type { Runner } from '../src/sql/runner.ts';

/** Enough of a FHIR resource to file it. */
export interface AnyResource {
  readonly resourceType: string;
  readonly id?: string;
  readonly [element: string]: unknown;
}

export interface World {
  readonly resources: readonly AnyResource[];
  /** Types that have a file, even an empty one, beside those of `resources`: those are complete. */
  readonly complete?: readonly string[];
  readonly from: string;
  readonly to: string;
  /** Default: `to`. */
  readonly asOf?: string;
  /** Ids; default: all, by Coverage. */
  readonly specifications?: readonly string[];
  /** Specification id → parameter → value. */
  readonly set?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Written as they are, after the resources of the type: lines that are no JSON, say. */
  readonly rawLines?: Readonly<Record<string, readonly string[]>>;
  /** Types given with --complete. */
  readonly declaredComplete?: readonly string[];
  readonly readings?: 'sensitive' | 'all' | 'none';
  /** For which clauses findings are made; default: all. */
  readonly clauses?: Question['clauses'];
  /** Default: the package's own. */
  readonly foundation?: Foundation;
  readonly knowledge?: readonly Specification[];
  /** Default: DuckDB. */
  readonly runner?: Runner;
}

export const spanSchema = z.object({
  specification: z.string(),
  member: z.string(),
  provider: z.string(),
  start_date: z.string(),
  end_date: z.string(),
  outcome: z.string(),
  reason: z.string(),
  boundary_sensitive: z.string(),
  eligible_through: z.string(),
  next_contact_due: z.string(),
  evidence: z.string(),
});
/** One row of case-rate.csv, as it is written: texts, empty for null. */
export type Span = z.infer<typeof spanSchema>;

export const issueSchema = z.object({
  file: z.string(),
  line: z.string(),
  resource: z.string(),
  code: z.string(),
  severity: z.string(),
  message: z.string(),
});

export const findingSchema = z.object({
  specification: z.string(),
  clause: z.string(),
  subject: z.string(),
  provider: z.string(),
  start_date: z.string(),
  end_date: z.string(),
  outcome: z.string(),
  advisory: z.string(),
  reason: z.string(),
  boundary_sensitive: z.string(),
  evidence: z.string(),
});
/** One row of findings.csv, as it is written: texts, empty for null. */
export type FindingRow = z.infer<typeof findingSchema>;

export interface Judged {
  readonly spans: Span[];
  readonly findings: FindingRow[];
  readonly issues: z.infer<typeof issueSchema>[];
  /** Of readings.csv, where all readings are compared. */
  readonly readings: Record<string, string>[];
}

let foundation: Promise<Foundation> | undefined;
let specifications: Promise<Specification[]> | undefined;

/** What `peerbridge check` writes about a world. */
export async function judge(world: World): Promise<Judged> {
  foundation ??= loadFoundation();
  specifications ??= loadSpecifications([]);
  const folder = mkdtempSync(join(tmpdir(), 'world-'));
  try {
    const [source, scratch, out] = ['source', 'scratch', 'out'].map((name) => join(folder, name));
    if (source === undefined || scratch === undefined || out === undefined) throw new TypeError('three folders');
    for (const each of [source, scratch, out]) mkdirSync(each);
    writeResources(source, world);
    const ids = world.specifications;
    const chosen = (world.knowledge ?? (await specifications)).filter(({ id }) => ids?.includes(id) ?? true);
    await check(
      {
        source: await openSource(source, scratch),
        foundation: world.foundation ?? (await foundation),
        question: {
          from: world.from,
          to: world.to,
          asOf: world.asOf ?? world.to,
          timeZone: 'America/New_York',
          specifications: chosen.map((specification) => ({
            specification,
            chosen: new Map(Object.entries(world.set?.[specification.id] ?? {})),
          })),
          byCoverage: ids === undefined,
          readings: world.readings ?? 'sensitive',
          ...(world.clauses !== undefined && { clauses: world.clauses }),
        },
        declaredComplete: new Set(world.declaredComplete),
        formats: ['csv'],
        members: [],
        runner: world.runner ?? duckdbRunner(),
        scratch,
        watch: () => undefined,
        invocation: { version: '0', command: [], startedAt: '', hash: false },
      },
      out,
    );
    const table = <T>(name: string, schema: z.ZodType<T>): T[] =>
      z.array(schema).parse(parse(readFileSync(join(out, name)), { columns: true }));
    return {
      spans: table('case-rate.csv', spanSchema),
      findings: table('findings.csv', findingSchema),
      issues: table('issues.csv', issueSchema),
      readings: world.readings === 'all' ? table('readings.csv', z.record(z.string(), z.string())) : [],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeResources(folder: string, { resources, complete, rawLines }: World): void {
  const lines = new Map<string, string[]>((complete ?? []).map((type) => [type, []]));
  for (const resource of resources)
    lines.set(resource.resourceType, [...(lines.get(resource.resourceType) ?? []), JSON.stringify(resource)]);
  for (const [type, raw] of Object.entries(rawLines ?? {})) lines.set(type, [...(lines.get(type) ?? []), ...raw]);
  for (const [type, text] of lines)
    writeFileSync(join(folder, `${type}.ndjson`), text.map((line) => `${line}\n`).join(''));
}
