import { badRequest } from '@medplum/core';
import type { Bundle, OperationOutcome } from '@medplum/fhirtypes';
import type { SearchParameters } from './search-parameters.ts';

/** Resources of a page where none are asked for, and at most. */
const PAGE = { usual: 100, most: 1_000 };
/** They shape the answer, and match nothing (FHIR R4, search, 3.1.1.6). */
const SHAPING: ReadonlySet<string> = new Set([
  '_count',
  '_offset',
  '_sort',
  '_summary',
  '_elements',
  '_total',
  '_include',
  '_revinclude',
  '_format',
  '_pretty',
]);

/** A search of one type: what the repository is asked, and what its answer lacks. */
export interface Search {
  /** Path and query below the base. */
  readonly url: string;
  /** The answer with links to this page and the next, and whole addresses. */
  readonly finish: (found: Bundle) => Bundle;
}

/** A search as it was asked; an OperationOutcome where it asks by what we don't know: the repository would find nothing, and say so. */
export function searchOf(
  type: string,
  asked: URLSearchParams,
  base: string,
  parameters: SearchParameters,
): Search | OperationOutcome {
  const known = parameters.get(type);
  const unknown = [...asked.keys()].find((name) => !SHAPING.has(name) && known?.has(bare(name)) !== true);
  if (unknown !== undefined) return badRequest(`${type} has no search parameter ${unknown}`);
  const isCount = asked.get('_summary') === 'count';
  const count = isCount ? 0 : Math.min(whole(asked.get('_count')) ?? PAGE.usual, PAGE.most);
  const offset = whole(asked.get('_offset')) ?? 0;
  const query = new URLSearchParams(asked);
  query.delete('_summary');
  query.set('_count', String(count));
  query.set('_offset', String(offset));
  return {
    url: `/${type}?${query.toString()}`,
    finish: ({ entry = [], ...found }) => {
      const address = (from: number): string => {
        const page = new URLSearchParams(asked);
        if (from > 0) page.set('_offset', String(from));
        return `${base}/${type}?${page.toString()}`;
      };
      const isLast = count === 0 || offset + count >= (found.total ?? 0);
      return {
        ...found,
        link: [
          { relation: 'self', url: address(offset) },
          ...(isLast ? [] : [{ relation: 'next' as const, url: address(offset + count) }]),
        ],
        ...(count > 0 && {
          entry: entry.map((one) => ({
            ...one,
            fullUrl: `${base}/${one.resource?.resourceType ?? ''}/${one.resource?.id ?? ''}`,
          })),
        }),
      };
    },
  };
}

/** `subject:Patient.name` → `subject`. */
function bare(name: string): string {
  return /^[^:.]+/.exec(name)?.[0] ?? '';
}

function whole(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
