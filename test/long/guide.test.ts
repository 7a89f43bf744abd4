/** The guide's pages in a real browser, as wide as a phone. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CHROMIUM, examine, hasChromium } from '../guide/axe.ts';

const root = join(import.meta.dirname, '../..');
const guide = join(root, 'profiles/build/guide');
execFileSync('npm', ['run', '-s', 'build:guide'], { cwd: root, stdio: 'inherit' });
const pages = readdirSync(guide).filter((name) => name.endsWith('.html'));

test('the guide has a page for each profile, and links lead somewhere', () => {
  expect(pages.length).toBeGreaterThan(30);
  const idsOf = new Map(pages.map((name) => [name, idsIn(html(name))] as const));
  const dead = pages.flatMap((name) =>
    [...html(name).matchAll(/href="([^"#]*)(?:#([^"]+))?"/g)].flatMap(([link, file = '', id]) => {
      const ids = idsOf.get(file === '' ? name : file);
      return ids !== undefined && (id === undefined || ids.has(id)) ? [] : [`${name}: ${link}`];
    }),
  );
  expect(dead).toEqual([]);
});

if (!hasChromium) console.warn(`skipped: there is no ${CHROMIUM}; install Debian's chromium, or name one in CHROMIUM`);
test.skipIf(!hasChromium)(
  'no page has a fault that axe-core sees, or is wider than a phone (skipped without Chromium)',
  async () => {
    const faults: string[] = [];
    for (const name of pages) {
      const { violations, passes, overflow } = await examine(join(guide, name));
      expect(passes, name).toBeGreaterThan(5);
      if (overflow > 0) faults.push(`${name}: ${overflow} pixels too wide`);
      faults.push(...violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html ?? ''}`));
    }
    expect(faults).toEqual([]);
  },
);

function html(name: string): string {
  return readFileSync(join(guide, name), 'utf8');
}

function idsIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id));
}
