/** The engines that a test runs on: DuckDB, and others that the environment names (ENGINES=duckdb,spark). */
import { duckdbRunner } from '../src/sql/duckdb/runner.ts';
import type { Runner } from '../src/sql/runner.ts';
import { sparkRunner } from '../src/sql/spark/runner.ts';

export interface Engine {
  readonly name: string;
  readonly runner: Runner;
}

/**
 * Thousands of tiny queries: what prepares Spark for large ones (compiled code, plans changed as they run, many partitions) would
 * take nearly all of the time.
 */
const SMALL = {
  'spark.sql.shuffle.partitions': '1',
  'spark.sql.adaptive.enabled': 'false',
  'spark.sql.codegen.wholeStage': 'false',
  'spark.sql.codegen.factoryMode': 'NO_CODEGEN',
  'spark.driver.extraJavaOptions': '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
};

const MAKERS: Readonly<Record<string, () => Runner>> = {
  duckdb: () => duckdbRunner(),
  // one session for all test files of a process; it ends with the process
  spark: () => sparkRunner({ master: 'local[2]', memoryLimit: '2GB', conf: SMALL }),
};

/** Throws TypeError for an engine that there isn't. */
function enginesOf(names: string): Engine[] {
  return names.split(',').map((name) => {
    const make = MAKERS[name];
    if (make === undefined) throw new TypeError(`ENGINES names ${name}; there are ${Object.keys(MAKERS).join(', ')}`);
    return { name, runner: make() };
  });
}

export const engines: readonly Engine[] = enginesOf(process.env['ENGINES'] ?? 'duckdb');
