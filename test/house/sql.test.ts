import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, sample, textOf } from './tree.ts';
import type { SourceFile } from './tree.ts';
import { functionsOf, readsOf, tokensOf } from './sql-tokens.ts';

const PRELUDE = 'src/sql/duckdb/prelude.sql';
const preludes = filesBelow('src/sql', 'prelude.sql');
const texts = filesBelow('src', '.sql').filter(({ path }) => !path.endsWith('/prelude.sql'));

const isRule = ({ path }: SourceFile): boolean => path.startsWith('src/rules/');

/** SQL:2016 and what DuckDB and Spark spell and mean alike; all else has a name of ours in each engine's prelude. */
const PORTABLE = new Set(
  'array_agg bool_and bool_or cast coalesce count dense_rank greatest lag lead least max max_by min min_by nullif row_number sum'.split(
    ' ',
  ),
);

const prelude = namesOf(textOf(PRELUDE));

function namesOf(text: string): Set<string> {
  return new Set([...text.matchAll(/^create .*?(?:macro|function) (\w+)\(/gm)].map(([, name]) => name ?? ''));
}

function annotations({ text }: SourceFile, name: string): string[] {
  return [...text.matchAll(new RegExp(`^-- @${name} (.+)$`, 'gm'))].map(([, value]) => value ?? '');
}

function unannotated(file: SourceFile): string[] {
  const due = isRule(file) ? posix.basename(posix.dirname(file.path)) : posix.basename(file.path, '.sql');
  const [name] = annotations(file, 'name');
  const faults = [
    ...(name === due ? [] : [`@name should be ${due}`]),
    ...(annotations(file, 'title').length === 1 ? [] : ['needs one @title']),
    ...(isRule(file) || annotations(file, 'columns').length === 1
      ? []
      : ['needs @columns: what each column is, its type, unit and whether it may be null']),
  ];
  return faults.map((fault) => `${file.path}: ${fault}`);
}

/** A rule also reads `binding`, which the engine makes for each. */
function misdeclared(file: SourceFile): string[] {
  const declared = new Set(
    annotations(file, 'relatedDependency').map((value) => / as (\w+)$/.exec(value)?.[1] ?? value),
  );
  const read = readsOf(tokensOf(file.text));
  if (isRule(file)) read.delete('binding');
  return [
    ...[...read]
      .filter((name) => !declared.has(name))
      .map((name) => `${file.path} reads ${name}: declare it in @relatedDependency`),
    ...[...declared]
      .filter((name) => !read.has(name))
      .map((name) => `${file.path} declares ${name}, and never reads it`),
  ];
}

function unportable(file: SourceFile): string[] {
  const called = [...functionsOf(tokensOf(file.text))];
  return called.filter((name) => !PORTABLE.has(name) && !prelude.has(name)).map((name) => `${file.path} calls ${name}`);
}

/** Numbers are parameters, so that a clause says and cites them. 0 and 1 count and step; varchar(80) is a type, not a number of days. */
function numbersOf(file: SourceFile): string[] {
  const { words, texts: literals } = tokensOf(file.text);
  const isWidth = (at: number): boolean => words[at] === '80' && words.slice(at - 2, at).join('') === 'varchar(';
  const numbers = words.filter((word, at) => /^\d/.test(word) && word !== '0' && word !== '1' && !isWidth(at));
  // The ends of time stand for an open start or end; any other date would be a fact of a contract.
  const dates = literals.filter((text) => /\d/.test(text) && text !== '0001-01-01' && text !== '9999-12-31');
  return [...numbers, ...dates].map((number) => `${file.path} has ${number}`);
}

const CLOCK = new Set(
  'current_date current_time current_timestamp localtime localtimestamp now today random rand uuid gen_random_uuid getdate'.split(
    ' ',
  ),
);

function clocksOf(file: SourceFile): string[] {
  return tokensOf(file.text)
    .words.filter((word) => CLOCK.has(word))
    .map((word) => `${file.path} reads ${word}`);
}

test('every SQL text says its name, title and columns', () => {
  expect(texts.flatMap(unannotated)).toEqual([]);
});

test('every SQL text declares exactly the relations that it reads', () => {
  expect(texts.flatMap(misdeclared)).toEqual([]);
});

test('every function is portable, or of the prelude', () => {
  const message = `define it in ${PRELUDE} under a name of ours, or add it to PORTABLE if DuckDB and Spark spell and mean it alike`;
  expect(texts.flatMap(unportable), message).toEqual([]);
});

test('every engine has every name of the prelude, and no other', () => {
  expect(preludes.length).toBeGreaterThan(1);
  for (const { path, text } of preludes) expect([...namesOf(text)].sort(), path).toEqual([...prelude].sort());
});

test('no rule has a number', () => {
  const rules = texts.filter(isRule);
  expect(rules.length).toBeGreaterThan(0);
  expect(rules.flatMap(numbersOf), 'make it a parameter (asks: in rule.yaml) that clauses give').toEqual([]);
});

test('no SQL reads a clock', () => {
  const all = [...texts, ...preludes];
  expect(all.flatMap(clocksOf), 'join run, and take as_of').toEqual([]);
});

describe('the checks see', () => {
  const evidence = (text: string): SourceFile => sample('src/evidence/x.sql', text);
  const rule = (text: string): SourceFile => sample('src/rules/some-rule/rule.sql', text);

  test('a wrong or missing annotation', () => {
    expect(unannotated(evidence('-- @name y\n'))).toHaveLength(3);
    expect(unannotated(evidence('-- @name x\n-- @title A\n-- @columns a text\n'))).toEqual([]);
    expect(unannotated(rule('-- @name some-rule\n-- @title A\n'))).toEqual([]);
  });

  test('a relation that is read and not declared, or declared and not read', () => {
    const head = '-- @relatedDependency https://x/a as a\n-- @relatedDependency https://x/b as b\n';
    const sql = `with own as (select 1 from a semi join c on true) -- from z
      select 'from y' from own cross join lateral rows_of(own.list) as u left join lateral (select 1 from d) as p on true
      where own.x is distinct from other and exists (select 1 from "E") `;
    expect(misdeclared(evidence(head + sql)).map((fault) => fault.split(/[ :,]/)[2])).toEqual(['c', 'd', 'b']);
    expect(misdeclared(rule(`${head}select 1 from a join b on true join binding on true`))).toEqual([]);
  });

  test('a function of one engine', () => {
    expect(
      unportable(
        evidence('select date_trunc(a), coalesce(b), cast(c as varchar(80)), add_days(d, 1) from (values (1)) as t(x)'),
      ),
    ).toEqual(['src/evidence/x.sql calls date_trunc', 'src/evidence/x.sql calls t']);
  });

  test('a number in a rule', () => {
    expect(numbersOf(rule("select 7, 'within 7', date '2026-01-01' from x where a = 1.5"))).toHaveLength(4);
    expect(numbersOf(rule("select 0, 1, date '0001-01-01', cast(null as varchar(80)), x2 -- 7"))).toEqual([]);
    expect(numbersOf(rule('select 80'))).toHaveLength(1);
  });

  test('a clock', () => {
    expect(clocksOf(evidence('select current_date, now() from x'))).toHaveLength(2);
    expect(clocksOf(evidence("select 'now' -- current_date"))).toEqual([]);
  });
});

test('no two relations that one run may make have one name', () => {
  const views = filesBelow('src/evidence/views', '.view.json').map(({ path }) => posix.basename(path, '.view.json'));
  const named = [...views, ...texts.flatMap((file) => annotations(file, 'name'))];
  expect(named.filter((name, index) => named.indexOf(name) < index)).toEqual([]);
});
