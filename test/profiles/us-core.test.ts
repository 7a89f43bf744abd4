/** Profiles comply with US Core where they say so: what is valid for ours is valid for theirs, and what they want supported is. */
import { describe, expect, test } from 'vitest';
import { complianceFaults, unversioned } from '../../profiles/compliance/compare.ts';
import { profileStructure } from '../../profiles/compliance/structure.ts';
import type { ProfileStructure } from '../../profiles/compliance/structure.ts';
import { OUR_PACKAGE, US_CORE, hasUsCore, readPackage } from './packages.ts';
import { surroundingsOf } from './surroundings.ts';

const ours = await readPackage(OUR_PACKAGE);
const profiles = [...ours.resources.values()]
  .filter((one) => one.resourceType === 'StructureDefinition' && one['type'] !== 'Extension')
  .map(profileStructure);
const claiming = profiles.filter(({ compliesWith }) => compliesWith.length > 0);

if (!hasUsCore) console.warn('skipped: the packages of US Core are not in ../shared, so compliance isn’t compared');
const theirs = new Map(
  await Promise.all(
    (hasUsCore ? US_CORE : []).map(async ({ version, file }) => [version, await readPackage(file)] as const),
  ),
);

/** Types of ours for which US Core has no profile, or one that ours can't be: with the reason. */
const WITHOUT: Readonly<Record<string, string>> = {
  'peer-episode': 'US Core has no EpisodeOfCare',
  'peer-referral-task': 'US Core has no Task',
  'peer-message': 'US Core has no Communication',
  'incident-report': 'US Core has no Communication',
  'affiliation-agreement': 'US Core has no OrganizationAffiliation',
  'adverse-incident': 'US Core has no AdverseEvent',
  'peer-consent': 'US Core has no Consent',
  'plan-consent': 'US Core has no Consent',
  'disclosure-consent': 'US Core has no Consent',
  'peer-claim': 'US Core has no Claim',
  'supervision-session': 'US Core’s Encounter is about a patient, a session of supervision is not',
  'quality-document': 'US Core’s DocumentReference is about a patient, a quality management plan is not',
  'case-rate-report': 'US Core has no MeasureReport',
  'member-survey': 'US Core’s QuestionnaireResponse is built on a profile of another guide, for forms',
};
const nameOf = ({ url }: ProfileStructure): string => url.slice(url.lastIndexOf('/') + 1);

test('every profile says which US Core profiles it complies with, or is named here with the reason why not', () => {
  const silent = profiles.filter(({ baseDefinition, compliesWith }) => {
    const parent = profiles.find(({ url }) => url === baseDefinition);
    return compliesWith.length === 0 && (parent?.compliesWith.length ?? 0) === 0;
  });
  expect(silent.map(nameOf).sort()).toEqual(Object.keys(WITHOUT).sort());
});

test('each claim is for all versions', () => {
  expect(claiming.length).toBeGreaterThan(0);
  for (const { url, compliesWith } of claiming)
    expect(
      compliesWith.map((one) => one.replace(/^.*\|/, '')),
      url,
    ).toEqual(US_CORE.map(({ version }) => version));
});

describe.skipIf(!hasUsCore)('in structure (skipped where US Core is not here)', () => {
  const claims = claiming.flatMap((profile) => profile.compliesWith.map((claim) => ({ profile, claim })));

  test.each(claims.map((one) => [nameOf(one.profile), one.claim, one] as const))(
    '%s complies with %s',
    (_, claim, one) => {
      const version = claim.replace(/^.*\|/, '');
      const usCore = theirs.get(version);
      const json = usCore?.byUrl.get(unversioned(claim));
      if (usCore === undefined || json === undefined) throw new Error(`${claim} is not in the package of US Core`);
      expect(complianceFaults(one.profile, profileStructure(json), surroundingsOf(ours, usCore))).toEqual([]);
    },
  );
});
