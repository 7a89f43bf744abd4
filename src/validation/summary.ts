import type { FindingSeverity } from './issue.ts';
import type { FileValidated } from './validate-files.ts';

/** How often a rule was broken. */
export interface RuleCount {
  readonly rule: string;
  readonly severity: FindingSeverity;
  count: number;
  /** Of the first, as `file:line`. */
  readonly first: string;
  /** What it said. */
  readonly message: string;
}

export interface Totals {
  readonly files: number;
  readonly resources: number;
  readonly error: number;
  readonly warning: number;
  readonly information: number;
  readonly rules: readonly RuleCount[];
}

/** Counts what was found, while it is found. */
export class Summary {
  readonly #files = new Set<string>();
  readonly #rules = new Map<string, RuleCount>();
  readonly #bySeverity = { error: 0, warning: 0, information: 0 };
  #resources = 0;

  add({ file, resources, found }: FileValidated): void {
    this.#files.add(file.path);
    this.#resources += resources;
    for (const { finding, line } of found) {
      this.#bySeverity[finding.severity]++;
      const key = `${finding.severity} ${finding.rule}`;
      const held = this.#rules.get(key);
      if (held !== undefined) held.count++;
      else {
        const { rule, severity, message } = finding;
        this.#rules.set(key, { rule, severity, count: 1, first: placeText(file.name, line), message });
      }
    }
  }

  totals(): Totals {
    const rules = [...this.#rules.values()].sort(
      (one, other) => other.count - one.count || (one.rule < other.rule ? -1 : 1),
    );
    return { files: this.#files.size, resources: this.#resources, ...this.#bySeverity, rules };
  }
}

export function placeText(file: string, line: number | null): string {
  return line === null ? file : `${file}:${line}`;
}
