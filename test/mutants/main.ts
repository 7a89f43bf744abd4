/**
 * Boundary mutants: each comparison and each step of one day in the SQL of rules, evidence and overlay is changed in turn, and some
 * case must fail. `npm run test:mutants [-- PART-OF-A-PATH]`. Exits with 1 where a mutant survives that equivalent.yaml doesn't
 * list, or where one that it lists is killed or isn't there.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readKnowledge } from '../../src/knowledge-file.ts';
import { loadFoundation } from '../../src/engine/knowledge.ts';
import type { Foundation } from '../../src/engine/knowledge.ts';
import { readRelationCases, readableRelations } from '../../src/evidence/relation-case.ts';
import { readCases } from '../../src/rules/case-file.ts';
import { evidenceColumns, relationColumns } from '../../src/rules/case-run.ts';
import { duckdbRunner, withDatabase } from '../../src/sql/duckdb/runner.ts';
import { mutantsOf } from './mutants.ts';
import type { Mutant } from './mutants.ts';
import { Replay } from './replay.ts';
import { specificationStages } from './specification-stage.ts';
import { relationStages, ruleStages } from './stage.ts';
import type { Stage } from './stage.ts';

const started = performance.now();
const seconds = (): string => `${Math.round((performance.now() - started) / 1000)} s`;
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

const scratch = mkdtempSync(join(tmpdir(), 'mutants-'));
try {
  const foundation = await loadFoundation();
  const stages = await stagesOf(foundation);
  say(`${seconds()}: cases have been judged once`);
  const part = process.argv[2] ?? '';
  const mutants = textsOf(foundation)
    .flatMap(mutantsOf)
    .filter(({ file }) => file.includes(part));
  const faults = await withDatabase(scratch, { threads: 1 }, async (connection) => {
    const replays: Replay[] = [];
    for (const [index, stage] of stages.entries()) replays.push(await Replay.of(connection, stage, index));
    const failing = replays.flatMap((replay) => replay.failing);
    say(`${seconds()}: ${mutants.length} mutants, ${stages.length} stages`);
    for (const title of failing) say(`fails without a mutant, so that it kills none: ${title}`);
    return await hunt(mutants, replays, await equivalents(), part);
  });
  process.exitCode = faults === 0 && mutants.length > 0 && stages.length > 0 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true });
}

function textsOf({ rules, evidence, overlay, subjects, findings }: Foundation): { file: string; sql: string }[] {
  return [...[...rules.values()].map(({ text }) => text), ...evidence, ...overlay, ...subjects, ...findings];
}

async function stagesOf(foundation: Foundation): Promise<Stage[]> {
  const runner = duckdbRunner();
  const columns = await evidenceColumns(foundation, runner, scratch);
  const rules = new URL('../../src/rules/', import.meta.url);
  const cases = await Promise.all(
    [...foundation.rules.values()].map((rule) => readCases(rule, new URL(`${rule.rule}/`, rules))),
  );
  const readable = await relationColumns(readableRelations(foundation), foundation, runner, scratch);
  return [
    ...ruleStages(cases.flat(), foundation, columns),
    ...relationStages(await readRelationCases(foundation, readable)),
    ...(await specificationStages()),
  ];
}

/** File → change → why it changes nothing. */
async function equivalents(): Promise<Map<string, string>> {
  const schema = z.record(z.string(), z.array(z.strictObject({ change: z.string(), because: z.string() })));
  const { value } = await readKnowledge(new URL('equivalent.yaml', import.meta.url), schema);
  return new Map(
    Object.entries(value).flatMap(([file, changes]) =>
      changes.map(({ change, because }) => [`${file}: ${change}`, because] as const),
    ),
  );
}

/** How many mutants came out otherwise than they should. */
async function hunt(
  mutants: readonly Mutant[],
  replays: readonly Replay[],
  known: ReadonlyMap<string, string>,
  part: string,
): Promise<number> {
  const counts = { killed: 0, equivalent: 0, survived: 0, stale: 0 };
  const left = new Set([...known.keys()].filter((key) => key.split(': ')[0]?.includes(part)));
  // whoever killed the last mutant is likely to kill the next, which stands beside it
  let order = [...replays];
  for (const [index, mutant] of mutants.entries()) {
    const key = `${mutant.file}: ${mutant.change}`;
    const found = await killerOf(mutant, order);
    const isKnown = left.delete(key);
    if (found === null) {
      counts[isKnown ? 'equivalent' : 'survived']++;
      if (!isKnown) say(`survives: ${mutant.file}:${mutant.line}: ${mutant.change}`);
    } else {
      order = [found.by, ...order.filter((replay) => replay !== found.by)];
      counts[isKnown ? 'stale' : 'killed']++;
      if (isKnown) say(`listed in equivalent.yaml, but killed by "${found.title}": ${key}`);
    }
    if ((index + 1) % 20 === 0) say(`${seconds()}: ${index + 1} of ${mutants.length}`);
  }
  for (const key of left) say(`listed in equivalent.yaml, but there is no such mutant: ${key}`);
  counts.stale += left.size;
  const { killed, equivalent, survived, stale } = counts;
  say(
    `${seconds()}: ${mutants.length} mutants: ${killed} killed, ${equivalent} equivalent, ${survived} survived; ${stale} entries stale`,
  );
  return survived + stale;
}

async function killerOf(mutant: Mutant, replays: readonly Replay[]): Promise<{ by: Replay; title: string } | null> {
  for (const by of replays) {
    const title = await by.killer(mutant);
    if (title !== null) return { by, title };
  }
  return null;
}
