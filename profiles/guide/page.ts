import { Markup, markup } from '../../src/report/html/markup.ts';
import type { Content } from '../../src/report/html/markup.ts';
import { STYLE } from '../../src/report/html/style.ts';

const PAGES = [
  ['index.html', 'Profiles'],
  ['story.html', 'Story'],
  ['terminology.html', 'Terminology'],
  ['clauses.html', 'Clauses'],
] as const;

/** Beside the style of the report: tables that a phone shows row by row, each cell under the name of its column. */
const OWN_STYLE = `
a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
details summary{cursor:pointer;color:var(--accent)}
pre{overflow-x:auto;padding:.6rem;border:1px solid var(--line);font-size:.85rem}
td,th{overflow-wrap:anywhere}
@media (max-width:40rem){
table,thead,tbody,tr,td,th{display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr{border-bottom:1px solid var(--line);padding:.5rem 0}
td,th{border:0;padding:.1rem 0}
}`;

/** A page as a whole: no script, nothing from elsewhere. */
export function page(title: string, contents: Content): string {
  const links = PAGES.map(([href, name]) => markup`<li><a href="${href}">${name}</a></li>`);
  return `<!doctype html>\n${
    markup`<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} – PeerBridge</title><style>${raw(STYLE + OWN_STYLE)}</style></head>
<body><header><nav aria-label="Pages"><ul>${links}</ul></nav></header>
<main><h1>${title}</h1>
${contents}
</main></body></html>
`.text
  }`;
}

const raw = (css: string): Markup => new Markup(css);

/** A table whose first cell of each row is its header. */
export function table(caption: string, columns: readonly string[], rows: readonly (readonly Content[])[]): Markup {
  const head = columns.map((name) => markup`<th scope="col">${name}</th>`);
  const body = rows.map(
    ([first, ...rest]) =>
      markup`<tr><th scope="row">${first ?? null}</th>${rest.map((cell) => markup`<td>${cell}</td>`)}</tr>\n`,
  );
  return markup`<table><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>
${body}</tbody></table>`;
}
