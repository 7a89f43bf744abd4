import { isObject } from '../../lake/json-text.ts';
import type { JsonObject } from '../../lake/json-text.ts';
import { isSameJson } from './exact-json.ts';

/** Parts of `meta` that are the sender's; the others are the server's (FHIR R4, resource, 2.26.3.3). */
const META_OF_SENDER = ['profile', 'security', 'tag'] as const;

/** A resource without what a server gives it: its id, version, time and source. */
export function asSent(resource: JsonObject): JsonObject {
  const content = without(without(resource, 'id'), 'meta');
  const { meta } = resource;
  if (!isObject(meta)) return content;
  const kept = META_OF_SENDER.filter((name) => meta[name] !== undefined).map((name) => [name, meta[name]]);
  return kept.length === 0 ? content : { ...content, meta: Object.fromEntries(kept) };
}

/**
 * Names of the elements that differ between what would be sent and what a server has. What a server adds to `meta`, and a
 * narrative that it writes where we have none, makes no difference.
 */
export function differences(sent: JsonObject, stored: JsonObject, base: string): string[] {
  const theirs = withRelativeReferences(asSent(stored), base);
  const names = new Set([...Object.keys(sent), ...Object.keys(theirs)]);
  if (sent['text'] === undefined) names.delete('text');
  if (sent['meta'] === undefined) names.delete('meta');
  return [...names].filter((name) => !isSameJson(sent[name] ?? null, theirs[name] ?? null));
}

/** Some servers give references to their own resources with their base URL before them. */
export function withRelativeReferences(resource: JsonObject, base: string): JsonObject {
  const text = JSON.stringify(resource);
  const prefix = JSON.stringify(`${base}/`).slice(1, -1);
  if (!text.includes(`"reference":"${prefix}`)) return resource;
  const relative: unknown = JSON.parse(text.replaceAll(`"reference":"${prefix}`, '"reference":"'));
  return isObject(relative) ? relative : resource;
}

/** The same object, but for one member. */
export function without(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}
