/** A cell that a spreadsheet would take for a formula, also after white space or a line break. */
const FORMULA = /(^|[\r\n])[\s\u00a0]*[=+@\-\t\r]/;

/** One line of CSV (RFC 4180, LF), empty for null. Text that a spreadsheet would run gets an apostrophe in front. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
