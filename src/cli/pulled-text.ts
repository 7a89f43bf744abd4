import type { Pulled } from '../fhir/pull/pull.ts';
import { columns } from './text-columns.ts';

const COUNTS = ['received', 'added', 'changed', 'unchanged', 'deleted', 'quarantined'] as const;

/** What a pull brought, for a person: a row for each type, and what is missing. */
export function pulledText({ manifest, folder }: Pulled): string {
  const rows = Object.entries(manifest.types).map(([type, state]) => {
    const last = manifest.last[type];
    return [
      type,
      ...COUNTS.map((name) => (last?.[name] ?? 0).toLocaleString('en-US')),
      state.resources.toLocaleString('en-US'),
      state.isComplete ? 'yes' : 'no',
    ];
  });
  const table = columns([['type', ...COUNTS, 'in the lake', 'complete'], ...rows]);
  const missing = Object.values(manifest.types).flatMap(({ why }) => (why === null ? [] : [`  ${why}`]));
  const lacking = missing.length === 0 ? '' : `\nNot complete:\n${missing.join('\n')}\n`;
  return `${table}${lacking}\n${folder}: as of ${manifest.pulledAt}, by ${manifest.method === 'bulk' ? 'Bulk Data' : 'search'}\n`;
}

/** The same for programs. */
export function pulledJson({ manifest, folder, isPartial }: Pulled): string {
  const { source, base, pulledAt, method } = manifest;
  const types = Object.fromEntries(
    Object.entries(manifest.types).map(([type, { isListed, isComplete, watermark, resources, why }]) => {
      const last = manifest.last[type] ?? {};
      return [type, { isListed, isComplete, watermark, resources, ...last, why }];
    }),
  );
  return `${JSON.stringify({ source, base, folder, pulledAt, method, isPartial, types }, null, 2)}\n`;
}
