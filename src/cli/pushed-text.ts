import type { Pushed } from '../fhir/push/push.ts';
import type { Issue } from '../lake/issue.ts';
import { columns } from './text-columns.ts';

/** Issues that are shown one by one. */
const MOST_SHOWN = 20;

/** What a push did, or with a dry run would do, as a table of types, and the issues that matter most. */
export function pushedText({ types, issues, verified }: Pushed, isDryRun: boolean): string {
  const heads = [
    '',
    'read',
    isDryRun ? 'to create' : 'created',
    isDryRun ? 'to update' : 'updated',
    'unchanged',
    'matched',
    'failed',
  ];
  const rows = types.map(({ type, ...count }) => [
    type,
    ...[count.read, count.created, count.updated, count.unchanged, count.matched, count.failed].map(String),
  ]);
  const errors = issues.filter(({ severity }) => severity === 'error');
  return [
    columns([heads, ...rows]),
    verified === null
      ? ''
      : `Read back: ${verified.counted} are there once each; contents of ${verified.sampled} compared\n`,
    issues.length === 0 ? '' : `Issues: ${errors.length} errors, ${issues.length - errors.length} others\n`,
    ...[...errors, ...issues.filter(({ severity }) => severity === 'warning')].slice(0, MOST_SHOWN).map(issueLine),
  ].join('');
}

function issueLine({ file, line, resource, severity, message }: Issue): string {
  const where = [file === null ? '' : `${file}${line === null ? '' : `:${line}`}`, resource ?? ''].filter(
    (one) => one !== '',
  );
  return `  ${severity}: ${where.join(' ')}: ${message}\n`;
}
