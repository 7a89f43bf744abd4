import { describe, expect, it } from 'vitest';
import { patientOf, shownIn, subjectElement } from './subject.ts';

it.each([
  ['Encounter', 'subject'],
  ['EpisodeOfCare', 'patient'],
  ['Coverage', 'beneficiary'],
  ['Task', 'for'],
  ['Organization', null],
  ['OrganizationAffiliation', null],
  ['constructor', null],
])('the subject of %s is in %s', (type, element) => {
  expect(subjectElement(type)).toBe(element);
});

it.each([
  ['Patient/m-1', 'Patient/m-1'],
  ['https://server/fhir/Patient/m-1', 'Patient/m-1'],
  ['Patient/m-1/_history/3', 'Patient/m-1'],
  ['https://server/fhir/Patient/m-1/_history/3', 'Patient/m-1'],
  ['Group/g', null],
  ['m-1', null],
  ['#p', null],
  ['urn:uuid:6d0b4b1c-0000-4000-8000-000000000000', null],
  ['Patient?identifier=x', null],
  ['Patient/(a+)+$', null],
  ['Patient/', null],
])('%s names the patient %s', (reference, patient) => {
  expect(patientOf(reference)).toBe(patient);
});

describe('what a broken line still shows', () => {
  const head = '{"resourceType":"Encounter","id":"c-1",';
  const subject = '"subject":{"reference":"Patient/m-1"}';
  const shown = (text: string, type = 'Encounter') => shownIn(text, type).subjects;

  it.each([
    ['cut off after the subject', `${head}${subject},"per`],
    ['cut off inside the subject, after the reference', `${head}"subject":{"reference":"Patient/m-1","disp`],
    ['cut off right after the reference', `${head}"subject": { "reference" : "http://x/Patient/m-1/_history/2"`],
    ['broken before the subject', `${head}"status":finished,${subject}}`],
    ['the end of a line alone', `ed","class":{"code":"VR"},${subject}}`],
    ['with a key twice, and the same subject', `${head}${subject},${subject}}`],
  ])('%s: its subject', (_, text) => {
    expect(shown(text)).toEqual(['Patient/m-1']);
  });

  it.each([
    ['cut off before the subject', `${head}"status":"fin`],
    ['cut off inside the reference', `${head}"subject":{"reference":"Patient/m-1`],
    ['two resources in one line', `${head}${subject}}${head}${subject}}`],
    ['a torn one and then a whole one', `${head}"subject":{"refe${head}"subject":{"reference":"Patient/m-2"}}`],
    ['the end of one and then a whole one', `"status":"finished"}${head}${subject}}`],
    [
      'a subject that may be that of a contained resource',
      `${head}"contained":[{"resourceType":"Condition",${subject}`,
    ],
    ['a subject that is a group', `${head}"subject":{"reference":"Group/1"},`],
    ['no text at all', ''],
    ['nothing but brackets', '['.repeat(1e5)],
  ])('%s: it may be anyone’s', (_, text) => {
    expect(shown(text)).toEqual([null]);
  });

  it('both, where there are two', () => {
    expect(shown(`${head}${subject},"subject":{"reference":"Patient/a"}}`)).toEqual(['Patient/a', 'Patient/m-1']);
  });

  it('a word in a text is no subject', () => {
    expect(shown(String.raw`${head}"text":"\"subject\":{\"reference\":\"Patient/no\"}","per`)).toEqual([null]);
  });

  it('its type and id', () => {
    expect(shownIn(`${head}"status":"fin`, 'Encounter')).toMatchObject({ resourceType: 'Encounter', id: 'c-1' });
    expect(shownIn('{"id":"a b"', 'Encounter')).toMatchObject({ resourceType: null, id: null });
  });

  it('a Patient is its own subject', () => {
    expect(shown('{"resourceType":"Patient","id":"m-1","name":[', 'Patient')).toEqual(['Patient/m-1']);
  });

  // A pattern that backtracks would take hours.
  it.each(['"subject":{', '"subject"   :  ', '"reference":"', '"subject":{"reference"', '{"a":{'])(
    'reads a megabyte of %s',
    (piece) => {
      expect(shown(piece.repeat(1e6 / piece.length))).toEqual([null]);
    },
  );
});
