import { stat } from 'node:fs/promises';
import { duckdb as dialect } from './dialect.ts';
import { withDatabase } from './runner.ts';
import type { Settings } from './runner.ts';

/** Longest resource that is read, in bytes. */
const LONGEST_LINE = 16 * 1024 * 1024;

/**
 * Copies a file of NDJSON to a Parquet file with every element that occurs in it; dates and times stay the texts that they are in
 * FHIR. Rejects where the file can't be read as one table.
 */
export async function copyToParquet(
  ndjson: string,
  parquet: string,
  scratch: string,
  settings: Settings,
): Promise<void> {
  const isEmpty = (await stat(ndjson)).size === 0;
  await withDatabase(scratch, settings, async (connection) => {
    const read = `read_json(${dialect.text(ndjson)}, format = 'newline_delimited', sample_size = -1, maximum_object_size = ${LONGEST_LINE}`;
    // of an empty file nobody can tell the columns: an id is enough for a table without rows
    let table = `select '' as "resourceType", '' as id where false`;
    if (!isEmpty) {
      const described = await connection.runAndReadAll(`describe select * from ${read})`);
      const columns = described
        .getRowsJson()
        .map((row) => row.map((cell) => (typeof cell === 'string' ? cell : '')))
        .map(([name = '', type = '']) => `${dialect.text(name)}: ${dialect.text(asText(type))}`);
      table = `select * from ${read}, columns = {${columns.join(', ')}})`;
    }
    await connection.run(`copy (${table}) to ${dialect.text(parquet)} (format parquet, compression zstd)`);
  });
}

function asText(type: string): string {
  return type.replace(/\b(TIMESTAMP|DATE|TIME|UUID)\b/g, 'VARCHAR');
}
