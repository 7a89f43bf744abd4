import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { filesBelow, isTest, sample } from './tree.ts';
import type { SourceFile } from './tree.ts';

const typescript = filesBelow('src', '.ts').filter((file) => !isTest(file));
const everything = filesBelow('src', '.ts', '.sql', '.yaml', '.json');
const allTypescript = [...filesBelow('src', '.ts'), ...filesBelow('test', '.ts')];

const LONGEST = 300;
const VAGUE = /(^|\/)(utils?|helpers?|common|misc)(\.|\/|$)/;
/** Names of payers; their home is src/specifications. */
const PAYERS = /molina|optum/i;

function namesPayer({ path, text }: SourceFile): string[] {
  if (path.startsWith('src/specifications/')) return [];
  return [path, ...text.split('\n')].flatMap((line, index) =>
    PAYERS.test(line) ? [`${path}${index === 0 ? '' : `:${index}`}: ${line.trim()}`] : [],
  );
}

function tooLong({ path, text }: SourceFile): string[] {
  const lines = text.split('\n').length - 1;
  return lines > LONGEST ? [`${path} has ${lines} lines`] : [];
}

/** Where the clock is read, and why that is no logic. Anything else is told what time it is. */
const CLOCKS: readonly { file: string; reads: string; because: string }[] = [
  { file: 'src/cli/check.ts', reads: 'Date.now()', because: 'the command line reads the clock once and passes it on' },
  { file: 'src/sql/stopwatch.ts', reads: 'performance.now()', because: 'timings of a run, for its manifest' },
  ...['Date.now()', 'Math.random()', 'randomUUID()'].map((reads) => ({
    file: 'src/cli/server.ts',
    reads,
    because: 'the surroundings of a pull or push, which are arguments from there on',
  })),
];

const CALLS = [
  'Date.now',
  'Math.random',
  'performance.now',
  'process.hrtime',
  'process.hrtime.bigint',
  'crypto.randomUUID',
  'randomUUID',
  'randomBytes',
  'crypto.getRandomValues',
];

/** Expressions that read a clock or throw dice. */
function clocksOf({ path, text }: SourceFile): { file: string; reads: string }[] {
  const found: { file: string; reads: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && CALLS.includes(node.expression.getText()))
      found.push({ file: path, reads: `${node.expression.getText()}()` });
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0)
      found.push({ file: path, reads: 'new Date()' });
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

/** Tests that are left out or alone; a test may be skipped under a condition whose reason its title or a comment above it says. */
function leftOut({ path, text }: SourceFile): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const found = /\b(?:it|test|describe)(?:\.\w+)*\.(only|skip|todo|fails|skipIf|runIf)\b/.exec(line)?.[1];
    if (found === undefined) return [];
    const isConditional = found === 'skipIf' || found === 'runIf';
    const near = lines.slice(Math.max(0, index - 4), index + 2).join('\n');
    return isConditional && /\bskipped\b/i.test(near) ? [] : [`${path}:${index + 1}: .${found}`];
  });
}

test('no payer is named outside src/specifications', () => {
  const message =
    'machinery chooses by service, or by what the specification says; put the name into src/specifications';
  expect(everything.flatMap(namesPayer), message).toEqual([]);
});

test('no file is longer than it can be read', () => {
  const files = filesBelow('src', '.ts', '.sql').filter((file) => !isTest(file));
  expect(files.flatMap(tooLong), `split it by what it is about; ${LONGEST} lines are the most`).toEqual([]);
});

test('no file or folder is named for being of use', () => {
  const message = 'name it after the thing of the field that it is about (clause, contact, episode, evidence, verdict)';
  expect(
    allTypescript.map(({ path }) => path).filter((path) => VAGUE.test(path)),
    message,
  ).toEqual([]);
});

test('no logic reads a clock or throws dice', () => {
  const allowed = new Set(CLOCKS.map(({ file, reads }) => `${file}: ${reads}`));
  const found = new Set(typescript.flatMap(clocksOf).map(({ file, reads }) => `${file}: ${reads}`));
  const message = 'the same input gives the same bytes: take the time, or the seed, as an argument';
  expect(
    [...found].filter((one) => !allowed.has(one)),
    message,
  ).toEqual([]);
  expect(
    [...allowed].filter((one) => !found.has(one)),
    'no longer there; take it off CLOCKS',
  ).toEqual([]);
});

test('no test is left out or runs alone', () => {
  const tests = [...filesBelow('src', '.test.ts'), ...filesBelow('test', '.test.ts')];
  const message =
    'delete the test or mend it; with skipIf, say in its title, or in a comment or warning above, why it is skipped';
  expect(tests.filter(({ path }) => path !== 'test/house/code.test.ts').flatMap(leftOut), message).toEqual([]);
});

describe('the checks see', () => {
  test('a payer', () => {
    expect(namesPayer(sample('src/report/x.ts', "if (id === 'Molina') return;"))).toHaveLength(1);
    expect(namesPayer(sample('src/report/optum.ts', ''))).toHaveLength(1);
    expect(namesPayer(sample('src/specifications/x.yaml', 'payer: Optum'))).toEqual([]);
  });

  test('a long file', () => {
    expect(tooLong(sample('x.ts', 'x\n'.repeat(LONGEST + 1)))).toHaveLength(1);
    expect(tooLong(sample('x.ts', 'x\n'.repeat(LONGEST)))).toEqual([]);
  });

  test.each(['src/utils/x.ts', 'src/report/helpers.ts', 'test/common.ts', 'src/x/misc/y.ts'])(
    'a vague name, %s',
    (path) => {
      expect(path).toMatch(VAGUE);
    },
  );

  test.each(['Date.now()', 'new Date()', 'Math.random()', 'performance.now()', 'randomUUID()', 'new Date'])(
    '%s',
    (text) => {
      expect(clocksOf(sample('x.ts', `const x = ${text};`))).toHaveLength(1);
    },
  );

  test('but not a date that is given, nor a comment', () => {
    expect(clocksOf(sample('x.ts', "const x = new Date('2026-01-01'); // new Date() would be a clock"))).toEqual([]);
  });

  test('a test left out, unless it says why', () => {
    expect(leftOut(sample('x.test.ts', "test.only('x', f);\ndescribe.skip.each(y)('x', f);"))).toHaveLength(2);
    expect(leftOut(sample('x.test.ts', "test.skipIf(absent)('x', f);"))).toHaveLength(1);
    expect(leftOut(sample('x.test.ts', "test.skipIf(absent)('x: skipped, the data is not here', f);"))).toEqual([]);
  });
});
