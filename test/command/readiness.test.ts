import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { peerbridge } from './command.ts';
import { folderWith, workshop } from './folders.ts';
import { because, costs, decidable, element, readinessOf, specificationOf } from './readiness.ts';
import type { Readiness } from './readiness.ts';
import { CENTER, coded, contact, member, ndjson, sourceOf } from './story.ts';
import type { Resource } from './story.ts';

const at = workshop();
/** Ten days. */
const EARLY_MARCH = ['--from', '2026-03-01', '--to', '2026-03-10'];
const CPS = 'molina-cps';
const PRC = 'optum-prc';
const START = 'Encounter.period.start';
const MODE = 'Encounter.extension(contact-mode) | Encounter.class';
const FLAG = 'Encounter.extension(member-engaged)';

/** As JSON drops what is undefined: an encounter without class says nothing of its mode. */
const NO_MODE = { class: undefined };

/** Clauses that the case rate of the contract rests on, and those that are part of them. */
const RATE = /^CPS-(CS-5-lead2|CS-5a(-i{1,3})?|CS-5b-[12]|CS-5c-4|PR-5a)$/;

describe('a small center with gaps', () => {
  const phone = {
    url: 'https://peerbridge.dev/fhir/StructureDefinition/contact-mode',
    valueCodeableConcept: coded('contact-mode', 'phone'),
  };
  const attic = { reference: 'Organization/attic' };
  const atAttic = (one: Resource): Resource => ({
    ...one,
    ...(one.resourceType === 'EpisodeOfCare' && { managingOrganization: attic }),
    ...(one.resourceType === 'Encounter' && { serviceProvider: attic }),
  });
  const unreferred = member('cedar', [])
    .filter(({ resourceType }) => resourceType === 'Patient' || resourceType === 'EpisodeOfCare')
    .map((one) => ({ ...one, referralRequest: undefined }));
  sourceOf(at('gaps'), [
    CENTER,
    { resourceType: 'Organization', id: 'attic' },
    ...member('ash', ['2026-03-02']),
    ...member('birch', []),
    contact('birch-1', 'birch', '2026-03-02', NO_MODE),
    // no referral; a call that carries 27 February to 5 March; the first meeting on 4 March
    ...unreferred,
    contact('cedar-1', 'cedar', '2026-02-27', { class: undefined, extension: [phone] }),
    contact('cedar-2', 'cedar', '2026-03-04'),
    ...member('elder', ['2026-03-02']).map(atAttic),
    // has no episode
    contact('fern-1', 'fern', '2026-03-02'),
  ]);

  // ash: 2–8 satisfied. birch: 2–8 undecided. cedar: 1–3 undecided (in time?), 4–10 satisfied. elder: 2–8 undecided (what is the attic?).
  test('what it costs, the dearest first, and what lacks there', async () => {
    const readiness = await readinessOf(at('gaps'), EARLY_MARCH);
    expect(specificationOf(readiness, CPS).memberDays).toEqual({
      satisfied: 14,
      notSatisfied: 9,
      insufficientData: 17,
    });
    expect(costs(readiness)).toEqual([
      ['contact-undecided', 7, 1],
      ['provider-type-unknown', 7, 1],
      ['referral-date-unknown', 3, 1],
    ]);
    expect(readiness.toDo.map(({ elements }) => elements.map(({ place, memberDays }) => [place, memberDays]))).toEqual([
      [
        [MODE, 7],
        [FLAG, 7],
      ],
      [['Organization.type', 7]],
      [['EpisodeOfCare.referralRequest | ServiceRequest.subject', 3]],
    ]);
    expect(readiness.toDo[1]?.wouldBeDecidedBy).toContain('Organization.type');
  });

  test('how often each element is there', async () => {
    const readiness = await readinessOf(at('gaps'), EARLY_MARCH);
    // a meeting and a contact each of ash, birch and elder; two contacts of cedar; fern's is of no episode
    expect(element(readiness, CPS, START)).toEqual([8, 0, 0, 0]);
    expect(element(readiness, CPS, MODE)).toEqual([7, 1, 0, 7]);
    expect(element(readiness, CPS, FLAG)).toEqual([0, 1, 0, 7]);
    expect(element(readiness, CPS, 'EpisodeOfCare.patient')).toEqual([8, 1, 0, 0]);
    expect(element(readiness, CPS, 'EpisodeOfCare.referralRequest | ServiceRequest.subject')).toEqual([3, 1, 0, 3]);
    expect(element(readiness, CPS, 'Organization.type')).toEqual([1, 1, 0, 7]);
    const mode = specificationOf(readiness, CPS).elements.find(({ place }) => place === MODE);
    expect([mode?.records, mode?.missingPercent]).toEqual([8, 12.5]);
  });

  test('which clauses can be decided, and why not; of the other specification none, for want of episodes', async () => {
    const readiness = await readinessOf(at('gaps'), EARLY_MARCH);
    const { clauses } = specificationOf(readiness, CPS);
    // the case rate's three rules, their combination, and five clauses that are part of one of them
    const rate = Object.entries(decidable(readiness, CPS)).filter(([id]) => RATE.test(id));
    expect(rate.map(([, state]) => state)).toEqual(Array.from({ length: 9 }, () => 'partly'));
    expect(clauses['all']).toBe((clauses['automated'] ?? 0) + (clauses['notAutomated'] ?? 0));
    expect(because(readiness, CPS, 'CPS-PR-5a')).toEqual(['element Organization.type']);
    expect(because(readiness, CPS, 'CPS-CS-5b-2')).toEqual([
      `element ${MODE}`,
      'element EpisodeOfCare.referralRequest | ServiceRequest.subject',
    ]);
    // it applies where the incident is one that has to be reported: without that it can't be decided either
    const reported = specificationOf(readiness, CPS).automated.find(({ id }) => id === 'CPS-QM-4-time');
    expect(reported?.through).toEqual(['CPS-QM-4-def']);
    expect(readiness.nothingToJudge).toEqual([PRC]);
    expect(new Set(Object.values(decidable(readiness, PRC)))).toEqual(new Set(['no']));
  });

  test('without --to, the three months that end with the last contact of a member with an episode', async () => {
    const { period } = await readinessOf(at('gaps'), []);
    expect(period).toEqual({ from: '2025-12-05', to: '2026-03-04', asOf: '2026-03-04', basis: 'contacts' });
  });

  test('in words', async () => {
    const { code, stdout } = await peerbridge(['readiness', at('gaps'), ...EARLY_MARCH]);
    expect(code).toBe(0);
    for (const text of ['17 of 40 days are undecided', '12.5 %', 'not in 1 of 8', `${PRC}: no episode`])
      expect(stdout).toContain(text);
  });
});

test('a source without messages: that there was no contact isn’t known', async () => {
  const files = Object.entries(ndjson([CENTER, ...member('ash', ['2026-03-02'])]));
  const others = files.filter(([name]) => name !== 'Communication.ndjson');
  const source = folderWith(at('silent'), Object.fromEntries(others));
  const readiness = await readinessOf(source, [...EARLY_MARCH, '--specification', CPS]);
  // 2–8 are carried by a contact; 1, 9 and 10 aren't
  expect(specificationOf(readiness, CPS).memberDays).toEqual({ satisfied: 7, notSatisfied: 0, insufficientData: 3 });
  expect(costs(readiness)).toEqual([['contact-source-incomplete', 3, 1]]);
  expect(readiness.toDo[0]?.incomplete).toEqual(['Communication']);
  expect(readiness.resources.find(({ type }) => type === 'Communication')).toMatchObject({
    hasFile: false,
    complete: false,
  });
  expect(because(readiness, CPS, 'CPS-CS-5a')).toEqual(['incomplete Communication']);
  expect(decidable(readiness, CPS)).toMatchObject({ 'CPS-CS-5a': 'partly', 'CPS-CS-5b-2': 'yes', 'CPS-PR-5a': 'yes' });

  const declared = await readinessOf(source, [...EARLY_MARCH, '--specification', CPS, '--complete', 'Communication']);
  expect(specificationOf(declared, CPS).memberDays).toEqual({ satisfied: 7, notSatisfied: 3, insufficientData: 0 });
  expect(declared.toDo).toEqual([]);
  const rate = Object.entries(decidable(declared, CPS)).filter(([id]) => RATE.test(id));
  expect(rate.map(([, state]) => state)).toEqual(Array.from({ length: 9 }, () => 'yes'));
});

test('a source without any mode of contact: no meeting can be told', async () => {
  const modeless = member('ash', ['2026-03-02']).map((one) =>
    one.resourceType === 'Encounter' ? { ...one, ...NO_MODE } : one,
  );
  const source = sourceOf(at('modeless'), [CENTER, ...modeless]);
  const readiness = await readinessOf(source, [...EARLY_MARCH, '--specification', CPS]);
  // on 1, 9 and 10 there is no contact of whatever mode; on 2–8 there may be one
  expect(specificationOf(readiness, CPS).memberDays).toEqual({ satisfied: 0, notSatisfied: 3, insufficientData: 7 });
  expect(costs(readiness)).toEqual([['contact-undecided', 7, 1]]);
  expect(element(readiness, CPS, MODE)).toEqual([0, 2, 0, 7]);
  expect(decidable(readiness, CPS)).toMatchObject({
    'CPS-CS-5a': 'partly',
    'CPS-CS-5b-2': 'no',
    'CPS-PR-5a': 'yes',
    'CPS-CS-5-lead2': 'no',
  });
});

test('an encounter that names nobody is counted, makes its type incomplete, and the exit 3', async () => {
  const nameless = { ...contact('nobody', 'x', '2026-03-05'), subject: undefined };
  const source = sourceOf(at('nameless'), [CENTER, ...member('ash', ['2026-03-02']), nameless]);
  const readiness = await readinessOf(source, [...EARLY_MARCH, '--specification', CPS], 3);
  expect(readiness.issues.error).toBe(1);
  expect(element(readiness, CPS, 'Encounter.subject')).toEqual([2, 1, 0, 0]);
  expect(costs(readiness)).toEqual([['contact-source-incomplete', 3, 1]]);
  expect(readiness.toDo[0]?.incomplete).toEqual(['Encounter']);
});

describe('the story of examples/small-center, March', () => {
  const story = fileURLToPath(new URL('../../examples/small-center/fhir', import.meta.url));
  const MARCH = ['--from', '2026-03-01', '--to', '2026-03-31'];

  // Days from expected/case-rate.csv, which was worked out by hand.
  test('what it costs', async () => {
    const readiness = await readinessOf(story, MARCH);
    expect(costs(readiness)).toEqual([
      // bunting 7 + 7, crane 2 + 21, dunlin 5 + 5, knot 7, siskin 7, stint 9 + 15, jay 21
      ['contact-undecided', 106, 7],
      ['provider-type-unknown', 31, 1],
      ['affiliation-undecided', 30, 1],
      ['episode-dates-unknown', 30, 1],
      // crane 7, swift 12
      ['meeting-undecided', 19, 2],
      ['initial-meeting-not-yet-due', 4, 1],
      ['referral-date-unknown', 2, 1],
    ]);
  });

  // 156 encounters less two of collateral work and two that never were: 128 of CPS (oriole's seven by the worker's role), 24 of PRC.
  test.each([
    // stint's and crane's are of "2026-03": 24 and 30 days
    [CPS, START, [126, 0, 2, 54]],
    // dunlin's portal-chat, knot's four of class VR: 5 days of dunlin, 7 of knot
    [CPS, MODE, [123, 0, 5, 12]],
    // bunting's text of the 3rd, and of the former dunlin's and one of knot's: 7 + 5 + 7 days; bunting wrote on the 11th, knot has flags
    [CPS, FLAG, [4, 3, 0, 19]],
    // siskin's visit that was never closed
    [CPS, 'Encounter.status', [127, 0, 1, 7]],
    // three of CPS that only began: 128 less siskin's, stint's and crane's; dunlin's ends before it begins
    [CPS, 'Encounter.period.end', [124, 0, 1, 5]],
    [CPS, 'EpisodeOfCare.period.start', [28, 0, 1, 30]],
    [CPS, 'EpisodeOfCare.period.end', [2, 0, 0, 0]],
    // Tern Island isn't in the data
    [CPS, 'EpisodeOfCare.managingOrganization', [28, 0, 1, 0]],
    [CPS, 'Organization.type', [4, 1, 0, 31]],
    // Quay's ends "2026-03"
    [CPS, 'OrganizationAffiliation.period', [1, 0, 1, 30]],
    [CPS, 'ServiceRequest.authoredOn', [28, 1, 0, 2]],
    // bunting's of the 20th answers one that isn't there
    [CPS, 'Communication.inResponseTo', [7, 0, 1, 7]],
    [CPS, 'Communication.recipient', [3, 0, 0, 0]],
    // jay's is of class VR, swift's has no class: 21 and 12 days
    [PRC, MODE, [22, 1, 1, 33]],
    // whether swift took part wouldn't make it a meeting
    [PRC, FLAG, [0, 2, 0, 21]],
    [PRC, 'Communication.medium', [2, 0, 0, 0]],
  ])('%s: %s', async (id, place, due) => {
    expect(element(await march(), id, place)).toEqual(due);
  });

  let once: Promise<Readiness> | undefined;
  function march(): Promise<Readiness> {
    once ??= readinessOf(story, MARCH);
    return once;
  }

  test('the last contacts are of 31 March', async () => {
    const { period } = await readinessOf(story, []);
    expect(period).toEqual({ from: '2026-01-01', to: '2026-03-31', asOf: '2026-03-31', basis: 'contacts' });
  });
});

const synthea = fileURLToPath(new URL('../../../shared/testdata/synthea/', import.meta.url));
const isHere = existsSync(synthea);

test.skipIf(!isHere)(
  `an ordinary server’s data: nothing is of a peer service${isHere ? '' : ' (skipped: ../shared/testdata is not here)'}`,
  async () => {
    const readiness = await readinessOf(synthea, []);
    const encounters = readFileSync(`${synthea}/Encounter.000.ndjson`, 'utf8').trimEnd().split('\n').length;
    expect(readiness.period).toEqual({ from: null, to: null, asOf: null, basis: 'nothing' });
    expect(readiness.nothingToJudge).toEqual([CPS, PRC]);
    expect(readiness.toDo).toEqual([]);
    expect(readiness.resources.find(({ type }) => type === 'Encounter')).toMatchObject({
      read: encounters,
      ofService: [
        { specification: CPS, resources: 0 },
        { specification: PRC, resources: 0 },
      ],
    });
    for (const id of [CPS, PRC]) {
      // what concerns workers and providers alone could still be told of them
      expect(Object.values(decidable(readiness, id))).not.toContain('yes');
      expect(specificationOf(readiness, id).elements.filter(({ records }) => records > 0)).toEqual([]);
    }
  },
);

describe('wrong usage', () => {
  test.each([
    ['no source', [], 'SOURCE'],
    ['a date that doesn’t exist', [at('gaps'), '--from', '2026-02-29'], '2026-02-29'],
    ['--from after --to', [at('gaps'), '--from', '2026-04-01', '--to', '2026-03-31'], '--from 2026-04-01'],
    ['--from after the last contact', [at('gaps'), '--from', '2026-04-01'], '2026-03-04'],
    ['an unknown specification', [at('gaps'), '--specification', 'nope'], 'nope'],
  ])('%s', async (_, args, names) => {
    const { code, stdout, stderr } = await peerbridge(['readiness', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(names);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
