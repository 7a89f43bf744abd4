/** Which Encounters are contacts (case-rate.md, 12 to 19). */
import { belongsTo, linkedEpisodes, ownersOfEncounter, serviceOfEncounter } from './belonging.ts';
import { doubted, kindsOf } from './contact.ts';
import type { Contact, Kind } from './contact.ts';
import { datesOf, endsBeforeStart } from './dates.ts';
import type { Range } from './dates.ts';
import { and, known, or, unanimous } from './kleene.ts';
import type { Kleene } from './kleene.ts';
import { memberWroteOn } from './messages.ts';
import { modesOfEncounter } from './modes.ts';
import { codesOf, extensionOf, target } from './resources.ts';
import type { Encounter } from './resources.ts';
import type { Mode, Settings } from './settings.ts';
import type { Source } from './source.ts';

const collateral = ['collateral', 'call-to-provider', 'resource-search', 'case-coordination'];
const doubtedStatuses = ['in-progress', 'arrived', 'triaged', 'onleave', 'unknown'];

/** 14. */
function statusOf({ status }: Encounter): Kleene {
  if (status === 'finished') return 'S';
  return doubtedStatuses.includes(status) ? 'I' : 'N';
}

/** 16 to 18 and 21: whether an Encounter of a mode counts for the window. `wrote`: whether the member wrote on that date. */
function countsAs(mode: Mode, encounter: Encounter, settings: Settings, wrote: () => Kleene): Kleene {
  const types = codesOf('contact-type', encounter.type);
  const engaged = extensionOf(encounter, 'member-engaged')?.valueBoolean;
  if (!settings.modes.includes(mode)) return 'N';
  // 13: wins over 16
  if (refused(encounter)) return 'N';
  switch (mode) {
    case 'in-person':
      return known(settings.service === 'cps' || engaged !== false);
    case 'phone':
      return known(engaged !== false);
    case 'video':
      if (settings.service === 'cps' && types.includes('accompaniment')) return 'S';
      return known(engaged !== false);
    case 'text':
    case 'email':
      if (engaged !== undefined) return known(engaged);
      if (settings.async === 'flag-only') return 'N';
      return wrote() === 'S' ? 'S' : 'I';
  }
}

/** 13: preparation that the member took no part in is no meeting either; 16: else the flag doesn't matter to a meeting. */
function refused(encounter: Encounter): boolean {
  return (
    codesOf('contact-type', encounter.type).includes('appointment-preparation') &&
    extensionOf(encounter, 'member-engaged')?.valueBoolean === false
  );
}

/** Every Encounter of the member that exists as of as-of, as a contact with a provider. */
export function encounterContacts(source: Source, settings: Settings, member: string, provider: string): Contact[] {
  return [...source.encounters].flatMap(([id, encounter]): Contact[] => {
    const start = datesOf(encounter.period.start);
    // 12; 4: what is dated after as-of doesn't exist
    if (target(encounter.subject) !== member || start.lo > source.asOf) return [];
    // 13
    const codes = encounter.type.flatMap(({ coding }) => coding).map(({ code }) => code ?? '');
    if (codes.some((code) => collateral.includes(code))) return [];
    const owners = ownersOfEncounter(source, encounter);
    const belongs = belongsTo(source, owners, provider, start);
    const service = serviceOfEncounter(source, encounter, settings.service);
    // 9: an end before its start makes the contact indeterminate
    const backwards = endsBeforeStart(encounter.period.start, encounter.period.end);
    const record = and([statusOf(encounter), backwards ? 'I' : 'S']);
    const doubt = and([record, belongs, service]);
    const modes = modesOfEncounter(encounter);
    const counts = (to: readonly string[]): Kleene[] =>
      modes.map((mode) =>
        countsAs(mode, encounter, settings, () => or(to.map((each) => memberWroteOn(source, member, each, start)))),
      );
    const kinds = (to: readonly string[]): Kind[] =>
      counts(to).flatMap((each, index) =>
        modes[index] === 'in-person' ? kindsOf('in-person', known(!refused(encounter))) : kindsOf('remote', each),
      );
    return [
      {
        id,
        start,
        end: backwards ? start : endOf(encounter, start),
        counts: and([doubt, unanimous(counts([provider]))]),
        kinds: doubted(kinds([provider]), doubt),
        episodes: linkedEpisodes(source, encounter).map(([episode]) => episode),
        linkedKinds: doubted(kinds(owners.length > 0 ? owners : [provider]), and([record, service])),
      },
    ];
  });
}

/** 7, any-overlap: without an end it ends when it starts. */
function endOf({ period }: Encounter, start: Range): Range {
  if (period.end === undefined) return start;
  const end = datesOf(period.end);
  return { lo: Math.max(end.lo, start.lo), hi: Math.max(end.hi, start.hi) };
}
