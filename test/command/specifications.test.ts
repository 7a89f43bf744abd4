import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { peerbridge } from './command.ts';
import type { Ended } from './command.ts';

const clauseSchema = z.strictObject({
  id: z.string(),
  says: z.string().min(1),
  cites: z.string().min(1),
  rule: z.string().optional(),
  combination: z.strictObject({ op: z.string(), clauses: z.array(z.string()).min(1) }).optional(),
  notAutomated: z
    .string()
    .regex(/^(principle|not-in-FHIR|outside-these-documents|later): \S/)
    .optional(),
  parameters: z.record(z.string(), z.unknown()),
  gates: z.literal('case-rate').nullable(),
  when: z.string().optional(),
  advisory: z.literal(true).optional(),
});
const specificationSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  payer: z.string(),
  services: z.array(z.string()),
  from: z.string(),
  clauses: z.array(clauseSchema),
  parameters: z.array(z.looseObject({ name: z.string() })),
});

let list: Ended;
let all: Ended;
let one: Ended;
let oneAsJson: Ended;
beforeAll(async () => {
  const ways = [[], ['--json'], ['optum-prc'], ['optum-prc', '--json']];
  const ended = await Promise.all(ways.map((way) => peerbridge(['specifications', ...way])));
  const none: Ended = { code: null, signal: null, stdout: '', stderr: '' };
  [list = none, all = none, one = none, oneAsJson = none] = ended;
});

test('all ways of asking end with 0 and say nothing on stderr', () => {
  for (const { code, stderr } of [list, all, one, oneAsJson]) expect([code, stderr]).toEqual([0, '']);
});

test('the list names each', () => {
  expect(list.stdout).toContain('molina-cps');
  expect(list.stdout).toContain('optum-prc');
});

test('JSON has every clause of the catalogue, each with exactly one of rule, combination and reason', () => {
  const found = z.array(specificationSchema).parse(JSON.parse(all.stdout));
  expect(found.map(({ id, clauses }) => [id, clauses.length])).toEqual([
    ['molina-cps', 102],
    ['optum-prc', 112],
  ]);
  for (const { clauses } of found) {
    const ids = new Set(clauses.map(({ id }) => id));
    expect(ids.size).toBe(clauses.length);
    for (const { id, rule, combination, notAutomated } of clauses) {
      expect(
        [rule, combination, notAutomated].filter((way) => way !== undefined),
        id,
      ).toHaveLength(1);
      for (const other of combination?.clauses ?? []) expect(ids, id).toContain(other);
    }
  }
});

test('one, as JSON, is the same as in the list, and each of its clauses and parameters is in the text', () => {
  const found = specificationSchema.parse(JSON.parse(oneAsJson.stdout));
  expect(z.array(z.unknown()).parse(JSON.parse(all.stdout))).toContainEqual(JSON.parse(oneAsJson.stdout));
  for (const { id } of found.clauses) expect(one.stdout).toContain(id);
  for (const { name } of found.parameters) expect(one.stdout).toContain(name);
});
