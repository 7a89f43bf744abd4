import type { Names } from '../answers.ts';
import { dateOf } from '../calendar.ts';
import { cell } from '../extract-files.ts';
import { SortedLines } from '../sorted-lines.ts';
import type { Finding } from './findings.ts';

const HEADER = 'specification,clause,subject,provider,start_date,end_date,outcome';

/** `answer-findings.csv`, ordered as `check` orders: by specification, clause, subject, provider and date. */
export class FindingAnswers {
  readonly #names: Names;
  readonly #lines: SortedLines;

  /** `folder` takes temporary files. */
  constructor(folder: string, names: Names) {
    this.#names = names;
    this.#lines = new SortedLines(folder, 'answer-findings');
  }

  /** What no specification asks for is left out. */
  add({ clause, kind, subject, provider, spans }: Finding): void {
    const specification = this.#names.clauses.get(clause);
    if (specification === undefined) return;
    const reference = this.#names.reference(kind, subject);
    const organization = provider === null ? '' : this.#names.reference('organization', provider);
    const start = `${cell(specification)},${clause},${cell(reference)},${cell(organization)}`;
    for (const { first, last, verdict } of spans)
      this.#lines.add(`${start},${dateOf(first)},${dateOf(last)},${verdict}`);
  }

  async settle(): Promise<void> {
    await this.#lines.settle();
  }

  async write(path: string): Promise<void> {
    await this.#lines.write(path, HEADER);
  }
}
