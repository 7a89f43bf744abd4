import { basename } from 'node:path';
import { KnowledgeError } from '../errors.ts';
import { readKnowledge } from '../knowledge-file.ts';
import { KINDS, isRowKind } from './canonical.ts';
import type { RowKind } from './canonical.ts';
import { readCodeSystems, readCodeTables } from './code-tables.ts';
import { ZoneClock } from './convert/zone-clock.ts';
import { extractMapping } from './extract-mapping.ts';
import { booleansAt, thereAre } from './field-mapping.ts';
import type { Surroundings, Wrong } from './field-mapping.ts';
import type { Mapping } from './mapping.ts';
import { mappingSchema } from './mapping-schema.ts';
import type { WrittenMapping } from './mapping-schema.ts';

export const MAPPING_FILE = 'mapping.yaml';

/** Reads `mapping.yaml` of a folder, and its code tables. Throws KnowledgeError: file, line, what is wrong, what would be right. */
export async function readMapping(folder: URL): Promise<Mapping> {
  const home = folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`);
  const { file, value, lineOf } = await readKnowledge(new URL(MAPPING_FILE, home), mappingSchema);
  const wrong: Wrong = (path, message) =>
    new KnowledgeError(file, lineOf(path), `${path.map(String).join('.')}: ${message}`);
  const name = basename(decodeURIComponent(home.pathname));
  if (value.mapping !== name) throw wrong(['mapping'], `has to be ${name}, the name of its folder`);
  const [systems, tables] = await Promise.all([readCodeSystems(), readCodeTables(new URL('codes/', home))]);
  const kinds = kindsOf(value, wrong);
  const booleans = booleansAt(wrong, ['booleans'], { ...value.booleans, caseMatters: false });
  const around: Surroundings = { wrong, kinds, systems, tables, booleans };
  const constants = { clock: clockOf(value, wrong), listSeparator: value['list-separator'] };
  const extracts = Object.entries(value.extracts).flatMap(([extract, written]) => {
    const kind = kinds.get(extract);
    return kind === undefined ? [] : [extractMapping(around, constants, extract, kind, written)];
  });
  return {
    id: name,
    title: value.title,
    folder: home,
    file,
    timeZone: value['time-zone'],
    listSeparator: value['list-separator'],
    extracts: new Map(extracts.map((extract) => [extract.name, extract])),
    notExtracts: new Set(value['not-extracts']),
    plainKinds: plainKindsOf(value, kinds, wrong),
  };
}

function kindsOf({ extracts }: WrittenMapping, wrong: Wrong): ReadonlyMap<string, RowKind> {
  const found = Object.entries(extracts).map(([name, { row }]): [string, RowKind] => {
    if (!isRowKind(row)) throw wrong(['extracts', name, 'row'], `there is no kind of row ${row}; ${thereAre(KINDS)}`);
    return [name, row];
  });
  if (found.length === 0) throw wrong(['extracts'], 'has none; name the files of the source, and what their rows are');
  return new Map(found);
}

function clockOf(value: WrittenMapping, wrong: Wrong): ZoneClock {
  try {
    return new ZoneClock(value['time-zone']);
  } catch {
    throw wrong(['time-zone'], `there is no time zone ${value['time-zone']}; write it as IANA does: America/New_York`);
  }
}

/** Keys of one kind stand in one space, so that either all extracts of a kind are listed or none. */
function plainKindsOf(value: WrittenMapping, kinds: ReadonlyMap<string, RowKind>, wrong: Wrong): ReadonlySet<RowKind> {
  const listed = value['plain-keys'];
  return new Set(
    listed.map((name, index) => {
      const path = ['plain-keys', index];
      const kind = kinds.get(name);
      if (kind === undefined) throw wrong(path, `there is no extract ${name}; ${thereAre(kinds.keys())}`);
      const other = [...kinds].find(([extract, its]) => its === kind && !listed.includes(extract));
      if (other !== undefined) throw wrong(path, `${other[0]} has rows of the same kind, ${kind}; list both or none`);
      return kind;
    }),
  );
}
