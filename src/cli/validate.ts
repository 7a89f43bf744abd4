import { availableParallelism } from 'node:os';
import { UsageError } from '../errors.ts';
import { compile, NOTHING_BELOW } from '../validation/compile.ts';
import type { DefinitionTexts } from '../validation/definitions.ts';
import { inputsOf } from '../validation/inputs.ts';
import { issueText, outcomeIssue } from '../validation/outcome.ts';
import { readPackage } from '../validation/package.ts';
import { Summary } from '../validation/summary.ts';
import type { Totals } from '../validation/summary.ts';
import { validateFiles } from '../validation/validate-files.ts';
import type { FileValidated } from '../validation/validate-files.ts';
import { Validator } from '../validation/validator.ts';
import type { ValidatorOptions } from '../validation/validator.ts';
import { EXIT } from './failure.ts';
import { parseArguments } from './options.ts';
import type { OptionTypes } from './options.ts';
import { columns } from './text-columns.ts';

const OPTIONS = {
  package: { type: 'string', multiple: true },
  profile: { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const satisfies OptionTypes;

/** `peerbridge validate`: exit 0, or 3 where a resource isn't valid. */
export async function validateCommand(args: readonly string[]): Promise<number> {
  const given = parseArguments(args, OPTIONS);
  if (given.operands.length === 0)
    throw new UsageError('validate needs a PATH: a folder, .ndjson, .ndjson.gz or .json');
  const [inputs, packages] = [await inputsOf(given.operands), await packagesOf(given.all('package'))];
  const options = { packages, profiles: given.all('profile') };
  checkProfiles(options);
  const out = given.has('json') ? jsonOutput() : textOutput();
  for await (const part of validateFiles(inputs.files, options, availableParallelism())) await out.add(part);
  const totals = await out.end(inputs.ignored);
  return totals.error > 0 ? EXIT.partial : EXIT.complete;
}

async function packagesOf(paths: readonly string[]): Promise<DefinitionTexts[]> {
  return await Promise.all(
    paths.map(async (path) => {
      const { texts, faults } = compile(await readPackage(path), NOTHING_BELOW);
      for (const fault of faults) process.stderr.write(`warning: ${fault}\n`);
      return texts;
    }),
  );
}

function checkProfiles(options: ValidatorOptions): void {
  if (options.profiles === undefined || options.profiles.length === 0) return;
  const validator = new Validator(options);
  for (const url of options.profiles)
    if (validator.typeOfProfile(url) === null)
      throw new UsageError(`--profile ${url} is not known: give its package with --package`);
}

interface Output {
  readonly add: (part: FileValidated) => Promise<void>;
  readonly end: (ignored: readonly string[]) => Promise<Totals>;
}

function textOutput(): Output {
  const summary = new Summary();
  return {
    add: async (part) => {
      summary.add(part);
      // notes are the same for many resources: they are counted below
      const said = part.found.filter(({ finding }) => finding.severity !== 'information');
      await print(said.map((one) => `${issueText(one, part.file.name)}\n`).join(''));
    },
    end: async (ignored) => {
      const totals = summary.totals();
      if (ignored.length > 0) process.stderr.write(`passed over, as they are no resources: ${ignored.join(', ')}\n`);
      await print(totalsText(totals));
      return totals;
    },
  };
}

/** One OperationOutcome, written while it is found. */
function jsonOutput(): Output {
  const summary = new Summary();
  let separator = '{"resourceType":"OperationOutcome","issue":[\n';
  return {
    add: async (part) => {
      summary.add(part);
      let text = '';
      for (const one of part.found) {
        text += separator + JSON.stringify(outcomeIssue(one, part.file.name));
        separator = ',\n';
      }
      await print(text);
    },
    end: async () => {
      const totals = summary.totals();
      const { files, resources, error, warning, information } = totals;
      // an OperationOutcome has at least one issue: this one says what was done
      const done = {
        severity: 'information',
        code: 'informational',
        details: {
          coding: [{ code: 'summary' }],
          text: `${resources} resources in ${files} files: ${error} errors, ${warning} warnings, ${information} notes`,
        },
      };
      await print(`${separator}${JSON.stringify(done)}\n]}\n`);
      return totals;
    },
  };
}

function totalsText({ files, resources, error, warning, information, rules }: Totals): string {
  const lines = rules.map(({ rule, severity, count, first, message }) => [
    rule,
    severity,
    String(count),
    first,
    shortened(message),
  ]);
  const table =
    lines.length === 0 ? '' : `\n${columns([['rule', 'severity', 'count', 'first at', 'which says'], ...lines])}\n`;
  return `${table}${resources} resources in ${files} ${files === 1 ? 'file' : 'files'}: ${error} errors, ${warning} warnings, ${information} notes\n`;
}

function shortened(text: string): string {
  return text.length > 70 ? `${text.slice(0, 69)}…` : text;
}

/** Waits where whoever reads is slower, so that nothing piles up. */
async function print(text: string): Promise<void> {
  if (text === '' || process.stdout.write(text) || process.stdout.destroyed) return;
  await new Promise<void>((resolve) => {
    process.stdout
      .once('drain', resolve)
      .once('close', resolve)
      .once('error', () => {
        resolve();
      });
  });
}
