/** The records of three members who don't exist, as our server has them. */
import { CENTER, contact, member } from '../command/story.ts';
import type { Resource } from '../command/story.ts';

/** Stand in the records alone: where one of them is in what a command says, it has leaked. */
export const PHI = ['Zephyrine', '1971-03-07', 'MRN-5551234', 'said in confidence'];

const MEMBERS = ['ash', 'birch', 'cedar'];
const DATES = ['2026-03-02', '2026-03-05', '2026-03-09', '2026-03-12', '2026-03-16', '2026-03-19', '2026-03-23'];

/** An Organization, three Patients with a referral and an episode each, and 24 Encounters: eight a member. */
export const RECORDS: readonly Resource[] = [CENTER, ...MEMBERS.flatMap((id) => member(id, DATES)).map(identifiable)];

export const ENCOUNTERS = RECORDS.filter(({ resourceType }) => resourceType === 'Encounter').length;

/** One more contact of a member. */
export function oneMore(id: string, more: object = {}): Resource {
  return { ...identifiable(contact(id, 'ash', '2026-03-27')), ...more };
}

function identifiable(resource: Resource): Resource {
  if (resource.resourceType === 'Patient')
    return {
      ...resource,
      name: [{ family: 'Zephyrine' }],
      birthDate: '1971-03-07',
      identifier: [{ system: 'urn:mrn', value: 'MRN-5551234' }],
    };
  return resource.resourceType === 'Encounter'
    ? { ...resource, reasonCode: [{ text: 'said in confidence' }] }
    : resource;
}
