/** `examples/another-payer`: a contract that no code knows is judged like those of the package. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSpecifications } from '../src/engine/knowledge.ts';
import { askedCases, casesIn, dueLines, foundLines } from '../src/specifications/case-question.ts';
import { answers } from '../src/specifications/case-run.ts';
import type { Answer, Question } from '../src/specifications/case-run.ts';
import { peerbridge } from './command/command.ts';
import { workshop } from './command/folders.ts';
import { spansOf } from './command/tables.ts';
import { filesBelow } from './house/tree.ts';

const HOME = join(import.meta.dirname, '../examples/another-payer');
const at = workshop();

const own = casesIn(HOME);
const all = askedCases([own]);
let found: Map<Question, Answer>;
beforeAll(async () => {
  const specifications = await loadSpecifications([HOME]);
  found = await answers(
    all.flatMap(({ plain, otherwise }) => [plain.question, ...otherwise.map((one) => one.question)]),
    specifications,
  );
}, 60_000);

test('no file of src names the payer, its contract or its clauses', () => {
  const names = /fernbrook|\bFB-[A-Z]{2}-/i;
  const files = filesBelow('src', '.ts', '.sql', '.yaml', '.json', '.md');
  expect(files.filter(({ path, text }) => names.test(path) || names.test(text)).map(({ path }) => path)).toEqual([]);
  // what is looked for is what its own files call it
  const contract = [
    ...filesBelow('examples/another-payer/clauses', '.yaml'),
    ...filesBelow('examples/another-payer', 'specification.yaml', 'parameters.yaml'),
  ];
  expect(contract.filter(({ text }) => !names.test(text))).toEqual([]);
});

describe('its cases', () => {
  test.each(all)('$file $given.case', ({ plain, otherwise }) => {
    for (const asked of [plain, ...otherwise]) {
      const answer = found.get(asked.question);
      if (answer === undefined) throw new Error('was not judged');
      expect(foundLines(asked, answer)).toEqual(dueLines(asked));
    }
  });

  test('name each clause that a rule decides of a provider', async () => {
    const [specification] = (await loadSpecifications([HOME])).filter(({ id }) => id === own.id);
    const linkages = [...(specification?.clauses.keys() ?? [])].filter((id) => id.includes('-LI-'));
    const named = new Set(all.flatMap(({ given }) => Object.keys(given.findings).map((key) => key.split(' ')[0])));
    expect(linkages.filter((id) => !named.has(id))).toEqual([]);
    expect(linkages).toHaveLength(2);
  });
});

test('it judges the small center beside the contract of the package, each by its own window and modes', async () => {
  const month = ['--from', '2026-03-01', '--to', '2026-03-31'];
  const options = ['--specifications', HOME, '--clauses', 'case-rate', '--out', at('out')];
  const { code } = await peerbridge(['check', 'examples/small-center/fhir', ...month, ...options]);
  expect(code).toBe(0);
  // seen on 20 February and 20 March, called on 6 March
  const linnet = spansOf(at('out')).filter(({ member }) => member === 'Patient/linnet');
  expect(linnet.map((row) => `${row.specification} ${row.start_date} ${row.end_date} ${row.outcome}`)).toEqual([
    'fernbrook-prc 2026-03-01 2026-03-05 satisfied',
    'fernbrook-prc 2026-03-06 2026-03-06 not-satisfied',
    'fernbrook-prc 2026-03-07 2026-03-19 not-satisfied',
    'fernbrook-prc 2026-03-20 2026-03-31 satisfied',
    'optum-prc 2026-03-01 2026-03-31 satisfied',
  ]);
});
