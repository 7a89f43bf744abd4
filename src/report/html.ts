import type { Account } from './account.ts';
import { legend, memberDays } from './html/calendar.ts';
import { markup, Markup } from './html/markup.ts';
import { fixes, further, issues, lacking, lapses, reasons, specifications, totals } from './html/sections.ts';
import { STYLE } from './html/style.ts';
import { count } from './text-layout.ts';

/** `report.html`: one file without network or script, the same bytes for the same account. */
export function reportHtml(account: Account): string {
  const { summary } = account;
  const title = `Daily case rate, ${summary.from} to ${summary.to}`;
  const sections = sectionsOf(account);
  const judgedBy = summary.specifications.map(({ id }) => id).join(', ');
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<header><h1>${title}</h1>
<p class="quiet">As of ${summary.asOf}: nothing dated later is counted. Judged by ${judgedBy}.</p>
<nav aria-label="Contents"><ul>
${sections.map(({ id, title: name }) => markup`<li><a href="#${id}">${name}</a></li>\n`)}</ul></nav>
</header>
<main>
${sections.map(sectionMarkup)}</main>
</body>
</html>
`;
  return page.text;
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Markup;
}

/** The parts of the page that have something to say. */
function sectionsOf(account: Account): Section[] {
  const { summary, asked } = account;
  const parts: readonly (readonly [string, string, Markup | null])[] = [
    ['totals', 'Days', totals(account)],
    ['why', 'Why', reasons(account)],
    ['lapses', 'What lapses within seven days', lapses(account)],
    ['fixes', 'What would decide the undecided days', fixes(account)],
    ['members', asked ? 'Members asked for' : 'Members that need action', members(account)],
    ['issues', 'Issues with the data', issues(account)],
    ['source', 'What the source lacks', lacking(summary)],
    ['specifications', 'What days were judged by', specifications(account)],
    ['further', 'Where to look further', further(account)],
  ];
  return parts.flatMap(([id, title, content]) => (content === null ? [] : [{ id, title, content }]));
}

function sectionMarkup({ id, title, content }: Section): Markup {
  return markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${content}</section>
`;
}

function members(account: Account): Markup | null {
  const { members: shown, asked, needAction } = account;
  if (shown.length === 0) return null;
  const which =
    'those whose days lapse within seven days, and those whose last day is not billable or undecided; the most urgent first';
  const intro = asked ? null : markup`<p>${count(shown.length)} of ${count(needAction)}: ${which}.</p>\n`;
  return markup`${intro}${legend()}${shown.map((one) => memberDays(account, one))}`;
}
