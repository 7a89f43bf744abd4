import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkLine } from '../line-check.ts';
import { readLine } from './resource-line.ts';

const read = (text: string | Buffer): ReturnType<typeof readLine> =>
  readLine({ number: 1, bytes: Buffer.from(text), isTooLong: false }, 'Goal');

describe('a line of a server', () => {
  test.each([
    ['a plain one', '{"resourceType":"Goal","id":"a"}'],
    ['one with white space', ' {"resourceType": "Goal", "id": "a"}'],
    ['one with escapes', '{"resourceType":"Goal","id":"a","x":"\\"\\u00e9"}'],
    ['a number that would be written otherwise', '{"resourceType":"Goal","id":"a","x":0.10}'],
  ])('is good: %s', (_, text) => {
    expect(read(text)).toMatchObject({ kind: 'good', id: 'a' });
  });

  test.each([
    ['a key that stands twice', '{"resourceType":"Goal","id":"a","x":1,"x":1}', 'twice'],
    ['half a surrogate pair', '{"resourceType":"Goal","id":"a","x":"\\ud800"}', 'surrogate'],
    ['a NUL', '{"resourceType":"Goal","id":"a","x":"\\u0000"}', 'NUL'],
    ['a number beyond all', '{"resourceType":"Goal","id":"a","x":1e400}', 'too large'],
    ['no id', '{"resourceType":"Goal"}', 'no id'],
    ['another type', '{"resourceType":"Patient","id":"a"}', 'type Patient'],
    ['a torn line', '{"resourceType":"Goal","id":"a"', 'cut off'],
    ['a line torn amid a literal', '{"resourceType":"Goal","id":"a","x":nul', 'cut off'],
    ['deep nesting', `{"resourceType":"Goal","id":"a","x":${'['.repeat(9_000)}${']'.repeat(9_000)}}`, 'deeper'],
    ['a web page', '<html></html>', 'not JSON'],
  ])('is bad: %s', (_, text, message) => {
    const line = read(text);
    expect(line.kind === 'bad' && line.fault.message).toContain(message);
  });

  test('is bad where it is not UTF-8', () => {
    expect(read(Buffer.from([0x7b, 0xff, 0x7d]))).toMatchObject({ kind: 'bad' });
  });

  test('needs no subject to be kept', () => {
    const bytes = Buffer.from('{"resourceType":"Encounter","id":"a"}');
    expect(readLine({ number: 1, bytes, isTooLong: false }, 'Encounter')).toMatchObject({ kind: 'good' });
  });
});

test('however a line is mutated, the quick look says what the close look says', () => {
  const line = '{"resourceType":"Goal","id":"a","meta":{"versionId":"1"},"n":[1,2.50,{"k":"v","k2":null}]}';
  const mutation = fc.tuple(fc.nat(line.length), fc.nat(3), fc.string({ unit: 'binary', maxLength: 3 }));
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
      const text = mutations.reduce(
        (was, [from, length, put]) => was.slice(0, from) + put + was.slice(from + length),
        line,
      );
      const bytes = Buffer.from(text);
      const close = checkLine(
        { number: 1, bytes, isTooLong: false },
        'Goal',
        { kind: 'struct', fields: {} },
        'identity',
      );
      const quick = readLine({ number: 1, bytes, isTooLong: false }, 'Goal');
      expect(quick).toEqual(close.kind === 'good' ? { kind: 'good', id: close.id } : close);
    }),
    // A literal that begins too near to the end of its line for its length once crashed the quick look.
    {
      numRuns: 500,
      examples: [
        [
          [
            [84, 1, ''],
            [84, 3, ''],
          ],
        ],
      ],
    },
  );
});
