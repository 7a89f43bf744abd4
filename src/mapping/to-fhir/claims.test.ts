/** Which profile each kind of row claims. That its resource fulfils it is proved by validators, not here. */
import { expect, test } from 'vitest';
import { B, PLAIN } from '../../../test/mapped-shape.ts';
import type { Link, LinkedRow } from './linked.ts';
import { resourceOf } from './table.ts';
import type { ResourceKind } from './table.ts';

const id = 'x';
const member: Link = { kind: 'member', key: 'm-1' };
const worker: Link = { kind: 'worker', key: 'w-1' };
const role: Link = { kind: 'role', key: 'r-1' };
const incident: Link = { kind: 'incident', key: 'i-1' };

test.each<[string, LinkedRow<ResourceKind>]>([
  ['peer-member', { kind: 'member', row: { id } }],
  ['peer-organization', { kind: 'organization', row: { id, name: 'Harbor Street' } }],
  ['peer-worker', { kind: 'worker', row: { id } }],
  ['peer-worker-role', { kind: 'role', row: { id, worker } }],
  ['supervision-session', { kind: 'supervisionSession', row: { id, role } }],
  ['affiliation-agreement', { kind: 'affiliation', row: { id } }],
  ['peer-coverage', { kind: 'coverage', row: { id, member } }],
  ['peer-referral', { kind: 'referral', row: { id, member } }],
  ['peer-episode', { kind: 'episode', row: { id, member } }],
  ['peer-contact', { kind: 'contact', row: { id, member } }],
  ['peer-message', { kind: 'message', row: { id, member } }],
  ['peer-collateral-activity', { kind: 'collateral', row: { id, member } }],
  ['peer-goal', { kind: 'goal', row: { id, member } }],
  ['peer-plan', { kind: 'plan', row: { id, member } }],
  ['peer-plan', { kind: 'plan', row: { id, member, category: 'dcf-family-action-plan' } }],
  ['wellness-plan', { kind: 'plan', row: { id, member, category: 'wellness-plan' } }],
  ['plan-of-safe-care', { kind: 'plan', row: { id, member, category: 'plan-of-safe-care' } }],
  ['peer-consent', { kind: 'consent', row: { id, member } }],
  ['plan-consent', { kind: 'consent', row: { id, member, category: 'plan-copy' } }],
  ['disclosure-consent', { kind: 'consent', row: { id, member, category: 'disclosure' } }],
  ['perinatal-status', { kind: 'perinatal', row: { id, member, fact: 'status' } }],
  ['perinatal-fact', { kind: 'perinatal', row: { id, member, fact: 'edd' } }],
  ['stage-of-change', { kind: 'stage', row: { id, member, stage: 'action' } }],
  ['member-survey', { kind: 'survey', row: { id, questionnaire: 'member-satisfaction' } }],
  ['quality-document', { kind: 'document', row: { id, type: 'quality-management-plan' } }],
  ['adverse-incident', { kind: 'incident', row: { id } }],
  ['incident-report', { kind: 'incidentReport', row: { id, incident } }],
  ['peer-claim', { kind: 'claim', row: { id, member, date: '2026-03-04' } }],
])('%s', (profile, row) => {
  expect(resourceOf(row, PLAIN).meta?.profile).toEqual([`${B}/StructureDefinition/${profile}`]);
});
