/** Copies the NDJSON files of a folder to Parquet, once; gives the folder of the copies. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';

export async function parquetCopies(folder: string): Promise<string> {
  const target = `${folder}-parquet`;
  if (existsSync(target)) return target;
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const name of readdirSync(folder)) {
    const [from, to] = [join(folder, name), join(partial, name.replace('.ndjson', '.parquet'))];
    await connection.run(`copy (${await tableOf(connection, from)}) to '${to}' (format parquet, compression zstd)`);
  }
  connection.closeSync();
  instance.closeSync();
  renameSync(partial, target);
  return target;
}

/** A SELECT of a file's resources, with dates and times as the texts that they are in FHIR. */
async function tableOf(connection: DuckDBConnection, file: string): Promise<string> {
  // of an empty file nobody can tell the columns: an id is enough for a table without rows
  if (statSync(file).size === 0) return `select '' as "resourceType", '' as id where false`;
  const read = `read_json('${file}', format = 'newline_delimited', sample_size = -1`;
  const described = (await connection.runAndReadAll(`describe select * from ${read})`)).getRowsJson();
  const columns = described.map(
    ([name, type]) => `'${text(name)}': '${text(type).replace(/\b(TIMESTAMP|DATE|TIME|UUID)\b/g, 'VARCHAR')}'`,
  );
  return `select * from ${read}, columns = {${columns.join(', ')}})`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
