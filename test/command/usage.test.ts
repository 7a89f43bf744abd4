import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { linesOf, peerbridge } from './command.ts';
import { bytesOf, folderWith, workshop } from './folders.ts';
import { CENTER, member, sourceOf } from './story.ts';

const at = workshop();
const source = at('source');
const there = at('there');
const MARCH = ['--from', '2026-03-01', '--to', '2026-03-31'];
const EARLIER = { 'manifest.json': '{}\n', 'case-rate.csv': 'earlier\n' };
const VIEW = 'view.json';

beforeAll(() => {
  sourceOf(source, [CENTER, ...member('ash', ['2026-03-02'])]);
  folderWith(there, EARLIER);
  folderWith(at('files'), { [VIEW]: '{"resourceType":"ViewDefinition"', 'notes.txt': 'x' });
});

/** Arguments after `check`, and what the one line must name. */
const WRONG_CHECKS: readonly (readonly [string, readonly string[], string])[] = [
  ['a path that doesn’t exist', [at('nowhere'), ...MARCH], 'nowhere'],
  ['one of several paths', [source, at('nowhere'), ...MARCH], 'nowhere'],
  ['a file that is no data', [at('files', 'notes.txt'), ...MARCH], 'notes.txt'],
  ['no source', MARCH, 'SOURCE'],
  ['a date that doesn’t exist', [source, '--from', '2026-02-29', '--to', '2026-03-31'], '2026-02-29'],
  ['a date of another form', [source, '--from', '2026-03-01', '--to', '31.3.2026'], '31.3.2026'],
  ['an as-of that doesn’t exist', [source, ...MARCH, '--as-of', '2026-13-01'], '2026-13-01'],
  ['--from after --to', [source, '--from', '2026-04-01', '--to', '2026-03-31'], '--from 2026-04-01'],
  ['no value', [source, ...MARCH, '--specification'], '--specification'],
  ['an unknown option', [source, ...MARCH, '--nonsense'], '--nonsense'],
  ['a value for what takes none', [source, ...MARCH, '--json=yes'], '--json'],
  ['an unknown specification', [source, ...MARCH, '--specification', 'molina-cps,nope'], 'nope'],
  ['an unknown parameter', [source, ...MARCH, '--set', 'window.width=7'], 'window.width'],
  [
    'a parameter of another specification',
    [source, ...MARCH, '--set', 'molina-cps:prc.connection.modes=phone'],
    'prc.connection.modes',
  ],
  ['an unknown value', [source, ...MARCH, '--set', 'window.boundary=roughly'], 'roughly'],
  ['an unknown item of a list', [source, ...MARCH, '--set', 'prc.connection.modes=phone,pigeon'], 'pigeon'],
  ['an unknown time zone', [source, ...MARCH, '--set', 'timeZone=Mars/Olympus'], 'Mars/Olympus'],
  ['an unknown type', [source, ...MARCH, '--complete', 'Encounter,Contact'], 'Contact'],
  ['an unknown clause', [source, ...MARCH, '--clauses', 'CPS-CS-5a,CPS-CS-99'], 'CPS-CS-99'],
  ['an unknown format', [source, ...MARCH, '--format', 'xlsx'], 'xlsx'],
  ['an unknown engine', [source, ...MARCH, '--engine', 'abacus'], 'abacus'],
  ['a member that is no id', [source, ...MARCH, '--members', 'ash tree'], 'member'],
  ['options that exclude each other', [source, ...MARCH, '--readings', '--no-readings'], '--no-readings'],
  ['a folder of specifications that doesn’t exist', [source, ...MARCH, '--specifications', at('nowhere')], 'nowhere'],
];

describe('wrong usage of check is one line and exit 2, and nothing is written:', () => {
  test.concurrent.each(WRONG_CHECKS.map((row, index) => [...row, index] as const))(
    '%s',
    async (_, args, named, index) => {
      // in turn where nothing is and where an earlier run is
      const fresh = at(`fresh-${String(index)}`);
      const { code, stdout, stderr } = await peerbridge(['check', ...args, '--out', index % 2 === 0 ? fresh : there]);
      expect(linesOf(stderr)).toEqual([expect.stringMatching(/^peerbridge: ./)]);
      expect(stderr).toContain(named);
      expect([code, stdout]).toEqual([2, '']);
      expect(existsSync(fresh)).toBe(false);
      expect(bytesOf(there)).toEqual(EARLIER);
    },
  );

  // who the members are is known only once all is read
  test('a member that the source doesn’t know', async () => {
    const { code, stdout, stderr } = await peerbridge([
      'check',
      source,
      ...MARCH,
      '--members',
      'ash,nobody',
      '--out',
      there,
    ]);
    const said = linesOf(stderr).filter((line) => !line.endsWith(' …'));
    expect(said).toEqual(['peerbridge: Patient/nobody: no such member is in the source']);
    expect([code, stdout]).toEqual([2, '']);
    expect(bytesOf(there)).toEqual(EARLIER);
  });
});

describe('wrong usage of the others, too:', () => {
  test.concurrent.each([
    ['an unknown command', ['chekc'], 'chekc'],
    ['an option where the command should be', ['--from', '2026-03-01'], '--from'],
    ['check without --out', ['check', source, ...MARCH], '--out'],
    ['check with an empty --out', ['check', source, ...MARCH, '--out', ''], 'output folder'],
    ['check with a file for --out', ['check', source, ...MARCH, '--out', at('files', VIEW)], VIEW],
    [
      'explain of a member that isn’t there',
      ['explain', source, '--member', 'nobody', '--date', '2026-03-02'],
      'nobody',
    ],
    [
      'explain of a date that doesn’t exist',
      ['explain', source, '--member', 'ash', '--date', '2026-02-30'],
      '2026-02-30',
    ],
    ['specifications of an unknown one', ['specifications', 'nope'], 'nope'],
    ['view of a definition that isn’t there', ['view', at('nowhere.json'), source], 'nowhere.json'],
    ['view without source', ['view', at('files', VIEW)], 'SOURCE'],
    ['demo of a source', ['demo', source], 'demo'],
  ])('%s', async (_what, args, named) => {
    const { code, stdout, stderr } = await peerbridge(args);
    expect(linesOf(stderr)).toEqual([expect.stringMatching(/^peerbridge: ./)]);
    expect(stderr).toContain(named);
    expect([code, stdout]).toEqual([2, '']);
  });
});

describe('help', () => {
  test.concurrent.each(['demo', 'check', 'explain', 'specifications', 'view'])('of %s', async (name) => {
    const { code, stdout, stderr } = await peerbridge([name, '--help']);
    expect(stdout).toMatch(new RegExp(`^peerbridge ${name}`));
    expect([code, stderr]).toEqual([0, '']);
  });

  test('of the program names every command', async () => {
    const { code, stdout } = await peerbridge(['--help']);
    for (const name of ['demo', 'check', 'explain', 'specifications', 'view']) expect(stdout).toContain(`  ${name} `);
    expect(code).toBe(0);
  });
});
