/** A process of its own that copies NDJSON to Parquet, so that the memory of the engine is not that of the pull: NDJSON PARQUET SCRATCH. */
import { copyToParquet } from '../sql/duckdb/parquet-copy.ts';

const [ndjson, parquet, scratch] = process.argv.slice(2);
if (ndjson === undefined || parquet === undefined || scratch === undefined) process.exitCode = 2;
else await copyToParquet(ndjson, parquet, scratch, { memoryLimit: '600MB', threads: 2 });
