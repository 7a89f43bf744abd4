import { markup } from './markup.ts';
import type { Content, Markup } from './markup.ts';

export interface Heading {
  readonly title: string;
  /** Figures stand at the right; short texts are never broken. */
  readonly kind?: 'figures' | 'short';
}

/** A table with a caption; the first cell of each row is its heading. On a phone each row becomes a list of its cells. */
export function table(caption: Content, headings: readonly Heading[], rows: readonly (readonly Content[])[]): Markup {
  const head = headings.map((heading) => markup`<th scope="col"${kindOf(heading)}>${heading.title}</th>`);
  return markup`<div class="scroll"><table class="${headings.every(isNarrow) ? 'figured' : 'told'}">
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${rows.map((cells) => row(headings, cells))}</tbody>
</table></div>
`;
}

function row(headings: readonly Heading[], cells: readonly Content[]): Markup {
  const marked = headings.map((heading, index) => {
    const content = cells[index] ?? null;
    return index === 0
      ? markup`<th scope="row"${kindOf(heading)}>${content}</th>`
      : markup`<td${kindOf(heading)} data-label="${heading.title}">${content}</td>`;
  });
  return markup`<tr>${marked}</tr>\n`;
}

function kindOf({ kind }: Heading): Markup | null {
  return kind === undefined ? null : markup` class="${kind}"`;
}

/** Figures stay in columns, also on a phone. */
function isNarrow({ kind }: Heading, index: number): boolean {
  return index === 0 || kind === 'figures';
}
