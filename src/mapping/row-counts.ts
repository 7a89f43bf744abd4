/** Rows of one file: read = mapped + rejected. */
export interface ExtractCounts {
  extract: string;
  file: string;
  read: number;
  mapped: number;
  rejected: number;
}

/** Counts the rows of a file. A row of which anything is rejected counts as rejected, once, whatever else it says. */
export class RowCounts {
  readonly #extract: string;
  readonly #file: string;
  /** Lines of rows rejected, where one row may be so several times over; else a number is enough. */
  readonly #lines: Set<number> | null;
  #read = 0;
  #rejected = 0;

  constructor(extract: string, file: string, isManyfold: boolean) {
    this.#extract = extract;
    this.#file = file;
    this.#lines = isManyfold ? new Set() : null;
  }

  read(): void {
    this.#read++;
  }

  reject(line: number): void {
    if (this.#lines === null) this.#rejected++;
    else this.#lines.add(line);
  }

  counts(): ExtractCounts {
    const rejected = this.#lines?.size ?? this.#rejected;
    return { extract: this.#extract, file: this.#file, read: this.#read, mapped: this.#read - rejected, rejected };
  }
}
