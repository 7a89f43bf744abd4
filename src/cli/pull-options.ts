import type { OptionTypes } from './options.ts';

/** Options that say how a server is talked to; several commands take them. */
export const SERVER_OPTIONS = {
  smart: { type: 'string' },
  'basic-file': { type: 'string' },
  'token-file': { type: 'string' },
  timeout: { type: 'string' },
  concurrency: { type: 'string' },
  rate: { type: 'string' },
  'allow-http': { type: 'boolean' },
} as const satisfies OptionTypes;

/** Options that say what is pulled; `check` takes them too. */
export const PULL_OPTIONS = {
  ...SERVER_OPTIONS,
  bulk: { type: 'boolean' },
  search: { type: 'boolean' },
  types: { type: 'string', multiple: true },
  group: { type: 'string' },
  patients: { type: 'string' },
  source: { type: 'string' },
  full: { type: 'boolean' },
  restart: { type: 'boolean' },
  'page-size': { type: 'string' },
  overlap: { type: 'string' },
  alias: { type: 'string', multiple: true },
  'bulk-types': { type: 'string' },
  'type-filter': { type: 'string', multiple: true },
  poll: { type: 'string' },
  'bulk-wait': { type: 'string' },
  'no-parquet': { type: 'boolean' },
} as const satisfies OptionTypes;
