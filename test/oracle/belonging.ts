/** Whose a contact is, and of which service (case-rate.md, 10 and 11). */
import type { Range } from './dates.ts';
import { known, or } from './kleene.ts';
import type { Kleene } from './kleene.ts';
import { isAbove } from './organizations.ts';
import { codesOf, servicesOf, target, targets } from './resources.ts';
import type { Communication, Encounter, EpisodeOfCare, PractitionerRole } from './resources.ts';
import type { Service } from './settings.ts';
import type { Source } from './source.ts';

/** 10: roles that a reference to a worker stands for; one that isn't in the source is `undefined`. */
function rolesOf(source: Source, party: string): (PractitionerRole | undefined)[] {
  if (party.startsWith('PractitionerRole/')) return [source.roles.get(party)];
  if (!party.startsWith('Practitioner/')) return [];
  const roles = [...source.roles.values()].filter((role) => target(role.practitioner) === party);
  return roles.length > 0 ? roles : [undefined];
}

/** 10: organizations that a party works for or is. */
export function organizationsOf(source: Source, party: string): string[] {
  if (party.startsWith('Organization/')) return [party];
  return rolesOf(source, party).flatMap((role) => target(role?.organization) ?? []);
}

/** 10: what resolves to no organization may be any provider's. */
export function belongsTo(source: Source, organizations: readonly string[], provider: string, dates: Range): Kleene {
  if (organizations.length === 0) return 'I';
  return or(organizations.map((each) => isAbove(source, provider, each, dates)));
}

export function linkedEpisodes(source: Source, encounter: Encounter): [string, EpisodeOfCare][] {
  return targets(encounter.episodeOfCare).flatMap((id): [string, EpisodeOfCare][] => {
    const episode = source.episodes.get(id);
    return episode === undefined ? [] : [[id, episode]];
  });
}

export function ownersOfEncounter(source: Source, encounter: Encounter): string[] {
  const own = target(encounter.serviceProvider);
  if (own !== undefined) return [own];
  const workers = encounter.participant.flatMap(({ individual }) => organizationsOf(source, target(individual) ?? ''));
  if (workers.length > 0) return workers;
  return linkedEpisodes(source, encounter).flatMap(([, episode]) => target(episode.managingOrganization) ?? []);
}

const roleCodes = { cps: 'certified-peer-specialist', prc: 'peer-recovery-coach' } as const;

/** 11, the end of the chain: roles known and none of the service: not a contact of it. */
function byRoles(source: Source, parties: readonly string[], service: Service): Kleene {
  const codes = parties
    .flatMap((party) => rolesOf(source, party))
    .map((role) => codesOf('worker-role', role === undefined ? [] : role.code));
  if (codes.some((each) => each.includes(roleCodes[service]))) return 'S';
  return codes.length === 0 || codes.some((each) => each.length === 0) ? 'I' : 'N';
}

/** 11: the first that says anything decides. */
function firstSaid(said: readonly Service[][], service: Service): Kleene | undefined {
  const first = said.find((services) => services.length > 0);
  return first === undefined ? undefined : known(first.includes(service));
}

function referralServices(source: Source, basedOn: Encounter['basedOn']): Service[] {
  return servicesOf(targets(basedOn).map((id) => source.referrals.get(id)?.code));
}

export function serviceOfEncounter(source: Source, encounter: Encounter, service: Service): Kleene {
  const episodes = linkedEpisodes(source, encounter).flatMap(([, { type }]) => type);
  const said = [servicesOf([encounter.serviceType]), servicesOf(episodes), referralServices(source, encounter.basedOn)];
  const parties = encounter.participant.flatMap(({ individual }) => target(individual) ?? []);
  return firstSaid(said, service) ?? byRoles(source, parties, service);
}

export function serviceOfMessage(source: Source, message: Communication, service: Service): Kleene {
  const said = [servicesOf([message.topic]), referralServices(source, message.basedOn)];
  const parties = targets([message.sender ?? {}, ...message.recipient]);
  return firstSaid(said, service) ?? byRoles(source, parties, service);
}
