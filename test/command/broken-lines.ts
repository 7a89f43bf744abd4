/** Lines of an Encounter file that can't be taken, each about one member, and all with something in them that no message may repeat. */
import { contact } from './story.ts';

/** What a name and a token look like; a line's contents are nobody's business. */
export const SECRETS = ['Wilhelmina-Quixote', 'eyJhbGciOiJSUzM4NCJ9'] as const;

export interface BrokenLine {
  readonly member: string;
  readonly line: string | Uint8Array;
  /** Code in issues.csv. */
  readonly code: string;
}

const [NAME, TOKEN] = SECRETS;
const SECRET = { text: { status: 'generated', div: `<div>${NAME} Bearer ${TOKEN}</div>` } };

function encounter(id: string, more: object = {}): string {
  return JSON.stringify(contact(`${id}-broken`, id, '2026-03-12', { ...SECRET, ...more }));
}

/** The text with its first `from` replaced; that it is there is sure. */
function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new TypeError(`no ${from} in the line`);
  return text.replace(from, () => to);
}

function nested(levels: number): string {
  return changed(encounter('deep', { extension: [] }), '[]', '['.repeat(levels) + ']'.repeat(levels));
}

/** Broken in itself; whom it is about can still be read. */
export const BROKEN: readonly BrokenLine[] = [
  { member: 'corrupt', line: changed(encounter('corrupt'), '"finished"', NAME), code: 'structure' },
  { member: 'cut-off', line: encounter('cut-off', { language: TOKEN }).slice(0, -9), code: 'structure' },
  { member: 'surrogate', line: encounter('surrogate', { language: '\ud83d' }), code: 'structure' },
  { member: 'nul', line: encounter('nul', { language: 'a\u0000b' }), code: 'structure' },
  { member: 'raw-nul', line: changed(encounter('raw-nul'), NAME, `${NAME}\u0000`), code: 'structure' },
  {
    member: 'same-key',
    line: changed(encounter('same-key'), '"status"', '"status":"planned","status"'),
    code: 'structure',
  },
  { member: 'no-id', line: changed(encounter('no-id'), '"id":"no-id-broken",', ''), code: 'required' },
  { member: 'odd-id', line: changed(encounter('odd-id'), 'odd-id-broken', `${NAME} ${TOKEN}`), code: 'value' },
  {
    member: 'huge-number',
    line: changed(encounter('huge-number', { length: { value: 0 } }), '"value":0', '"value":1e400'),
    code: 'value',
  },
  { member: 'wrong-kind', line: encounter('wrong-kind', { participant: NAME }), code: 'structure' },
  { member: 'deep', line: nested(100_000), code: 'structure' },
  { member: 'latin', line: Buffer.from(encounter('latin', { language: 'ü' }), 'latin1'), code: 'structure' },
  // a line may be longer than the engine, or Node, can take as one text
  { member: 'giant', line: encounter('giant', { description: NAME.repeat(1_000_000) }), code: 'too-long' },
];

/** Broken, and it may be about anyone. */
export const BROKEN_FOR_ALL: readonly BrokenLine[] = [
  { member: 'no-subject', line: changed(encounter('no-subject'), 'Patient/no-subject', ''), code: 'required' },
  {
    member: 'by-name',
    line: changed(encounter('by-name'), '"reference":"Patient/by-name"', `"display":"${NAME}"`),
    code: 'required',
  },
  { member: 'two-in-one', line: `${encounter('two-in-one')}${encounter('two-in-one')}`, code: 'structure' },
  { member: 'end-only', line: encounter('end-only').slice(200), code: 'structure' },
  { member: 'empty', line: '{}', code: 'required' },
  { member: 'nothing', line: 'null', code: 'structure' },
];
