import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generated } from '../../../test/generated.ts';
import { KnowledgeError } from '../../errors.ts';
import { mapExtracts } from '../map.ts';
import { readMapping } from '../mapping-file.ts';
import type { Extract, Mapping } from '../mapping.ts';
import { initMapping } from './init.ts';

const scratch = mkdtempSync(join(tmpdir(), 'init-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/** Writes the files and drafts a mapping of them, into a folder of that name. */
async function drafted(
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<{ text: string; folder: string }> {
  const folder = join(scratch, name);
  mkdirSync(folder);
  const paths = Object.entries(files).map(([extract, text]): [string, string] => {
    const path = join(scratch, `${name}-${extract}.csv`);
    writeFileSync(path, text);
    return [extract, path];
  });
  await initMapping(name, new Map(paths), folder);
  return { text: readFileSync(join(folder, 'mapping.yaml'), 'utf8'), folder };
}

const read = (folder: string): Promise<Mapping> => readMapping(pathToFileURL(`${folder}/`));

/** Column → field, and which kind it names. */
function fieldsOf({ fields, choices }: Extract): string[] {
  const chosen = choices.flatMap(({ options }) => [...options.values()].flat());
  return [...fields, ...chosen].map(
    ({ from, to, refersTo }) => `${'column' in from ? from.column : from.constant}: ${to} ${refersTo ?? ''}`,
  );
}

describe('what peerbridge generate writes', () => {
  const wanted = fileURLToPath(new URL('../../../mappings/cbhc-extract', import.meta.url));
  let folder = '';
  let files: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    const extracts = [...(await generated({ members: 150, seed: 4 })).files].filter(
      ([name]) => !name.startsWith('answer'),
    );
    files = Object.fromEntries(extracts.map(([name, text]) => [basename(name, '.csv'), text]));
    ({ folder } = await drafted('cbhc-extract', files));
  });

  test('is drafted as someone wrote it by hand', async () => {
    const [draft, hand] = [await read(folder), await read(wanted)];
    expect([...draft.plainKinds].sort()).toEqual([...hand.plainKinds].sort());
    expect(draft.listSeparator).toBe(hand.listSeparator);
    for (const extract of hand.extracts.values()) {
      const found = draft.extracts.get(extract.name);
      expect([extract.name, found?.row]).toEqual([extract.name, extract.row]);
      expect(found && fieldsOf(found).sort(), extract.name).toEqual(fieldsOf(extract).sort());
    }
  });

  test('and the draft maps it', async () => {
    const out = join(scratch, 'mapped');
    mkdirSync(out);
    const inputs = new Map(Object.keys(files).map((name) => [name, join(scratch, `cbhc-extract-${name}.csv`)]));
    const mapping = await read(folder);
    const { summary } = await mapExtracts(
      { mapping, inputs, secret: 'a secret', dryRun: true, scratch, watch: () => undefined },
      out,
    );
    expect(summary.extracts.filter(({ rejected }) => rejected > 0)).toEqual([]);
  });
});

describe('a source with names of its own', () => {
  const CLIENTS =
    'Client ID,Last Name,First Name,DOB,Sex,Notes\nA100,Marsh,Ada,5/12/1984,F,x\nA101,Reyes,Dan,11/30/1991,M,\n';
  const VISITS =
    'Visit No,Client ID,Program,Method,Attended,Date\n' +
    '1,A100,CPS,Face to Face,Yes,3/14/2026 2:00 PM\n2,A100,CPS,Carrier pigeon,No,3/15/2026 2:00 PM\n';

  test('is drafted by likeness, with the formats of its dates and the texts of its booleans', async () => {
    const { text, folder } = await drafted('ours', { clients: CLIENTS, visits: VISITS });
    for (const line of [
      "booleans: { 'true': ['Yes'], 'false': ['No'] }",
      "      'Client ID': { to: id }",
      "      DOB: { to: birthDate, formats: ['M/D/YYYY'] }",
      '      # Notes: not used; { to: FIELD } to use it',
      "      'Client ID': { to: member, in: clients }",
      '      Program: { to: service, codes: peer-service }',
      '      Method: { to: mode, codes: contact-mode }  # 1 of its codes have no target in codes/contact-mode.json',
      '      Attended: { to: engaged }',
    ])
      expect(text.split('\n')).toContain(line);
    const { extracts } = await read(folder);
    expect(extracts.get('visits')?.fields.find(({ to }) => to === 'mode')?.codes?.targets).toEqual(
      new Map([
        ['Carrier pigeon', null],
        ['Face to Face', 'in-person'],
      ]),
    );
    expect([...extracts.values()].map(({ row }) => row)).toEqual(['member', 'contact']);
    expect(readdirSync(join(folder, 'codes')).sort()).toEqual([
      'contact-mode.json',
      'gender.json',
      'peer-service.json',
    ]);
  });

  test('says what is missing, and for what', async () => {
    const { text } = await drafted('lacking', { clients: CLIENTS, referrals: 'Referral,Client\n1,A100\n' });
    expect(text).toContain('#   no authored of referral: CPS 5b: the initial meeting can’t be timed\n');
    expect(text).toContain('#   no episode: no day is judged: days are those of episodes\n');
    expect(text).not.toContain('start of episode');
  });

  test('whose dates can be read in two ways is asked which it is', async () => {
    const dates = 'Episode,Client ID,Start\n1,A100,3/4/2026\n2,A101,5/6/2026\n';
    const { text } = await drafted('two-ways', { clients: CLIENTS, episodes: dates });
    expect(text).toContain(
      "      Start: { to: start, formats: ['M/D/YYYY'] }  # each also reads as D/M/YYYY: which is it?\n",
    );
  });

  test.each([
    [
      'a file that tells nothing',
      { xyz: 'foo,bar\n1,2\n' },
      /unclear-0\/mapping.yaml:\d+: extracts.xyz.row: there is no kind of row FILL-IN;/,
    ],
    [
      'rows without what they need',
      { qualifications: 'qualification_id,number\n1,A\n' },
      /unclear-1\/mapping.yaml:\d+: extracts.qualifications.columns: a row of kind qualification needs its worker/,
    ],
  ])('%s: the draft says at which line to go on', async (_, files, message) => {
    const name = `unclear-${'xyz' in files ? 0 : 1}`;
    const { folder } = await drafted(name, files);
    const failure = await read(folder).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(KnowledgeError);
    expect(String(failure)).toMatch(message);
  });
});
