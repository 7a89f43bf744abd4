/** Copies the NDJSON files of a folder to Parquet, once; gives the folder of the copies. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

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
    const count = await connection.runAndReadAll(`select count(*) from read_text('${from}') where size > 0`);
    // of an empty file DuckDB can't tell the columns: an id is enough for a table without rows
    const rows =
      Number(count.getRowsJS()[0]?.[0]) > 0
        ? `from read_json('${from}', format = 'newline_delimited', sample_size = -1)`
        : `select '' as "resourceType", '' as id where false`;
    await connection.run(`copy (${rows}) to '${to}' (format parquet, compression zstd)`);
  }
  connection.closeSync();
  instance.closeSync();
  renameSync(partial, target);
  return target;
}
