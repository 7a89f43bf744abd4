/** Texts that were in order once. */
import fc from 'fast-check';

/** Pieces that parsers trip over. */
const PIECES = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '\\',
  '\n',
  '\r',
  '\u0000',
  '\ufeff',
  '\ud800',
  'null',
  'true',
  '-0',
  '1e999',
  '9007199254740993',
  '"resource":',
  '"re\\u0073ource":{"resourceType":"Encounter","id":"hidden"},',
  '"entry":[',
  '"resourceType":"OperationOutcome",',
  '"__proto__":{},',
  '"id":"ash",',
  '"link":null,',
  '"link":[{"relation":"next"}],',
  '"search":{"mode":"outcome"},',
  '{},',
  'null,',
  '"url":5,',
];

interface Mutation {
  /** Where, as a share of the text. */
  readonly from: number;
  readonly length: number;
  readonly piece: string | null;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  from: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof({ weight: 3, arbitrary: fc.nat(3) }, fc.nat(400)),
  piece: fc.option(fc.constantFrom(...PIECES)),
});

/** One of the texts, cut, with pieces put in at random and in places where they keep it whole. */
export function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(mutation, { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([text, mutations, atMembers]) => mutations.reduce((made, one) => applied(made, one, atMembers), text));
}

/** `atMembers`: right behind a brace or a bracket that opens, where a further member leaves JSON valid more often. */
function applied(text: string, { from, length, piece }: Mutation, atMembers: boolean): string {
  const at = Math.floor(from * text.length);
  const opening = atMembers ? Math.max(text.indexOf('{', at), text.indexOf('[', at)) + 1 : 0;
  const start = opening > 0 ? opening : at;
  const end = opening > 0 ? opening : start + length;
  return text.slice(0, start) + (piece ?? '') + text.slice(end);
}
