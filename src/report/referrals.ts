import { z } from 'zod';
import type { Question } from '../engine/plan.ts';
import type { Progress, Referral } from '../fhir/referrals/referral.ts';
import type { Issue } from '../lake/issue.ts';
import type { Result } from '../sql/runner.ts';
import { judge, whole } from './judge.ts';
import type { Judging } from './judge.ts';
import { rowsOf } from './summary.ts';

/** What a source says of the referrals to peer services. */
export interface ReferralsFound {
  readonly referrals: readonly Referral[];
  /** Ids of those of which nothing may be told, as the member refuses disclosure. */
  readonly withheld: readonly string[];
  /** Lines that could not be used. */
  readonly issues: readonly Issue[];
}

const progressRow = z.object({
  reference: z.string(),
  service: z.string(),
  authored_on: z.string().nullable(),
  referred_date: z.string(),
  provider: z.string().nullable(),
  state: z.enum(['received', 'accepted', 'first-contact', 'met-in-person', 'discharged', 'cancelled']),
  met: z.enum(['yes', 'no', 'unknown']),
  start_date: z.string().nullable(),
  contact_date: z.string().nullable(),
  meeting_date: z.string().nullable(),
  discharge_date: z.string().nullable(),
  withheld: z.boolean(),
});
type ProgressRow = z.infer<typeof progressRow>;

const identifierRow = z.object({ bearer: z.string(), system: z.string(), value: z.string() });
type Identifiers = ReadonlyMap<string, readonly z.infer<typeof identifierRow>[]>;

/** National Provider Identifiers, which any system of health care in the United States knows. */
const NPI = 'http://hl7.org/fhir/sid/us-npi';
const NO_FINDINGS: ReadonlySet<string> = new Set();

/** Tells how far each referral of a source has come as of a local date. Throws EngineError, EnvironmentError. */
export async function referralsOf(
  judging: Judging,
  { asOf, ...asked }: Pick<Question, 'asOf' | 'timeZone' | 'specifications'>,
): Promise<ReferralsFound> {
  const question: Question = {
    ...asked,
    from: asOf,
    to: asOf,
    asOf,
    byCoverage: false,
    readings: 'none',
    clauses: NO_FINDINGS,
  };
  const { results, issues } = await judge(judging, question, {
    results: [
      whole('referral_progress', 'reference, service'),
      identifiers('ServiceRequest', 'service_request_identifier'),
      identifiers('Organization', 'organization_identifier'),
    ],
  });
  const rows = rowsOf(results, 'referral_progress', progressRow);
  const [requests, organizations] = ['service_request_identifier', 'organization_identifier'].map((name) =>
    Map.groupBy(rowsOf(results, name, identifierRow), ({ bearer }) => bearer),
  );
  const withheld = new Set(rows.filter((row) => row.withheld).map(({ reference }) => reference));
  const told = Map.groupBy(
    rows.filter(({ reference }) => !withheld.has(reference)),
    ({ reference }) => reference,
  );
  return {
    referrals: [...told].map(([reference, those]) => referralOf(reference, those, requests, organizations)),
    withheld: [...withheld].map(idOf),
    issues,
  };
}

function identifiers(type: string, view: string): Result {
  const sql = `select distinct '${type}/' || id as bearer, system, value from ${view} where system is not null and value is not null order by bearer, system, value`;
  return { name: view, sql, reads: [view] };
}

function referralOf(
  reference: string,
  rows: readonly ProgressRow[],
  requests: Identifiers | undefined,
  organizations: Identifiers | undefined,
): Referral {
  const [first] = rows;
  return {
    id: idOf(reference),
    identifiers: (requests?.get(reference) ?? []).map(({ system, value }) => ({ system, value })),
    authoredOn: first?.authored_on ?? null,
    referredDate: first?.referred_date ?? '9999-12-31',
    progress: rows.map((row) => progressOf(row, organizations)),
  };
}

function progressOf(row: ProgressRow, organizations: Identifiers | undefined): Progress {
  const provider = row.provider === null ? [] : (organizations?.get(row.provider) ?? []);
  return {
    service: row.service,
    state: row.state,
    met: row.met,
    provider: provider
      .toSorted((a, b) => Number(b.system === NPI) - Number(a.system === NPI))
      .map(({ system, value }) => ({ system, value })),
    startDate: row.start_date,
    contactDate: row.contact_date,
    meetingDate: row.meeting_date,
    dischargeDate: row.discharge_date,
  };
}

function idOf(reference: string): string {
  return reference.slice(reference.indexOf('/') + 1);
}
