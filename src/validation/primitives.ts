/** Values of primitive types (FHIR R4, datatypes.html): JSON type, format, range, and dates that exist. */

/** Why a value isn't one of its type; the message never quotes it. */
export interface PrimitiveFault {
  readonly rule: 'json-type' | 'empty' | 'format' | 'date' | 'range' | 'text';
  readonly message: string;
}

type Check = (value: unknown) => PrimitiveFault | null;

/** FHIR limits strings to 1 MB (datatypes.html, string). */
const MAX_STRING = 1024 * 1024;
const MAX_INT = 2 ** 31 - 1;
/** Control characters other than tab, line feed and carriage return. */
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f]/;

const DATE = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;
const DATE_TIME =
  /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]((0\d|1[0-3]):[0-5]\d|14:00)))?)?)?$/;
const INSTANT =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]((0\d|1[0-3]):[0-5]\d|14:00))$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?$/;
const CODE = /^[^\s]+( [^\s]+)*$/;
const ID = /^[A-Za-z0-9\-.]{1,64}$/;
const OID = /^urn:oid:[0-2](\.(0|[1-9]\d*))+$/;
const UUID = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const SPACE = /\s/;

const texts =
  (check: (value: string) => PrimitiveFault | null): Check =>
  (value) => {
    if (typeof value !== 'string') return { rule: 'json-type', message: 'must be text' };
    if (value === '') return { rule: 'empty', message: 'must not be empty' };
    return check(value);
  };
const formatted = (format: RegExp, shape: string): Check =>
  texts((value) => (format.test(value) ? null : { rule: 'format', message: `must be ${shape}` }));
const dated = (format: RegExp, shape: string): Check =>
  texts((value) => {
    if (!format.test(value)) return { rule: 'format', message: `must be ${shape}` };
    return isDay(value) ? null : { rule: 'date', message: 'must be a date that exists' };
  });
const integers =
  (least: number, shape: string): Check =>
  (value) => {
    if (typeof value !== 'number') return { rule: 'json-type', message: 'must be a number' };
    if (!Number.isInteger(value)) return { rule: 'format', message: 'must be a whole number' };
    return value >= least && value <= MAX_INT ? null : { rule: 'range', message: `must be ${shape}` };
  };

function textFault(value: string): PrimitiveFault | null {
  if (value.length > MAX_STRING) return { rule: 'range', message: 'must not be longer than 1 MB' };
  if (CONTROL.test(value)) return { rule: 'text', message: 'must not hold control characters' };
  return value.isWellFormed() ? null : { rule: 'text', message: 'must not hold half a surrogate pair' };
}

function uriFault(value: string): PrimitiveFault | null {
  if (SPACE.test(value)) return { rule: 'format', message: 'must be a URI, without white space' };
  // A common slip that no regular expression of FHIR sees: `oid:` and `uuid:` are URNs.
  if (/^(oid|uuid):/.test(value)) return { rule: 'format', message: 'must be urn:oid:… or urn:uuid:…' };
  if (value.startsWith('urn:oid:') && !OID.test(value)) return { rule: 'format', message: 'must be an OID' };
  if (value.startsWith('urn:uuid:') && !UUID.test(value))
    return { rule: 'format', message: 'must be a UUID, in lower case' };
  return textFault(value);
}

function base64Fault(value: string): PrimitiveFault | null {
  const bytes = SPACE.test(value) ? value.replace(/\s+/g, '') : value;
  return bytes.length % 4 === 0 && BASE64.test(bytes) ? null : { rule: 'format', message: 'must be base64' };
}

/** Whether the day of a date, date-time or instant in the right format is in its month. */
function isDay(value: string): boolean {
  // year 0 is none in FHIR's own format
  if (value.startsWith('0000')) return false;
  if (value.length < 10) return true;
  const [year, month, day] = [Number(value.slice(0, 4)), Number(value.slice(5, 7)), Number(value.slice(8, 10))];
  return day <= 28 || day <= daysOf(year, month);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const text = texts(textFault);
const uri = texts(uriFault);

/** Check of each primitive type. */
export const PRIMITIVES: Readonly<Record<string, Check>> = {
  boolean: (value) => (typeof value === 'boolean' ? null : { rule: 'json-type', message: 'must be true or false' }),
  integer: integers(-MAX_INT - 1, 'a whole number of 32 bits'),
  unsignedInt: integers(0, 'a whole number from 0'),
  positiveInt: integers(1, 'a whole number from 1'),
  decimal: (value) => {
    if (typeof value !== 'number') return { rule: 'json-type', message: 'must be a number' };
    return Number.isFinite(value) ? null : { rule: 'range', message: 'is too large a number' };
  },
  string: text,
  markdown: text,
  code: texts((value) =>
    CODE.test(value)
      ? textFault(value)
      : { rule: 'format', message: 'must be a code: no white space at its ends, single spaces within' },
  ),
  id: formatted(ID, 'an id: up to 64 letters, digits, hyphens and dots'),
  uri,
  url: uri,
  canonical: uri,
  oid: formatted(OID, 'an OID, urn:oid:…'),
  uuid: formatted(UUID, 'a UUID, urn:uuid:…'),
  date: dated(DATE, 'a date: YYYY, YYYY-MM or YYYY-MM-DD'),
  dateTime: dated(DATE_TIME, 'a date, or a date and time with seconds and offset'),
  instant: dated(INSTANT, 'a date and time with seconds and offset'),
  time: formatted(TIME, 'a time, HH:MM:SS'),
  base64Binary: texts(base64Fault),
  // its markup is checked by the narrative rules
  xhtml: text,
};
