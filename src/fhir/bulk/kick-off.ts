import type { PullContext } from '../pull/context.ts';
import { statusFault } from '../document.ts';
import { targetOf } from '../search/link.ts';
import type { ExportLevel } from '../search/capability.ts';
import { ServerError } from '../server-error.ts';

const PURPOSE = 'export kick-off';

/**
 * Asks a server to begin an export (Bulk Data Access, "Bulk Data Kick-off Request"); gives the URL where it tells how it goes.
 * It is asked once: what may have begun is not begun a second time. Throws ServerError.
 */
export async function kickOff(context: PullContext, types: readonly string[], since: string | null): Promise<string> {
  const { http, options } = context;
  const query = queryOf(options.bulk, types, since);
  const answer = await http.send({
    method: 'GET',
    target: http.below(`${pathOf(context)}${query === '' ? '' : `?${query}`}`),
    purpose: PURPOSE,
    headers: { prefer: 'respond-async' },
    isRepeatable: false,
  });
  if (answer.status !== 202) throw statusFault(answer, `${PURPOSE} (--search pulls without an export)`);
  const location = answer.headers['content-location'];
  if (location === undefined || location === '')
    throw new ServerError('untrusted', PURPOSE, 'the server does not say where the export is (Content-Location)');
  return targetOf(location, answer.url, http.base, options.aliases, PURPOSE, 'the place of the export').url.href;
}

/** Which export is asked for. */
export function levelOf({ options, capability }: PullContext): ExportLevel {
  if (options.group !== null) return 'group';
  return capability.exports.has('patient') && !capability.exports.has('system') ? 'patient' : 'system';
}

function pathOf(context: PullContext): string {
  switch (levelOf(context)) {
    case 'group':
      return `Group/${context.options.group ?? ''}/$export`;
    case 'patient':
      return 'Patient/$export';
    case 'system':
      return '$export';
  }
}

function queryOf(
  { types: notation, typeFilters }: PullContext['options']['bulk'],
  types: readonly string[],
  since: string | null,
): string {
  const asked = notation === 'none' ? [] : notation === 'repeat' ? types : [types.join(',')];
  const parameters = new URLSearchParams([
    ['_outputFormat', 'application/fhir+ndjson'],
    ...asked.map((type): [string, string] => ['_type', type]),
    ...typeFilters.map((filter): [string, string] => ['_typeFilter', filter]),
    ...(since === null ? [] : [['_since', since] satisfies [string, string]]),
  ]);
  // Some servers split before they decode.
  return parameters.toString().replaceAll('%2C', ',');
}
