import type { Checked } from '../report/check.ts';

/** Exit codes (design, command line): 0 complete, 2 wrong usage, 3 partial, 4 failed and previous output untouched. */
export const EXIT = { complete: 0, usage: 2, partial: 3, failed: 4 } as const;

/** Of a command that judged: partial where some data could not be used. */
export function exitOf({ summary }: Pick<Checked, 'summary'>): number {
  return summary.specifications.some(({ issues }) => issues.error > 0) ? EXIT.partial : EXIT.complete;
}

export function exitCodeOf(error: unknown): number {
  const name = error instanceof Error ? error.name : '';
  return name === 'UsageError' || name === 'KnowledgeError' || name === 'ViewError' ? EXIT.usage : EXIT.failed;
}

/** One line. An error that is none of ours may quote data, so only its kind is said. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it failed';
  if (OURS.has(error.name)) return error.message.split('\n', 1)[0] ?? '';
  return `unexpected ${error.name}; run with PEERBRIDGE_DEBUG=1 for the place in the code${placeOf(error)}`;
}

const OURS: ReadonlySet<string> = new Set([
  'UsageError',
  'KnowledgeError',
  'ViewError',
  'EnvironmentError',
  'EngineError',
]);

/** Where it was thrown, without its message. */
function placeOf({ stack }: Error): string {
  if (process.env['PEERBRIDGE_DEBUG'] === undefined) return '';
  return `\n${(stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')}`;
}
