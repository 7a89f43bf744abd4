/** A small center and its members, as FHIR resources: as plain as the daily case rate allows. */
import { folderWith } from './folders.ts';
import type { Contents } from './folders.ts';

export interface Resource {
  readonly resourceType: string;
  readonly id?: string;
  readonly [element: string]: unknown;
}

export type Service = 'cps' | 'prc';

const BASE = 'https://peerbridge.dev/fhir';
/** Types that the case rate needs to know complete, where the absence of something shall say something. */
const NEEDED = ['Encounter', 'Communication', 'OrganizationAffiliation'];

export function coded(system: string, code: string): object {
  return { coding: [{ system: `${BASE}/CodeSystem/${system}`, code }] };
}

export const CENTER: Resource = {
  resourceType: 'Organization',
  id: 'center',
  type: [coded('organization-type', 'cbhc')],
};

/** An in-person contact of a member of the center. */
export function contact(id: string, member: string, date: string, more: object = {}): Resource {
  return {
    resourceType: 'Encounter',
    id,
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'FLD' },
    serviceType: coded('peer-service', 'cps'),
    subject: { reference: `Patient/${member}` },
    period: { start: `${date}T10:00:00-05:00`, end: `${date}T10:30:00-05:00` },
    serviceProvider: { reference: 'Organization/center' },
    ...more,
  };
}

/**
 * A member with an open episode since 1 January 2026, a referral of that day and an initial meeting on the day after, so that
 * from then on contacts alone decide; and a contact on each of these dates.
 */
export function member(id: string, dates: readonly string[], service: Service = 'cps'): Resource[] {
  const of = { serviceType: coded('peer-service', service) };
  return [
    { resourceType: 'Patient', id },
    {
      resourceType: 'ServiceRequest',
      id: `${id}-referral`,
      status: 'active',
      intent: 'order',
      code: coded('peer-service', service),
      subject: { reference: `Patient/${id}` },
      authoredOn: '2026-01-01',
    },
    {
      resourceType: 'EpisodeOfCare',
      id: `${id}-episode`,
      status: 'active',
      type: [coded('peer-service', service)],
      patient: { reference: `Patient/${id}` },
      managingOrganization: { reference: 'Organization/center' },
      period: { start: '2026-01-01' },
      referralRequest: [{ reference: `ServiceRequest/${id}-referral` }],
    },
    contact(`${id}-meeting`, id, '2026-01-02', of),
    ...dates.map((date, index) => contact(`${id}-${index + 1}`, id, date, of)),
  ];
}

/** Files of NDJSON by their names, one for each type, and an empty one for each type that is needed to be complete. */
export function ndjson(resources: readonly Resource[]): Record<string, string> {
  const types = new Set([...NEEDED, ...resources.map(({ resourceType }) => resourceType)]);
  const files = [...types].map((type): [string, string] => [
    `${type}.ndjson`,
    lines(resources.filter(({ resourceType }) => resourceType === type)),
  ]);
  return Object.fromEntries(files);
}

/** Resources, one a line. */
export function lines(all: readonly Resource[]): string {
  return all.map((one) => `${JSON.stringify(one)}\n`).join('');
}

/** A file with further lines at its end, which are as they are; the first of them is line `first`. */
export function withLines(file: string, more: readonly (string | Uint8Array)[]): { bytes: Buffer; first: number } {
  const bytes = Buffer.concat([file, ...more.flatMap((line) => [line, '\n'])].map((part) => Buffer.from(part)));
  return { bytes, first: file.split('\n').length };
}

/** Makes a source folder of resources; `more` replaces files or adds others. */
export function sourceOf(path: string, resources: readonly Resource[], more: Contents = {}): string {
  return folderWith(path, { ...ndjson(resources), ...more });
}
