import { isObject } from '../lake/json-text.ts';
import type { JsonObject } from '../lake/json-text.ts';
import type { Shape } from './link.ts';
import type { Walk } from './walk.ts';

/** Notes a member that an object may not have. Its name is only said where FHIR has an element of that name: else it could be anything. */
export function unknownMember(walk: Walk, key: string, value: JsonObject, shape: Shape): void {
  const name = key.startsWith('_') ? key.slice(1) : key;
  const choice = shape.choices.find(
    ({ rules }) => name.startsWith(rules.name) && /^[A-Z]/.test(name.slice(rules.name.length)),
  );
  if (choice !== undefined) {
    const types = choice.types.map(({ code }) => code);
    walk.report(
      'choice',
      `${choice.rules.name} must be of type ${types.length > 6 ? `${types.slice(0, 5).join(', ')}, …` : types.join(' or ')}`,
    );
  } else if (key !== name && shape.fields.has(name))
    walk.report('json-type', `${name} is no primitive, so it has no member _${name}`);
  else if (walk.linker.definitions.isElementName(name)) walk.report('unknown', `${shape.name} has no element ${name}`);
  else {
    const place = Object.keys(value).indexOf(key) + 1;
    const near = nearest(name, shape.fields.keys());
    const known = near === null ? '' : `; it may mean ${near}`;
    walk.report('unknown', `${shape.name} has no element with the name of member ${place}${known}`);
  }
  if (isObject(value[key]) && Object.keys(value[key]).length === 0) walk.report('empty', 'an object must have members');
}

/** A name with at most two letters added, left out or changed; null for none, or where the key is too long to be a slip. */
function nearest(key: string, names: Iterable<string>): string | null {
  if (key.length > 40) return null;
  const near = [...names].filter((name) => Math.abs(name.length - key.length) <= 2 && distance(key, name) <= 2);
  return near[0] ?? null;
}

/** Levenshtein's. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = one[i - 1] === other[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + change));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
