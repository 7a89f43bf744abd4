import { describe, expect, it } from 'vitest';
import { ACCOUNT, EMPTY } from '../../test/account.ts';
import type { Account } from './account.ts';
import { addDays } from './calendar-date.ts';
import { reportHtml } from './html.ts';

interface Element {
  readonly name: string;
  readonly attributes: string;
  readonly children: (Element | string)[];
}

const VOID = new Set(['meta']);

/** Reads HTML in which every element is closed, as ours is. Throws where one isn't. */
function parse(text: string): Element {
  const root: Element = { name: '', attributes: '', children: [] };
  const open = [root];
  for (const [, closing, name, attributes, content] of text.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>|([^<]+)/g)) {
    const parent = open.at(-1) ?? root;
    if (content !== undefined) parent.children.push(content);
    else if (closing === '/') expect(open.pop()?.name).toBe(name);
    else {
      const element = { name: name ?? '', attributes: attributes ?? '', children: [] };
      parent.children.push(element);
      if (!VOID.has(element.name)) open.push(element);
    }
  }
  expect(open).toEqual([root]);
  return root;
}

function all(element: Element, name: string): Element[] {
  return element.children.flatMap((child) =>
    typeof child === 'string' ? [] : [...(child.name === name ? [child] : []), ...all(child, name)],
  );
}

function textOf(element: Element): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

function page(account: Account): Element {
  return parse(reportHtml(account).replace('<!doctype html>', ''));
}

describe('reportHtml', () => {
  it('needs no network and no script', () => {
    const text = reportHtml(ACCOUNT);
    expect(text).not.toMatch(/<(script|link|img|iframe|object|embed|form)\b|\son[a-z]+=|\ssrc=|url\(|@import|https?:/i);
    expect(text.match(/href="[^#]/)).toBeNull();
    expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  });

  it('is the same for the same account', () => {
    expect(reportHtml(ACCOUNT)).toBe(reportHtml(structuredClone(ACCOUNT)));
  });

  it('has a caption on each table, a scope on each heading cell, and headings that go down by one', () => {
    const whole = page(ACCOUNT);
    const tables = all(whole, 'table');
    expect(tables.length).toBeGreaterThan(8);
    for (const table of tables) expect(all(table, 'caption').map(textOf).join('')).not.toBe('');
    for (const cell of all(whole, 'th')) expect(cell.attributes).toMatch(/scope="(col|row)"/);
    const levels = [...reportHtml(ACCOUNT).matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
  });

  it('shows every span, as a row and as days of a calendar that do not speak by color alone', () => {
    const articles = all(page(ACCOUNT), 'article');
    expect(articles.flatMap((article) => all(article, 'h3').map(textOf))).toEqual(['Patient/a', 'Patient/b']);
    const cases = ACCOUNT.members.flatMap((member) => member.cases);
    const shown = articles.flatMap((article) =>
      all(article, 'div').filter(({ attributes }) => attributes === ' class="case"'),
    );
    for (const [index, { spans }] of cases.entries()) {
      const tables = all(shown[index] ?? page(EMPTY), 'table');
      const rows = all(tables.at(-1) ?? page(EMPTY), 'tr').slice(1);
      expect(rows.map((row) => row.children.filter((cell) => typeof cell !== 'string').map(textOf))).toEqual(
        spans.map((one) => [
          one.start,
          one.end,
          { satisfied: '✓ billable', 'not-satisfied': '✗ not billable', 'insufficient-data': '? undecided' }[
            one.outcome
          ],
          { satisfied: 'All is shown', 'not-satisfied': 'No contact', 'insufficient-data': 'A contact may count' }[
            one.outcome
          ],
          one.sensitive.join(' '),
          one.eligibleThrough ?? '',
          one.nextContactDue ?? '',
        ]),
      );
    }
    const [march] = all(articles[0] ?? page(EMPTY), 'table');
    const days = all(march ?? page(EMPTY), 'td')
      .map(textOf)
      .filter((day) => day !== '');
    expect(days.slice(0, 3)).toEqual(['1 ·', '2 ✓', '3 ·']);
    expect(days.slice(22, 25)).toEqual(['23 ?', '24 ✗*', '25 ✗']);
    expect(days).toHaveLength(31);
  });

  it('has a calendar for each month in which days are listed, and for no other', () => {
    const [member] = ACCOUNT.members;
    const [one] = member?.cases ?? [];
    const [first, second] = one?.spans ?? [];
    if (member === undefined || one === undefined || first === undefined || second === undefined) throw new TypeError();
    const spans = [first, { ...second, start: '2026-05-30', end: '2026-06-02' }];
    const account = { ...ACCOUNT, members: [{ ...member, cases: [{ ...one, spans }] }] };
    const captions = all(page(account), 'caption')
      .map(textOf)
      .filter((text) => text.includes(' of Patient/a'));
    expect(captions).toEqual(
      ['March', 'May', 'June'].map((month) => `${month} 2026 of Patient/a: one, Organization/h`),
    );
    expect(addDays('2026-05-30', 3)).toBe('2026-06-02');
  });

  it('escapes what comes from data and knowledge', () => {
    const odd = `<img src=x onerror="alert('1')"> & Söhne`;
    const escaped = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; Söhne';
    const text = reportHtml({
      ...ACCOUNT,
      specifications: ACCOUNT.specifications.map((one) => ({ ...one, title: odd })),
      summary: { ...ACCOUNT.summary, source: { typesWithoutFile: [], ignoredFiles: [odd], notFound: [] } },
      issueKinds: [{ severity: 'error', code: 'value', message: odd, issues: 1 }],
    });
    expect(text).not.toContain('<img');
    expect(text.split(escaped)).toHaveLength(ACCOUNT.specifications.length + 3);
    parse(text.replace('<!doctype html>', ''));
  });

  it('leaves out what has nothing to say', () => {
    expect(all(page(ACCOUNT), 'h2').map(textOf)).toEqual([
      'Days',
      'Why',
      'What lapses within seven days',
      'What would decide the undecided days',
      'Members that need action',
      'Issues with the data',
      'What the source lacks',
      'What days were judged by',
      'Where to look further',
    ]);
    expect(all(page(EMPTY), 'h2').map(textOf)).toEqual([
      'Days',
      'What lapses within seven days',
      'What the source lacks',
      'What days were judged by',
      'Where to look further',
    ]);
    expect(textOf(page(EMPTY))).toContain('Looked for: EpisodeOfCare: none in the source');
  });

  it('says how many need action, where not all of them are shown', () => {
    expect(textOf(page({ ...ACCOUNT, needAction: 1234 }))).toContain('2 of 1,234: those whose days lapse');
    const asked = page({ ...ACCOUNT, asked: true });
    expect(all(asked, 'h2').map(textOf)).toContain('Members asked for');
  });
});
