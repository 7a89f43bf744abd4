/** Nothing that is printed is wider. */
export const WIDTH = 100;

/** What is emphasised where the terminal can show it; texts are laid out before they are painted. */
export type Paint = (style: 'heading' | 'satisfied' | 'not-satisfied' | 'insufficient-data', text: string) => string;

const CODES = { heading: '1', satisfied: '32', 'not-satisfied': '31', 'insufficient-data': '33' } as const;

export const plain: Paint = (_style, text) => text;
export const colored: Paint = (style, text) => `\u001b[${CODES[style]}m${text}\u001b[0m`;

/** A count as people write it: 12,345. The same everywhere, whatever the machine's locale. */
export function count(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 day`, `2 days`. */
export function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** Text of the data as a terminal may show it: control characters, which could steer it, are replaced. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '\ufffd');
}

/** Cells in columns, two spaces apart; the last column is wrapped. `right` columns are aligned to the right. */
export function columns(table: readonly (readonly string[])[], right: readonly number[] = [], indent = 2): string[] {
  const rows = table.map((row) => row.map(printable));
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  const aligned = (cell: string, index: number): string =>
    right.includes(index) ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0);
  return rows.flatMap((row) => {
    const before =
      ' '.repeat(indent) +
      row
        .slice(0, -1)
        .map((cell, index) => `${aligned(cell, index)}  `)
        .join('');
    const last = aligned(row.at(-1) ?? '', row.length - 1).trimEnd();
    return wrap(last, WIDTH - before.length).map((line, index) =>
      (index === 0 ? `${before}${line}` : ' '.repeat(before.length) + line).trimEnd(),
    );
  });
}

/** A command over several lines, as a shell takes it; an option stays beside its value. */
export function commandLines(words: readonly string[], indent = 2): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  for (const part of optionsWithValues(words.map(printable))) {
    if (line.trim() !== '' && line.length + 1 + part.length > WIDTH - 2) {
      lines.push(`${line} \\`);
      line = ' '.repeat(indent + 3);
    }
    line += line.trim() === '' && lines.length === 0 ? part : ` ${part}`;
  }
  return [...lines, line];
}

function optionsWithValues(words: readonly string[]): string[] {
  const parts: string[] = [];
  for (const [index, word] of words.entries()) {
    const isValue = !word.startsWith('--') && (words[index - 1] ?? '').startsWith('--');
    if (isValue) parts.push(`${parts.pop() ?? ''} ${word}`);
    else parts.push(word);
  }
  return parts;
}

/** Breaks a text at spaces; a word that is longer than a line stands alone. */
export function wrap(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
