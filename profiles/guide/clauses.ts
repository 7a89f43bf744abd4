import type { Specification } from '../../src/engine/specification.ts';
import { markup } from '../../src/report/html/markup.ts';
import type { Content } from '../../src/report/html/markup.ts';
import { clausesOf } from './contents.ts';
import type { GuideContents, Structure } from './contents.ts';
import { table } from './page.ts';
import { profilePage } from './pages.ts';

interface Place {
  readonly profile: Structure;
  readonly element: string;
}

/** Clause → elements of profiles that are for it → rule that checks it. */
export function clausesContents(contents: GuideContents, specifications: readonly Specification[]): Content {
  const places = placesOf(contents.profiles);
  return specifications.map(({ id, title, clauses }) => {
    const rows = [...clauses.values()].map((clause) => [
      markup`<span id="${clause.id}">${clause.id}</span>`,
      clause.says,
      (places.get(clause.id) ?? []).map(
        ({ profile, element }) =>
          markup`<p><a href="${profilePage(profile)}">${profile.id}</a> <code>${element}</code></p>`,
      ),
      checkOf(clause),
    ]);
    return markup`<h2>${title}</h2>${table(`Clauses of ${id}`, ['Clause', 'What it says', 'Elements', 'Checked by'], rows)}`;
  });
}

/** By clause; an element that a profile has from its parent stands with the parent alone. */
export function placesOf(profiles: readonly Structure[]): ReadonlyMap<string, readonly Place[]> {
  const places = new Map<string, Place[]>();
  for (const profile of profiles)
    for (const element of profile.differential.element)
      for (const clause of clausesOf(element))
        places.set(clause, [...(places.get(clause) ?? []), { profile, element: element.id }]);
  return places;
}

function checkOf(clause: { rule?: string | undefined; 'not-automated'?: string | undefined }): string {
  if (clause.rule !== undefined) return clause.rule;
  return clause['not-automated'] === undefined ? 'other clauses' : `not automated: ${clause['not-automated']}`;
}
