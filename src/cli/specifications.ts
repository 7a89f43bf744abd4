import { loadFoundation, loadSpecifications } from '../engine/knowledge.ts';
import { UsageError } from '../errors.ts';
import { specificationJson } from '../report/specification-json.ts';
import { specificationMarkdown } from '../report/specification-markdown.ts';
import { specificationList, specificationText } from '../report/specification-text.ts';
import { EXIT } from './failure.ts';
import { parseArguments } from './options.ts';
import type { OptionTypes } from './options.ts';

const OPTIONS = {
  specifications: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  markdown: { type: 'boolean' },
} as const satisfies OptionTypes;

/** `peerbridge specifications`. */
export async function specificationsCommand(args: readonly string[]): Promise<number> {
  const given = parseArguments(args, OPTIONS);
  const [id, more] = given.operands;
  if (more !== undefined) throw new UsageError('specifications takes one ID, or none for all');
  const [foundation, all] = [await loadFoundation(), await loadSpecifications(given.all('specifications'))];
  const described = all.map((one) => specificationJson(one, foundation));
  const asked = id === undefined ? undefined : described.find((one) => one.id === id);
  if (id !== undefined && asked === undefined)
    throw new UsageError(`there is no specification ${id}; there are ${described.map((one) => one.id).join(', ')}`);
  if (given.has('markdown')) {
    if (asked === undefined || given.has('json')) throw new UsageError('--markdown takes one ID, and no --json');
    process.stdout.write(specificationMarkdown(asked, foundation.rules));
  } else if (given.has('json')) process.stdout.write(`${JSON.stringify(asked ?? described, null, 2)}\n`);
  else process.stdout.write(asked === undefined ? specificationList(described) : specificationText(asked));
  return EXIT.complete;
}
