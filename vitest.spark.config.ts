import { defineConfig } from 'vitest/config';

/** What must come out the same on DuckDB and on Spark: `npm run test:spark`. */
export default defineConfig({
  test: {
    include: [
      'src/sql/views/suite.test.ts',
      'src/rules/cases.test.ts',
      'src/evidence/cases.test.ts',
      'test/spark/**/*.test.ts',
    ],
    env: { ENGINES: process.env['ENGINES'] ?? 'duckdb,spark' },
    // One process, and in it one session of Spark for all files.
    maxWorkers: 1,
    isolate: false,
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
  },
});
