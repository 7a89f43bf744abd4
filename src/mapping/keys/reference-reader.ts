import type { RowKind } from '../canonical.ts';
import type { Extract, FieldMapping } from '../mapping.ts';

/** Takes the key of a row that another refers to. */
export type Name = (kind: RowKind, key: string) => void;

/**
 * Tells `name` of the keys to which the rows of an extract refer, row by row, by their cells alone: of all that may be, whatever a
 * choice among columns says. `header`: of the rows.
 */
export function referenceReader(
  { fields, choices }: Extract,
  header: readonly string[],
  listSeparator: string,
  name: Name,
): (cells: readonly string[]) => void {
  const chosen = choices.flatMap(({ options }) => [...options.values()].flat());
  const readers = [...fields, ...chosen].flatMap((mapped) => {
    const { refersTo } = mapped;
    if (refersTo === null) return [];
    const nameOne = (key: string): void => {
      name(refersTo, key);
    };
    return [cellReader(mapped, header, listSeparator, nameOne)];
  });
  return (cells) => {
    for (const read of readers) read(cells);
  };
}

function cellReader(
  { from, field }: FieldMapping,
  header: readonly string[],
  listSeparator: string,
  name: (key: string) => void,
): (cells: readonly string[]) => void {
  const [index, constant] = 'column' in from ? [header.indexOf(from.column), ''] : [-1, from.constant];
  let before = '';
  return (cells) => {
    const cell = cells[index] ?? constant;
    // Rows of one member mostly stand together, and refer to the same.
    if (cell === '' || cell === before) return;
    before = cell;
    for (const key of field.isList ? cell.split(listSeparator) : [cell]) if (key !== '') name(key);
  };
}
