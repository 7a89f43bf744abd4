/** The story in `examples/`: what comes out is what its authors worked out by hand. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STORY = join(ROOT, 'examples/small-center');

describe('the small center', () => {
  const folder = mkdtempSync(join(tmpdir(), 'story-'));
  const out = join(folder, 'demo');
  let printed = '';
  beforeAll(() => {
    // Throws where the check ends with another code than 0.
    const month = ['--from', '2026-03-01', '--to', '2026-03-31'];
    const args = ['src/cli/main.ts', 'check', 'examples/small-center/fhir', ...month, '--out', out];
    printed = execFileSync(process.execPath, args, {
      cwd: ROOT,
      encoding: 'utf8',
    });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('comes out as expected/ says', () => {
    const lines = (file: string): string[] => readFileSync(file, 'utf8').split('\n');
    expect(lines(join(out, 'case-rate.csv'))).toEqual(lines(join(STORY, 'expected/case-rate.csv')));
  });

  it('has doubtful data and nothing unreadable', () => {
    const [, ...issues] = readFileSync(join(out, 'issues.csv'), 'utf8').trim().split('\n');
    expect(issues.length).toBeGreaterThan(0);
    for (const issue of issues) expect(issue).toContain(',warning,');
  });

  it('is printed for a person, with days of every outcome and commands that can be tried', () => {
    for (const part of [
      'molina-cps',
      'optum-prc',
      'March 2026 of Patient/',
      'Lapses within',
      'Try next',
      'demo/issues.csv',
    ])
      expect(printed).toContain(part);
    expect(printed).toMatch(/explain examples\/small-center\/fhir --member [a-z]+ --date 2026-03-\d\d/);
    expect(
      Math.max(
        ...printed
          .split('\n')
          .slice(1)
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(100);
  });

  it('shows in the report every member that needs action', () => {
    const report = readFileSync(join(out, 'report.html'), 'utf8');
    expect(report).toContain('<h3>Patient/robin</h3>');
    expect(report.match(/<article>/g)?.length).toBeGreaterThan(20);
  });

  it('tells each member in its README, and names nobody who is not there', () => {
    const readme = readFileSync(join(STORY, 'README.md'), 'utf8');
    const told = [...readme.matchAll(/^\| ([a-z]+) \| .+ \| .+ \|$/gm)].map(([, member]) => member ?? '');
    const patients = readFileSync(join(STORY, 'fhir/Patient.ndjson'), 'utf8').trim().split('\n');
    const ids = patients.map((line) => /"id":"([^"]+)"/.exec(line)?.[1] ?? '');
    expect([...new Set(told)].filter((member) => member !== 'member').sort()).toEqual(ids.toSorted());
  });

  it('is FHIR, one resource a line, in files named after their type', () => {
    for (const name of readdirSync(join(STORY, 'fhir')))
      for (const line of readFileSync(join(STORY, 'fhir', name), 'utf8')
        .trimEnd()
        .split('\n'))
        expect(JSON.parse(line)).toMatchObject({ resourceType: name.replace('.ndjson', '') });
  });
});
