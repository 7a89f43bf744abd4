/** From extracts to verdicts: what is generated, mapped and checked is what the generator's own story says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { linesOf, peerbridge } from './command.ts';
import { bytesOf, folderWith, workshop } from './folders.ts';
import { rowsOf, spansOf } from './tables.ts';

const at = workshop();

async function generated(name: string, members: number, seed: number, from: string, to: string): Promise<string> {
  const out = at(name, 'extracts');
  const { code, stderr } = await peerbridge([
    ...['generate', '--members', String(members), '--seed', String(seed)],
    ...['--from', from, '--to', to, '--out', out],
  ]);
  expect(code, stderr).toBe(0);
  return out;
}

const extractsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .map((name) => join(folder, name));

describe('generate, map, check', () => {
  test.each([
    [11, '2026-01-01', '2026-06-30'],
    [12, '2025-10-01', '2025-12-15'],
  ])('seed %i, %s to %s: every day as the story has it', async (seed, from, to) => {
    const name = `seed-${seed}`;
    const extracts = await generated(name, 150, seed, from, to);
    const mapped = await peerbridge([
      'map',
      'cbhc-extract',
      ...extractsIn(extracts),
      '--out',
      at(name, 'fhir'),
      '--json',
    ]);
    expect(mapped.code, mapped.stderr).toBe(0);
    // a whole folder is named, and what is no extract in it is left out, and said
    for (const answers of ['answers.csv', 'answer-findings.csv'])
      expect(mapped.stderr).toContain(`note: ${join(extracts, answers)} is left out`);
    const checked = await peerbridge([
      ...['check', at(name, 'fhir'), '--from', from, '--to', to, '--format', 'csv', '--no-readings'],
      ...['--out', at(name, 'out'), '--json'],
    ]);
    expect(checked.code, checked.stderr).toBe(0);
    const found = spansOf(at(name, 'out')).map(({ specification, member, provider, start_date, end_date, outcome }) => {
      return { specification, member, provider, start_date, end_date, outcome };
    });
    const answers = rowsOf(readFileSync(join(extracts, 'answers.csv'), 'utf8'));
    expect(joined(found)).toEqual(answers);
    expect(new Set(answers.map(({ outcome }) => outcome)).size).toBe(3);
  });

  test('a second run gives the same bytes', async () => {
    const extracts = extractsIn(await generated('twice', 20, 3, '2026-01-01', '2026-02-28'));
    const runs = [at('twice', 'one'), at('twice', 'two')];
    for (const out of runs) await peerbridge(['map', 'cbhc-extract', ...extracts, '--out', out]);
    expect(bytesOf(runs[1] ?? '')).toEqual(bytesOf(runs[0] ?? ''));
  });
});

/** Answers know outcomes only: spans that differ in reason alone are one. */
function joined(spans: readonly Record<string, string>[]): Record<string, string>[] {
  const result: Record<string, string>[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    const isSame = ['specification', 'member', 'provider', 'outcome'].every((name) => last?.[name] === span[name]);
    if (last !== undefined && isSame && dayAfter(last['end_date'] ?? '') === span['start_date'])
      last['end_date'] = span['end_date'] ?? '';
    else result.push({ ...span });
  }
  return result;
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

describe('rows that cannot be mapped', () => {
  const members = 'member_id,family,given,birth_date,gender,language,medicaid_id';
  const workers = 'worker_id,family,given,npi,languages';
  const qualifications = 'qualification_id,worker_id,code,number,start,end,issuer,attested';
  const goals = 'goal_id,member_id,description,status,start,by_member';
  const csv = (...lines: string[]): string => lines.map((line) => `${line}\n`).join('');

  test('are rejected, each with file, line, column and reason, and nothing of what they hold', async () => {
    const source = folderWith(at('rejected', 'source'), {
      'members.csv': csv(
        members,
        'M-1,Doe,Jane,1990-02-30,,,',
        'M-2,Roe,Ann,1990-02-03,,,',
        'M-2,Roe,Anne,1990-02-03,,,',
        'M-2,Roe,Ann,1990-02-03,,,',
        'M-3,Poe',
      ),
      'goals.csv': csv(
        goals,
        'G-1,M-1,Sleep,,2026-01-02,Y',
        'G-2,M-2,Work,,2026-01-02,maybe',
        'G-3,M-2,Rest,,2026-01-02,Y',
      ),
      'workers.csv': csv(workers, 'W-1,Ash,Kim,,', 'W-1,Elm,Kim,,'),
      'qualifications.csv': csv(qualifications, 'Q-1,W-1,carc,,2025-01-01,,,', 'Q-2,W-9,carc,,2025-01-01,,,'),
    });
    const out = at('rejected', 'fhir');
    const files = readdirSync(source).map((name) => join(source, name));
    const { code, stdout, stderr } = await peerbridge(['map', 'cbhc-extract', ...files, '--out', out, '--json']);
    expect(code).toBe(3);
    const issues = readFileSync(join(out, 'issues.csv'), 'utf8');
    expect(
      rowsOf(issues).map(({ file, line, column, code: kind, severity }) =>
        [file, line, column, kind, severity].join(' '),
      ),
    ).toEqual([
      'qualifications.csv 3 worker_id not-found error',
      'members.csv 2 birth_date value error',
      'members.csv 4 member_id duplicate error',
      'members.csv 5 member_id duplicate information',
      'members.csv 6  structure error',
      'workers.csv 3 worker_id duplicate error',
      'goals.csv 2 member_id not-found error',
      'goals.csv 3 by_member value error',
    ]);
    for (const value of ['1990', 'Roe', 'Sleep', 'maybe', 'M-2', 'W-9'])
      expect(issues + stdout + stderr).not.toContain(value);
    expect(JSON.parse(stdout)).toMatchObject({
      extracts: [
        { extract: 'members', read: 5, mapped: 1, rejected: 4 },
        { extract: 'workers', read: 2, mapped: 1, rejected: 1 },
        { extract: 'qualifications', read: 2, mapped: 1, rejected: 1 },
        { extract: 'goals', read: 3, mapped: 1, rejected: 2 },
      ],
    });
    expect(linesOf(readFileSync(join(out, 'Patient.ndjson'), 'utf8'))).toHaveLength(1);
    expect(linesOf(readFileSync(join(out, 'Practitioner.ndjson'), 'utf8'))).toHaveLength(1);
    // what the mapping could make and doesn't: an empty file, so that its absence is known
    expect(readFileSync(join(out, 'Communication.ndjson'), 'utf8')).toBe('');
  });

  test('a qualification of a worker who was rejected is rejected too', async () => {
    const source = folderWith(at('orphan', 'source'), {
      'roles.csv': csv('role_id,worker_id,organization_id,code,start,end,active', 'R-1,W-1,,,2025-13-01,,'),
      'supervisions.csv': csv('supervision_id,role_id,supervisor_role_id,start,end,topics', 'S-1,R-1,,2025-01-01,,'),
      'workers.csv': csv(workers, 'W-1,Ash,Kim,,'),
    });
    const files = readdirSync(source).map((name) => join(source, name));
    const { code, stdout } = await peerbridge([
      'map',
      'cbhc-extract',
      ...files,
      '--out',
      at('orphan', 'fhir'),
      '--json',
    ]);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      extracts: [
        { extract: 'workers', read: 1, mapped: 1, rejected: 0 },
        { extract: 'roles', read: 1, mapped: 0, rejected: 1 },
        { extract: 'supervisions', read: 1, mapped: 0, rejected: 1 },
      ],
    });
  });
});

test('codes: what is there, how often, and what is unmapped', async () => {
  const contacts = folderWith(at('codes'), {
    'contacts.csv': [
      'contact_id,member_id,service,provider_id,episode_id,referral_id,role_ids,mode,engaged,types,status,start,end,goal_ids',
      'C-1,M-1,CPS,,,,,F2F,,ONG,COMPLETED,2026-01-02,,',
      'C-2,M-1,CPS,,,,,F2F,,ONG,COMPLETED,2026-01-03,,',
      'C-3,M-1,CPS,,,,,PIGEON,,ONG,COMPLETED,2026-01-04,,',
      '',
    ].join('\n'),
  });
  const { code, stdout } = await peerbridge(['codes', 'cbhc-extract', join(contacts, 'contacts.csv'), '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual(
    expect.arrayContaining([
      { table: 'contact-mode', code: 'F2F', count: 2, target: 'in-person', nearest: [] },
      { table: 'contact-mode', code: 'PIGEON', count: 1, target: null, nearest: [] },
    ]),
  );
});

test.each([
  [['map', 'cbhc-extract', 'nothing.csv'], 'has no extract nothing'],
  [['map', 'no-such-mapping', 'members.csv'], 'there is no mapping no-such-mapping'],
  [['map', 'cbhc-extract'], 'it needs a MAPPING and its files'],
  [['map', 'cbhc-extract', 'members.csv', 'members=other.csv'], 'is given twice'],
  [['map', 'cbhc-extract', 'members.csv', '--id-key-file', 'nowhere'], 'cannot be read, or is empty'],
])('%j: exit 2, one line', async (args, message) => {
  const { code, stdout, stderr } = await peerbridge([...args, '--out', at('usage')]);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(linesOf(stderr)).toHaveLength(1);
  expect(stderr).toContain(message);
});
