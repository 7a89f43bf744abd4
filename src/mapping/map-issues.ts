import { join } from 'node:path';
import { csvLine } from '../lake/csv-line.ts';
import type { IssueCode, Severity } from '../lake/issue.ts';
import { LineFile } from '../lake/line-file.ts';

/** What is wrong with a row of an extract. Names the place, never what stands there. */
export interface MapIssue {
  readonly file: string;
  /** From 1: where the row begins. */
  readonly line: number;
  readonly column: string | null;
  readonly code: IssueCode;
  readonly severity: Severity;
  readonly message: string;
}

/** `issues.csv` of a mapping run: file, line, column, code, severity, message. */
export class MapIssues {
  readonly counts: Record<Severity, number> = { error: 0, warning: 0, information: 0 };
  readonly #out: LineFile;

  private constructor(out: LineFile) {
    this.#out = out;
  }

  /** Throws EnvironmentError where the file can't be written. */
  static async create(folder: string): Promise<MapIssues> {
    const issues = new MapIssues(await LineFile.create(join(folder, 'issues.csv')));
    issues.#write(['file', 'line', 'column', 'code', 'severity', 'message']);
    return issues;
  }

  add({ file, line, column, code, severity, message }: MapIssue): void {
    this.counts[severity]++;
    this.#write([file, line, column, code, severity, message]);
  }

  flush(): Promise<void> {
    return this.#out.flush();
  }

  close(): Promise<void> {
    return this.#out.close();
  }

  #write(cells: readonly (string | number | null)[]): void {
    this.#out.add(Buffer.from(csvLine(cells).slice(0, -1)));
  }
}
