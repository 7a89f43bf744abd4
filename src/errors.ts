/** The caller asked for something that cannot be: a path that doesn't exist, an unknown option. Exit code 2, one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Knowledge (a rule, clause, view, mapping) is wrong: it doesn't load. Names file and, where known, line. Exit code 2. */
export class KnowledgeError extends Error {
  override readonly name = 'KnowledgeError';
  constructor(file: string, line: number | null, message: string) {
    super(`${file}${line === null ? '' : `:${line}`}: ${message}`);
  }
}

/** The outside world failed: no space, no permission, an engine that broke. Exit code 4, previous output untouched. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}
