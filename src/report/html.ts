import type { ResultRow } from '../sql/runner.ts';
import type { Summary } from './summary.ts';

/** `report.html`: one file without network or script. `results` as `check` asks for them. */
export function reportHtml(summary: Summary, _results: Readonly<Record<string, readonly ResultRow[]>>): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>PeerBridge ${summary.from} – ${summary.to}</title></html>\n`;
}
