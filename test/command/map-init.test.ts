/** `map --init`: a draft of a mapping, which overwrites nothing and maps what it was drafted of. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linesOf, peerbridge } from './command.ts';
import { bytesOf, folderWith, workshop } from './folders.ts';

const at = workshop();

const FILES = {
  'clients.csv': 'Client ID,Last Name,First Name,DOB\nA100,Quixote,Ada,5/12/1984\nA101,Reyes,Dan,11/30/1991\n',
  'admissions.csv': 'Admission ID,Client ID,Program,Admitted\n1,A100,CPS,3/14/2026\n2,A101,PRC,3/15/2026\n',
};

test('drafts a mapping, says what is missing, and the draft maps', async () => {
  const source = folderWith(at('source'), FILES);
  const files = Object.keys(FILES).map((name) => join(source, name));
  const out = at('our-center');
  const { code, stdout, stderr } = await peerbridge(['map', '--init', ...files, '--out', out]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^clients +member +4 +0$/m);
  expect(stdout).toMatch(/^admissions +episode +4 +0$/m);
  expect(stdout).toContain('no provider of episode: CPS, gate on the provider');
  expect(stdout).toContain('It loads');
  expect(stdout).not.toContain('Quixote');
  writeFileSync(join(out, 'id-key'), 'a long random line\n');
  const mapped = await peerbridge([
    ...['map', 'our-center', ...files],
    ...['--mappings', out, '--out', at('fhir'), '--json'],
  ]);
  expect([mapped.code, JSON.parse(mapped.stdout)]).toMatchObject([
    0,
    { resources: { Patient: 2, EpisodeOfCare: 2 }, issues: { error: 0, warning: 0 } },
  ]);

  const before = bytesOf(out);
  const again = await peerbridge(['map', '--init', ...files, '--out', out]);
  expect([again.code, linesOf(again.stderr).length]).toEqual([2, 1]);
  expect(again.stderr).toContain('a draft overwrites nothing: name a new folder');
  expect(bytesOf(out)).toEqual(before);
});

test.each<[string, string[]]>([
  ['no files', []],
  ['two files of one name', ['a/clients.csv', 'b/clients.csv']],
  ['a file that is not there', ['nowhere.csv']],
  ['an option of mapping', ['clients.csv', '--json']],
])('%s: exit 2, one line', async (_, args) => {
  const { code, stdout, stderr } = await peerbridge(['map', '--init', ...args, '--out', at('none')]);
  expect([code, stdout, linesOf(stderr).length]).toEqual([2, '', 1]);
});
