import { fieldsOf } from '../field-mapping.ts';
import { itemsOf, namedExtract } from './draft-mapping.ts';
import type { DirectionDraft, ExtractDraft, MappingDraft } from './draft-mapping.ts';
import { SURE } from './guess-fields.ts';
import type { FieldGuess } from './guess-fields.ts';
import { missingIn } from './missing.ts';
import { MOST_CODES } from './profile.ts';
import type { Column } from './profile.ts';
import { booleansIn, datesIn } from './shapes.ts';

/** Kinds whose keys say nothing about a person. */
const PLAIN_KINDS: readonly string[] = ['organization', 'worker', 'role'];

/** `mapping.yaml` of a draft. Comments say what is uncertain and what is missing. */
export function draftText(name: string, draft: MappingDraft): string {
  const plain = draft.extracts.filter(({ row }) => row !== null && PLAIN_KINDS.includes(row));
  const missing = missingIn(draft);
  const { true: yes, false: no } = draft.booleans;
  return [
    '# Drafted by peerbridge map --init from headers and values. Look at each line, above all at those with a remark.',
    ...(missing.length === 0 ? [] : ['# Missing, and what stays undecided without it:']),
    ...missing.map((line) => `#   ${line}`),
    `mapping: ${quoted(name)}`,
    `title: ${quoted(name)}`,
    'time-zone: America/New_York  # in which local times are told',
    `list-separator: ${quoted(draft.listSeparator)}`,
    `booleans: { 'true': [${quoted(yes)}], 'false': [${quoted(no)}] }`,
    '# Keys that may stand in FHIR ids as they are: leave out those that say anything about a person.',
    `plain-keys: [${plain.map(({ profile }) => quoted(profile.name)).join(', ')}]`,
    '',
    'extracts:',
    ...draft.extracts.flatMap((extract) => [...extractLines(extract, draft), '']),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function extractLines(extract: ExtractDraft, draft: MappingDraft): string[] {
  const { profile, row, fields, direction } = extract;
  const days = Array.from({ length: 28 }, (_, day) => String(day + 1));
  const isSheet = days.every((day) => profile.columns.some(({ name }) => name.replace(/^\D*0?/, '') === day));
  const sheet = isSheet
    ? ['    # A column for each day of a month: see mappings/roster-spreadsheet, each: and file:.']
    : [];
  const part = profile.isPart ? [`    # Only its first ${profile.rows} rows were looked at.`] : [];
  const head = [`  ${quoted(profile.name)}:`, ...part, ...sheet];
  const unused = profile.columns.filter((column) => !isUsed(extract, column));
  const unusedLines = unused.map(({ name }) => `      # ${oneLine(name)}: not used; { to: FIELD } to use it`);
  if (row === null)
    return [...head, '    row: FILL-IN  # nothing tells what a row is', '    columns:', ...unusedLines, '      {}'];
  const lines = fields.map((guess) => columnLine(guess, draft));
  const choice = direction === null ? [] : directionLines(direction, draft);
  const needed = Object.entries(fieldsOf(row)).filter(([, { required }]) => required);
  const missing = needed.filter(([to]) => !fields.some((guess) => guess.to === to));
  return [
    ...head,
    `    row: ${row}`,
    '    columns:',
    ...missing.map(([to]) => `      # MISSING: COLUMN: { to: ${to} }, without which there is no ${row}`),
    ...lines,
    ...choice,
    ...unusedLines,
    ...(lines.some((line) => !line.trimStart().startsWith('#')) ? [] : ['      {}']),
  ];
}

function isUsed({ fields, direction }: ExtractDraft, column: Column): boolean {
  return fields.some((guess) => guess.column === column) || [direction?.column, direction?.other].includes(column);
}

function columnLine(guess: FieldGuess, draft: MappingDraft): string {
  const { column, to, field } = guess;
  const remarks = guess.likeness < SURE ? ['a guess'] : [];
  const parts = [`to: ${to}`];
  if (column.filled === 0) remarks.push('empty in all rows');
  if (field.kind === 'reference') {
    const named = namedExtract(guess, draft);
    if (named === null)
      return `      # ${oneLine(column.name)}: { to: ${to}, in: EXTRACT } – no file was given of kind ${field.to.join(' or ')}`;
    parts.push(`in: ${quoted(named.name)}`);
    if (named.found !== null && named.found < 1)
      remarks.push(`${String(Math.floor(named.found * 100))} % of its texts are keys there`);
  }
  if (field.system !== null && draft.tables.has(field.system)) {
    const targets = draft.tables.get(field.system)?.targets;
    const items = [...itemsOf(column, field.isList, draft.listSeparator)];
    const unmapped = items.filter((code) => (targets?.get(code) ?? null) === null).length;
    parts.push(`codes: ${field.system}`);
    if (items.length > MOST_CODES) remarks.push(`${String(items.length)} different texts: are these codes?`);
    else if (unmapped > 0)
      remarks.push(`${String(unmapped)} of its codes have no target in codes/${field.system}.json`);
  }
  addShape(guess, draft, parts, remarks);
  return `      ${quoted(column.name)}: { ${parts.join(', ')} }${remarks.length === 0 ? '' : `  # ${remarks.join('; ')}`}`;
}

/** How dates are written, and which texts are true and false. */
function addShape(
  { column, field: { kind } }: FieldGuess,
  { booleans }: MappingDraft,
  parts: string[],
  remarks: string[],
): void {
  if (kind === 'date' || kind === 'moment') {
    const dates = datesIn(column, kind);
    if (dates === null || dates.format === null) return;
    parts.push(`formats: [${quoted(dates.format)}]`);
    if (dates.others.length > 0) remarks.push(`each also reads as ${dates.others.join(' or ')}: which is it?`);
  }
  if (kind !== 'boolean') return;
  const found = booleansIn(column);
  if (found === null || found.true.toLowerCase() === booleans.true.toLowerCase()) return;
  parts.push(`'true': [${quoted(found.true)}], 'false': [${quoted(found.false)}]`);
}

function directionLines({ column, inbound, outbound, member, other }: DirectionDraft, draft: MappingDraft): string[] {
  const [from, to] = [quoted(member.name), quoted(other.name)];
  const choices = [
    ...inbound.map((text) => `${quoted(text)}: { sender: ${from}, recipients: ${to} }`),
    ...outbound.map((text) => `${quoted(text)}: { sender: ${to}, recipients: ${from} }`),
  ];
  const field = fieldsOf('message')['sender'];
  const named = field === undefined ? null : namedExtract({ column: other, to: 'sender', field, likeness: 1 }, draft);
  return [
    `      ${quoted(column.name)}: { choose: { ${choices.join(', ')} } }`,
    `      ${to}: { in: ${quoted(named?.name ?? 'FILL-IN')} }`,
  ];
}

const oneLine = (name: string): string => name.replaceAll(/\s+/g, ' ');

/** As YAML needs it, whatever the name. */
function quoted(text: string): string {
  const isPlain = /^[A-Za-z_][\w-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$/i.test(text);
  if (isPlain) return text;
  return /^[ -~]*$/.test(text) ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
}
