/** Extracts that a test generates: their rows, and the resources that decide the case rate of them, made without the mapping. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Named } from '../src/generate/answers.ts';
import { EXTRACTS } from '../src/generate/extracts.ts';
import type { ExtractName } from '../src/generate/extracts.ts';
import { generate } from '../src/generate/generate.ts';
import type { Request } from '../src/generate/generate.ts';
import type { AnyResource } from './world.ts';

export type CsvRow = Readonly<Record<string, string>>;

export interface Generated {
  /** File name → its bytes, as text. */
  readonly files: ReadonlyMap<string, string>;
  readonly answers: readonly CsvRow[];
  readonly rowsOf: (extract: ExtractName) => readonly CsvRow[];
}

const RESOURCES: Readonly<Record<Named, string>> = {
  member: 'Patient',
  organization: 'Organization',
  worker: 'Practitioner',
  affiliation: 'OrganizationAffiliation',
  incident: 'AdverseEvent',
};

export const NAMES: Request['names'] = {
  specifications: { cps: ['spec-cps'], prc: ['spec-prc'] },
  clauses: new Map(),
  reference: (kind, key) => `${RESOURCES[kind]}/${key}`,
};

const csvRows = z.array(z.record(z.string(), z.string()));

/** Half a year, with a change of clocks, unless told otherwise. */
export async function generated(asked: Partial<Request>): Promise<Generated> {
  const [folder, scratch] = [mkdtempSync(join(tmpdir(), 'generated-')), mkdtempSync(join(tmpdir(), 'scratch-'))];
  try {
    const request = { members: 150, seed: 1, from: '2026-01-01', to: '2026-06-30', names: NAMES, ...asked };
    await generate(request, folder, scratch);
    const names = [...Object.keys(EXTRACTS), 'answers', 'answer-findings'].map((name) => `${name}.csv`);
    const files = new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
    const known = new Map<string, readonly CsvRow[]>();
    const rows = (name: string): readonly CsvRow[] => {
      const found = known.get(name) ?? csvRows.parse(parse(files.get(`${name}.csv`) ?? '', { columns: true }));
      known.set(name, found);
      return found;
    };
    return { files, answers: rows('answers'), rowsOf: rows };
  } finally {
    for (const each of [folder, scratch]) rmSync(each, { recursive: true, force: true });
  }
}

const BASE = 'https://peerbridge.dev/fhir';
const SERVICES: CsvRow = { CPS: 'cps', PRC: 'prc' };
const MODES: CsvRow = { F2F: 'in-person', TEL: 'phone', VID: 'video', SMS: 'text', EML: 'email' };
const TYPES: CsvRow = {
  INIT: 'initial-meeting',
  ONG: 'ongoing-contact',
  ACC: 'accompaniment',
  PREP: 'appointment-preparation',
  COLL: 'collateral',
};
const STATUSES: CsvRow = {
  COMPLETED: 'finished',
  NOSHOW: 'cancelled',
  SCHEDULED: 'planned',
  INPROGRESS: 'in-progress',
};

/** What the case rate is judged by. */
export function resourcesOf({ rowsOf }: Pick<Generated, 'rowsOf'>): AnyResource[] {
  return [
    ...rowsOf('organizations').map(organizationOf),
    ...rowsOf('affiliations').map(affiliationOf),
    ...rowsOf('roles').map(roleOf),
    ...rowsOf('referrals').map(referralOf),
    ...rowsOf('episodes').map(episodeOf),
    ...rowsOf('contacts').map(contactOf),
    ...rowsOf('messages').map(messageOf),
  ];
}

function organizationOf(row: CsvRow): AnyResource {
  const types = listOf(row['types']).map((type) => coded('organization-type', type));
  return { resourceType: 'Organization', id: text(row['organization_id']), type: some(types), ...part(row) };
}

function part(row: CsvRow): object {
  return row['part_of'] === '' ? {} : { partOf: to('Organization', row['part_of']) };
}

function affiliationOf(row: CsvRow): AnyResource {
  return {
    resourceType: 'OrganizationAffiliation',
    id: text(row['affiliation_id']),
    active: row['active'] !== 'N',
    organization: to('Organization', row['organization_id']),
    participatingOrganization: to('Organization', row['participating_id']),
    code: [coded('agreement-type', row['type'])],
    period: period(row),
  };
}

function roleOf(row: CsvRow): AnyResource {
  return {
    resourceType: 'PractitionerRole',
    id: text(row['role_id']),
    practitioner: to('Practitioner', row['worker_id']),
    organization: to('Organization', row['organization_id']),
    code: [coded('worker-role', row['code'])],
  };
}

function referralOf(row: CsvRow): AnyResource {
  return {
    resourceType: 'ServiceRequest',
    id: text(row['referral_id']),
    status: row['status'],
    intent: 'order',
    code: coded('peer-service', SERVICES[text(row['service'])]),
    subject: to('Patient', row['member_id']),
    authoredOn: moment(row['authored']),
    performer: some(listOf(row['performer_id']).map((id) => to('Organization', id))),
  };
}

function episodeOf(row: CsvRow): AnyResource {
  return {
    resourceType: 'EpisodeOfCare',
    id: text(row['episode_id']),
    status: row['status'],
    type: [coded('peer-service', SERVICES[text(row['service'])])],
    patient: to('Patient', row['member_id']),
    managingOrganization: to('Organization', row['provider_id']),
    period: period(row),
    referralRequest: some(listOf(row['referral_ids']).map((id) => to('ServiceRequest', id))),
  };
}

function contactOf(row: CsvRow): AnyResource {
  const mode = text(row['mode']);
  return {
    resourceType: 'Encounter',
    id: text(row['contact_id']),
    status: STATUSES[text(row['status'])],
    extension: [
      extension('contact-mode', { valueCodeableConcept: coded('contact-mode', MODES[mode] ?? mode) }),
      ...listOf(row['engaged']).map((cell) => extension('member-engaged', { valueBoolean: cell === 'Y' })),
    ],
    class: { code: mode === 'F2F' ? 'AMB' : 'VR' },
    type: [coded('contact-type', TYPES[text(row['types'])])],
    ...(row['service'] !== '' && { serviceType: coded('peer-service', SERVICES[text(row['service'])]) }),
    subject: to('Patient', row['member_id']),
    episodeOfCare: some(listOf(row['episode_id']).map((id) => to('EpisodeOfCare', id))),
    participant: listOf(row['role_ids']).map((id) => ({ individual: to('PractitionerRole', id) })),
    period: period(row),
    ...(row['provider_id'] !== '' && { serviceProvider: to('Organization', row['provider_id']) }),
  };
}

function messageOf(row: CsvRow): AnyResource {
  const [member, role] = [to('Patient', row['member_id']), to('PractitionerRole', row['role_id'])];
  const isFromMember = row['direction'] === 'IN';
  return {
    resourceType: 'Communication',
    id: text(row['message_id']),
    status: row['status'],
    medium: [coded('contact-mode', MODES[text(row['medium'])])],
    topic: coded('peer-service', SERVICES[text(row['service'])]),
    subject: member,
    sender: isFromMember ? member : role,
    recipient: [isFromMember ? role : member],
    sent: moment(row['sent']),
    inResponseTo: some(listOf(row['answers']).map((id) => to('Communication', id))),
  };
}

function text(cell: string | undefined): string {
  if (cell === undefined) throw new TypeError('a column is missing');
  return cell;
}

export function listOf(cell: string | undefined): string[] {
  return text(cell)
    .split(';')
    .filter((item) => item !== '');
}

/** FHIR has no empty lists. */
function some<T>(items: T[]): T[] | undefined {
  return items.length === 0 ? undefined : items;
}

function to(type: string, id: string | undefined): { reference: string } {
  return { reference: `${type}/${text(id)}` };
}

function coded(system: string, code: string | undefined): object {
  return { coding: [{ system: `${BASE}/CodeSystem/${system}`, code: text(code) }] };
}

function extension(name: string, value: object): object {
  return { url: `${BASE}/StructureDefinition/${name}`, ...value };
}

function period(row: CsvRow): object {
  const [start, end] = [moment(row['start']), moment(row['end'])];
  return { ...(start !== '' && { start }), ...(end !== '' && { end }) };
}

/** A local time with New York's offset; the change of clocks is at two at night, when nobody works. */
function moment(cell: string | undefined): string {
  const local = text(cell);
  if (local.length <= 10) return local;
  const zone = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', timeZoneName: 'longOffset' });
  const parts = zone.formatToParts(new Date(`${local}-05:00`));
  return `${local}:00${text(parts.find(({ type }) => type === 'timeZoneName')?.value).slice(3)}`;
}
