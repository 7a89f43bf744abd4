import { describe, expect, it } from 'vitest';
import type { Shape } from '../sql/views/compile.ts';
import { checkLine } from './line-check.ts';
import type { CheckedLine } from './line-check.ts';

const text = { kind: 'string' } as const;
const reference: Shape = { kind: 'struct', fields: { reference: text } };
const SHAPE: Shape = {
  kind: 'struct',
  fields: {
    id: text,
    subject: reference,
    active: { kind: 'boolean' },
    count: { kind: 'integer' },
    weight: { kind: 'decimal' },
    type: {
      kind: 'list',
      of: { kind: 'struct', fields: { coding: { kind: 'list', of: { kind: 'struct', fields: { code: text } } } } },
    },
  },
};

function check(bytes: string | Buffer, type = 'Encounter'): CheckedLine {
  return checkLine({ number: 1, bytes: Buffer.from(bytes), isTooLong: false }, type, SHAPE);
}

function encounter(more: string): string {
  return `{"resourceType":"Encounter","id":"c-1","subject":{"reference":"Patient/m-1"}${more === '' ? '' : ','}${more}}`;
}

const FOR_MEMBER = [{ resourceType: 'Encounter', subject: 'Patient/m-1' }];
const FOR_EVERYONE = [{ resourceType: 'Encounter', subject: null }];

describe('a good line', () => {
  it.each([
    ['a plain one', encounter('')],
    ['white space around it', ` \t${encounter('')}  `],
    ['exact numbers', encounter('"weight":0.10,"x":9007199254740993')],
    ['nulls, which count as absent', encounter('"active":null,"type":[null,{"coding":null}]')],
    ['extensions of primitives', encounter('"_active":{"extension":[]}')],
    [
      'keys that JavaScript has a meaning for',
      encounter('"__proto__":{"active":1},"constructor":1,"toString":{"x":1}'),
    ],
    ['an escaped pair of surrogates', encounter(String.raw`"x":"\ud83d\ude00"`)],
    ['colons, braces and escaped quotes in text', encounter(String.raw`"x":"a:{\"b\":[\\","y":"\\\\"`)],
    ['the same key in different objects', encounter('"x":{"a":1,"b":{"a":1}},"y":[{"a":1},{"a":1}]')],
    ['100 levels', encounter(`"x":${'['.repeat(99)}${']'.repeat(99)}`)],
  ])('%s', (_, line) => {
    expect(check(line)).toMatchObject({ kind: 'good', id: 'c-1' });
  });

  it('leaves the prototype of objects alone', () => {
    check(encounter('"__proto__":{"polluted":true}'));
    expect('polluted' in {}).toBe(false);
  });

  it('is none where there is only white space', () => {
    expect(check(' \t\r')).toEqual({ kind: 'blank' });
    expect(check('')).toEqual({ kind: 'blank' });
  });
});

describe('a line that is quarantined', () => {
  it.each([
    ['cut off', encounter('"x":"').slice(0, -1), 'structure', 'the line is cut off'],
    ['not JSON', encounter('"x":finished'), 'structure', 'the line is not JSON'],
    ['NaN', encounter('"x":NaN'), 'structure', 'the line is not JSON'],
    ['a comma before the end', encounter('"x":1,'), 'structure', 'the line is not JSON'],
    ['a raw NUL', encounter('"x":"\0"'), 'structure', 'the line is not JSON'],
    ['an escaped NUL', encounter(String.raw`"x":"\u0000"`), 'structure', 'a NUL character in the resource'],
    ['half a pair', encounter(String.raw`"x":["\ud800"]`), 'structure', 'half a surrogate pair in the resource'],
    ['half a pair in a key', encounter(String.raw`"\udc00":1`), 'structure', 'half a surrogate pair in the resource'],
    ['a key twice', encounter('"x":1,"x":1'), 'structure', 'a key stands twice in one object'],
    [
      'a key twice, deep inside',
      encounter('"x":[{"y":{"z":1,"z":1}}]'),
      'structure',
      'a key stands twice in one object',
    ],
    [
      'a key twice, once escaped',
      encounter(String.raw`"x":1,"\u0078":1`),
      'structure',
      'a key stands twice in one object',
    ],
    ['__proto__ twice', encounter('"__proto__":1,"__proto__":1'), 'structure', 'a key stands twice in one object'],
    [
      '101 levels',
      encounter(`"x":${'['.repeat(100)}${']'.repeat(100)}`),
      'structure',
      'the line nests deeper than 100 levels',
    ],
    ['100,000 levels', encounter(`"x":${'['.repeat(1e5)}`), 'structure', 'the line nests deeper than 100 levels'],
    ['a number without end', encounter('"x":1e400'), 'value', 'a number that is too large in the resource'],
    ['text for true', encounter('"active":"yes"'), 'structure', 'element active must be true or false'],
    ['a number for text', encounter('"type":[{"coding":[{"code":5}]}]'), 'structure', 'element code must be text'],
    ['a fraction for an integer', encounter('"count":1.5'), 'value', 'element count must be an integer'],
    ['an integer beyond 2^53', encounter('"count":9007199254740993'), 'value', 'element count must be an integer'],
    ['text for a number', encounter('"weight":"1"'), 'structure', 'element weight must be a number'],
    ['an object for a list', encounter('"type":{}'), 'structure', 'element type must be a list'],
    ['text for an object', encounter('"type":["x"]'), 'structure', 'element type must be an object'],
  ])('%s', (_, line, code, message) => {
    expect(check(line)).toEqual({ kind: 'bad', fault: { code, message }, resource: 'Encounter/c-1', gaps: FOR_MEMBER });
  });

  it('not UTF-8', () => {
    const line = Buffer.concat([Buffer.from(encounter('"x":"').slice(0, -1)), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(check(line)).toMatchObject({ kind: 'bad', fault: { message: 'the line is not UTF-8' }, gaps: FOR_MEMBER });
  });

  it('too long', () => {
    const line = { number: 1, bytes: Buffer.from(encounter('"x":"').slice(0, -1)), isTooLong: true };
    expect(checkLine(line, 'Encounter', SHAPE)).toMatchObject({
      kind: 'bad',
      fault: { code: 'too-long' },
      resource: 'Encounter/c-1',
      gaps: FOR_MEMBER,
    });
  });

  it.each([
    ['a list', '[1]'],
    ['a scalar', '5'],
    ['null', 'null'],
    ['text', '"x"'],
  ])('%s instead of a resource', (_, line) => {
    const fault = { code: 'structure', message: 'the line is not a JSON object' };
    expect(check(line)).toEqual({ kind: 'bad', fault, resource: null, gaps: FOR_EVERYONE });
  });

  it.each([
    ['no id', '{"resourceType":"Encounter","subject":{"reference":"Patient/m-1"}}', 'required'],
    ['an id that is none', '{"resourceType":"Encounter","id":"a b","subject":{"reference":"Patient/m-1"}}', 'value'],
    [
      'an id of 65 characters',
      `{"resourceType":"Encounter","id":"${'a'.repeat(65)}","subject":{"reference":"Patient/m-1"}}`,
      'value',
    ],
    ['no resourceType', '{"id":"a b","subject":{"reference":"Patient/m-1"}}', 'required'],
  ])('%s', (_, line, code) => {
    expect(check(line)).toMatchObject({ kind: 'bad', fault: { code }, resource: null, gaps: FOR_MEMBER });
  });

  it('of another type: what is missing is of that type', () => {
    const message = '{"resourceType":"Communication","id":"m","subject":{"reference":"Patient/m-1"}}';
    expect(check(message)).toEqual({
      kind: 'bad',
      fault: { code: 'structure', message: 'a resource of type Communication in a file of Encounter' },
      resource: 'Communication/m',
      gaps: [{ resourceType: 'Communication', subject: 'Patient/m-1' }],
    });
  });

  it('an OperationOutcome among the resources: the export went wrong for everyone', () => {
    expect(check('{"resourceType":"OperationOutcome","issue":[]}')).toMatchObject({ kind: 'bad', gaps: FOR_EVERYONE });
  });

  it('says nothing of the contents', () => {
    const secret = 'Zzyzx';
    const lines = [
      `"${secret}":1,"${secret}":2`,
      `"x":${secret}`,
      `"${secret}":"\\ud800"`,
      `"type":[{"${secret}":"\\u0000"}]`,
      `"active":"${secret}"`,
    ];
    for (const line of lines) expect(JSON.stringify(check(encounter(line)))).not.toContain(secret);
    expect(JSON.stringify(check(`{"resourceType":"${secret}","id":"1"}`))).not.toContain(secret);
  });
});

describe('a subject', () => {
  const without = (type: string, more: string) => `{"resourceType":"${type}","id":"x"${more}}`;

  it.each([
    ['Encounter', ''],
    ['Encounter', ',"subject":null'],
    ['Encounter', ',"subject":{"display":"someone"}'],
    ['Encounter', ',"subject":{"identifier":{"value":"1"}}'],
    ['Encounter', ',"subject":{"reference":" "}'],
    ['EpisodeOfCare', ''],
    ['EpisodeOfCare', ',"patient":{"identifier":{"value":"1"}}'],
    ['EpisodeOfCare', ',"subject":{"reference":"Patient/m-1"}'],
    ['ServiceRequest', ''],
    ['Procedure', ''],
  ])('is missing of %s with %s', (type, more) => {
    expect(check(without(type, more), type)).toMatchObject({
      kind: 'bad',
      fault: { code: 'required' },
      resource: `${type}/x`,
      gaps: [{ resourceType: type, subject: null }],
    });
  });

  it.each([
    ['Encounter', ',"type":[{"coding":[{"code":"x"},{"code":"supervision"}]}]'],
    ['EpisodeOfCare', ',"patient":{"reference":"http://x/Patient/m-1"}'],
    ['ServiceRequest', ',"subject":{"identifier":{"value":"1"}}'],
    ['Procedure', ',"subject":{"reference":"Group/g"}'],
    ['Communication', ''],
    ['Organization', ''],
  ])('is not asked of %s with %s', (type, more) => {
    expect(check(without(type, more), type)).toMatchObject({ kind: 'good' });
  });
});
