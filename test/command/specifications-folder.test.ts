import { existsSync, rmSync } from 'node:fs';
import { expect, describe, test } from 'vitest';
import { linesOf, peerbridge } from './command.ts';
import { contractIn } from './contract.ts';
import { workshop } from './folders.ts';
import { CENTER, member, sourceOf } from './story.ts';
import { daysOf, spansOf } from './tables.ts';

const at = workshop();
const MARCH = ['--from', '2026-03-01', '--to', '2026-03-31'];

test('a contract from outside the package judges beside those of the package', async () => {
  const [source, out] = [sourceOf(at('source'), [CENTER, ...member('ash', ['2026-03-02'], 'prc')]), at('out')];
  const contracts = contractIn(at('contracts'));
  const { code } = await peerbridge(['check', source, ...MARCH, '--specifications', contracts, '--out', out]);
  expect(code).toBe(0);
  const own = spansOf(out).filter(({ specification }) => specification === 'third-payer');
  expect(own.map((span) => `${span.start_date} ${span.end_date} ${span.outcome} ${span.reason}`)).toEqual([
    '2026-03-01 2026-03-01 not-satisfied no-contact-in-window',
    '2026-03-02 2026-03-15 satisfied all-gates-satisfied',
    '2026-03-16 2026-03-16 not-satisfied no-contact-in-window',
    '2026-03-17 2026-03-31 not-satisfied no-contact-in-window',
  ]);
  // the one of the package, with its own window
  expect(daysOf(out, 'ash')).toContain('2026-03-02 2026-03-22 satisfied all-gates-satisfied');
});

/** What is wrong, where, and what the one line says after `third-payer/`. */
const WRONG: readonly (readonly [string, Parameters<typeof contractIn>[1], string])[] = [
  [
    'an unknown rule',
    { file: 'clauses/rate.yaml', from: 'rule: recent', to: 'rule: resent' },
    'clauses/rate.yaml:13: TP-RA-2: there is no rule resent-contact',
  ],
  [
    'an unknown parameter',
    { file: 'clauses/rate.yaml', from: 'window-days', to: 'window-weeks' },
    "clauses/rate.yaml:13: TP-RA-2: recent-contact doesn't ask for window-weeks",
  ],
  [
    'a missing parameter',
    { file: 'clauses/rate.yaml', from: '    window-days: 14\n', to: '' },
    'clauses/rate.yaml:13: TP-RA-2: recent-contact asks for window-days: a whole number',
  ],
  [
    'a parameter of another type',
    { file: 'clauses/rate.yaml', from: '14', to: 'fourteen' },
    'clauses/rate.yaml:13: TP-RA-2: recent-contact asks for window-days: a whole number',
  ],
  [
    'an unknown service',
    { file: 'clauses/rate.yaml', from: 'service: prc', to: 'service: cps' },
    'clauses/rate.yaml:7: TP-RA-1: service should be one of prc',
  ],
  [
    'a gate that is no clause',
    { file: 'clauses/rate.yaml', from: '[TP-RA-1,', to: '[TP-RA-9,' },
    'clauses/rate.yaml:1: TP-RA-0 names TP-RA-9',
  ],
  [
    'a gate that binds no rule',
    { file: 'clauses/rate.yaml', from: '[TP-RA-1,', to: '[TP-RA-3,' },
    'clauses/rate.yaml:1: TP-RA-0 rests on TP-RA-3',
  ],
  [
    'a clause that is there twice',
    { file: 'clauses/rate.yaml', from: 'TP-RA-3:', to: 'TP-RA-1:' },
    'clauses/rate.yaml:24: ',
  ],
  [
    'a clause without rule or reason',
    { file: 'clauses/rate.yaml', from: "  not-automated: 'principle: A way of being with someone.'\n", to: '' },
    'clauses/rate.yaml:24: TP-RA-3 needs one of',
  ],
  [
    'a reason of no known kind',
    { file: 'clauses/rate.yaml', from: 'principle: ', to: 'whatever: ' },
    'clauses/rate.yaml:27: TP-RA-3.not-automated: ',
  ],
  [
    'an unknown key',
    { file: 'clauses/rate.yaml', from: '  with: { service', to: '  wiht: { service' },
    'clauses/rate.yaml:11: TP-RA-1.wiht: Unrecognized key',
  ],
  [
    'bad YAML',
    { file: 'clauses/rate.yaml', from: 'all-of: [TP-RA-1, TP-RA-2]', to: 'all-of: [TP-RA-1, TP-RA-2' },
    'clauses/rate.yaml:',
  ],
  [
    'a parameter for an unknown clause',
    { file: 'parameters.yaml', from: 'TP-RA-2:', to: 'TP-RA-8:' },
    'parameters.yaml:13: ',
  ],
  [
    'a head without what it needs',
    { file: 'specification.yaml', from: 'services: [prc]\n', to: '' },
    'specification.yaml:1: services: ',
  ],
  [
    'a date that is none',
    { file: 'specification.yaml', from: '2025-07-01', to: 'July 2025' },
    'specification.yaml:6: from: should be a date that exists, YYYY-MM-DD',
  ],
  [
    'a file that isn’t there',
    { file: 'specification.yaml', from: 'clauses/rate.yaml', to: 'clauses/rates.yaml' },
    'clauses/rates.yaml: cannot be read',
  ],
  [
    'an id that is taken',
    { file: 'specification.yaml', from: 'third-payer', to: 'optum-prc' },
    ': there is another specification optum-prc',
  ],
];

describe('a contract that is wrong doesn’t load, and the message says where:', () => {
  test.concurrent.each(WRONG.map((row, index) => [...row, index] as const))('%s', async (_, change, says, index) => {
    const home = contractIn(at(`wrong-${String(index)}`), change);
    const { code, stdout, stderr } = await peerbridge(['specifications', '--specifications', home]);
    expect(linesOf(stderr)).toHaveLength(1);
    expect(stderr).toContain(`third-payer/${says}`);
    expect([code, stdout]).toEqual([2, '']);
  });

  test('none of it is checked, either', async () => {
    const home = contractIn(at('wrong-check'), { file: 'clauses/rate.yaml', from: 'rule: recent', to: 'rule: resent' });
    const source = sourceOf(at('source-2'), [CENTER]);
    const { code, stdout, stderr } = await peerbridge([
      'check',
      source,
      ...MARCH,
      '--specifications',
      home,
      '--out',
      at('never'),
    ]);
    expect(linesOf(stderr)).toEqual([
      expect.stringContaining('clauses/rate.yaml:13: TP-RA-2: there is no rule resent-contact'),
    ]);
    expect([code, stdout, existsSync(at('never'))]).toEqual([2, '', false]);
  });

  test('a folder without its parameters', async () => {
    const home = contractIn(at('missing'));
    rmSync(at('missing', 'third-payer', 'parameters.yaml'));
    const { code, stderr } = await peerbridge(['specifications', '--specifications', home]);
    expect(linesOf(stderr)).toEqual([expect.stringContaining('third-payer/parameters.yaml: cannot be read')]);
    expect(code).toBe(2);
  });
});
