/**
 * Plain data for the benchmarks: members with one episode of one service each and forty contacts, nothing doubtful, about 1.3 kB
 * an Encounter. The same size gives the same bytes.
 */
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';

const CANONICAL = 'https://peerbridge.dev/fhir';
const CONTACTS_OF_A_MEMBER = 40;
const FIRST_DAY = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const MODES = ['phone', 'video', 'in-person', 'text', 'email'] as const;

export const FROM = '2026-01-01';
export const TO = '2026-06-30';

/** Writes the data of so many members, if it isn't there yet; gives the folder. */
export async function plainData(home: string, members: number): Promise<string> {
  const folder = join(home, `plain-${members}`);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const out = new Writers(partial);
  const next = generator(1);
  for (let organization = 0; organization < 10; organization++) await out.write(provider(organization));
  for (let member = 0; member < members; member++)
    for (const resource of ofMember(member, next)) await out.write(resource);
  await out.close(['Communication', 'OrganizationAffiliation']);
  renameSync(partial, folder);
  return folder;
}

type Resource = { resourceType: string; id: string } & Record<string, unknown>;

function* ofMember(member: number, next: () => number): Generator<Resource> {
  const start = Math.floor(next() * 30);
  yield { resourceType: 'Patient', id: `m-${member}` };
  yield referral(member, start);
  // every tenth episode ends
  yield episode(member, start, member % 10 === 0 ? start + 120 : null);
  let day = start + Math.floor(next() * 9);
  for (let contact = 0; contact < CONTACTS_OF_A_MEMBER; contact++) {
    const mode = contact === 0 ? 'in-person' : (MODES[Math.floor(next() * MODES.length)] ?? 'phone');
    yield encounter(member, contact, day, mode, next() > 0.03);
    day += 1 + Math.floor(next() * 8);
  }
}

function provider(number: number): Resource {
  return { resourceType: 'Organization', id: `cbhc-${number}`, type: [coded('organization-type', 'cbhc')] };
}

function referral(member: number, day: number): Resource {
  return {
    resourceType: 'ServiceRequest',
    id: `r-${member}`,
    status: 'active',
    intent: 'order',
    code: coded('peer-service', 'cps'),
    subject: { reference: `Patient/m-${member}` },
    authoredOn: `${date(day)}T09:00:00-05:00`,
  };
}

function episode(member: number, start: number, end: number | null): Resource {
  return {
    resourceType: 'EpisodeOfCare',
    id: `e-${member}`,
    status: end === null ? 'active' : 'finished',
    type: [coded('peer-service', 'cps')],
    patient: { reference: `Patient/m-${member}` },
    managingOrganization: { reference: `Organization/cbhc-${member % 10}` },
    period: { start: date(start), ...(end !== null && { end: date(end) }) },
    referralRequest: [{ reference: `ServiceRequest/r-${member}` }],
  };
}

function encounter(member: number, contact: number, day: number, mode: string, engaged: boolean): Resource {
  const hour = String(9 + (contact % 8)).padStart(2, '0');
  return {
    resourceType: 'Encounter',
    id: `c-${member * CONTACTS_OF_A_MEMBER + contact}`,
    meta: {
      versionId: '1',
      lastUpdated: '2026-03-04T14:30:00Z',
      profile: [`${CANONICAL}/StructureDefinition/peer-contact`],
    },
    status: 'finished',
    extension: [
      { url: `${CANONICAL}/StructureDefinition/contact-mode`, valueCodeableConcept: coded('contact-mode', mode) },
      { url: `${CANONICAL}/StructureDefinition/member-engaged`, valueBoolean: engaged },
      {
        url: 'http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal',
        valueReference: { reference: `Goal/g-${member}` },
      },
    ],
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: mode === 'in-person' ? 'AMB' : 'VR' },
    type: [coded('contact-type', 'ongoing-contact')],
    serviceType: coded('peer-service', 'cps'),
    subject: { reference: `Patient/m-${member}` },
    episodeOfCare: [{ reference: `EpisodeOfCare/e-${member}` }],
    basedOn: [{ reference: `ServiceRequest/r-${member}` }],
    participant: [{ individual: { reference: `PractitionerRole/w-${member % 300}` } }],
    period: { start: `${date(day)}T${hour}:00:00-05:00`, end: `${date(day)}T${hour}:20:00-05:00` },
    serviceProvider: { reference: `Organization/cbhc-${member % 10}` },
  };
}

function coded(system: string, code: string): { coding: { system: string; code: string }[] } {
  return { coding: [{ system: `${CANONICAL}/CodeSystem/${system}`, code }] };
}

function date(day: number): string {
  return new Date(FIRST_DAY + day * DAY).toISOString().slice(0, 10);
}

/** Numbers in [0, 1) from a seed: a linear congruential generator (Numerical Recipes' constants). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

class Writers {
  readonly #folder: string;
  readonly #streams = new Map<string, ReturnType<typeof createWriteStream>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async write(resource: Resource): Promise<void> {
    if (!this.#of(resource.resourceType).write(`${JSON.stringify(resource)}\n`))
      await once(this.#of(resource.resourceType), 'drain');
  }

  async close(empty: readonly string[]): Promise<void> {
    for (const type of empty) this.#of(type);
    for (const stream of this.#streams.values()) {
      stream.end();
      await once(stream, 'finish');
    }
  }

  #of(type: string): ReturnType<typeof createWriteStream> {
    const known = this.#streams.get(type);
    if (known !== undefined) return known;
    const stream = createWriteStream(join(this.#folder, `${type}.ndjson`));
    this.#streams.set(type, stream);
    return stream;
  }
}
