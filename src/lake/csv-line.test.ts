import { expect, test } from 'vitest';
import { csvLine } from './csv-line.ts';

test.each([
  [['a', 1, null, ''], 'a,1,,\n'],
  [['a,b', 'say "x"', 'two\nlines'], '"a,b","say ""x""","two\nlines"\n'],
  // what a spreadsheet would run (CSV injection), also after white space or a line break
  [['=1+1', '+1', '-1', '@x', '\tx'], "'=1+1,'+1,'-1,'@x,'\tx\n"],
  [[' =1', '\u00a0@x', 'a\n=1'], "' =1,'\u00a0@x,\"'a\n=1\"\n"],
  [['a-b', 'a=b', 'x@y'], 'a-b,a=b,x@y\n'],
])('%j', (cells, line) => {
  expect(csvLine(cells)).toBe(line);
});
