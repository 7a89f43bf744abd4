import type { Definitions } from './definitions.ts';
import { isUnit } from './units.ts';
import { UNKNOWN_SET } from './terminology.ts';
import type { ValueSetCodes } from './terminology.ts';

/** Whether a code is in a value set; `undecided` where the definitions that are here can't tell. */
export type Membership = 'in' | 'out' | 'undecided';

/** Systems that are grammars rather than lists: a code of theirs is in a set that takes all of them if it is well-formed. */
const GRAMMARS: ReadonlyMap<string, { readonly test: (code: string) => boolean }> = new Map<
  string,
  { readonly test: (code: string) => boolean }
>([
  // RFC 5646, without the rare grandfathered tags
  [
    'urn:ietf:bcp:47',
    /^[A-Za-z]{2,8}(-[A-Za-z]{3})*(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-([A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*(-[A-WY-Za-wy-z0-9](-[A-Za-z0-9]{2,8})+)*(-x(-[A-Za-z0-9]{1,8})+)?$/,
  ],
  // RFC 6838, with parameters as RFC 2045 has them
  ['urn:ietf:bcp:13', /^[\w.+!#$&^-]+\/[\w.+!#$&^*-]+(\s*;.*)?$/],
  // UCUM; the library is loaded when the first unit is looked up
  ['http://unitsofmeasure.org', { test: isUnit }],
]);

/** Codes of one value set, as sets. Made when a code is first looked up. */
export class ValueSetMembers {
  readonly url: string;
  readonly #definitions: Definitions;
  #codes: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  #undecided: ReadonlySet<string> = new Set();
  #isKnown = false;

  constructor(url: string, definitions: Definitions) {
    this.url = url;
    this.#definitions = definitions;
  }

  /** Whether a definition of the set is here. */
  get isKnown(): boolean {
    this.#codes ??= this.#load();
    return this.#isKnown;
  }

  /** A code of any system: of an element of type `code`, whose system the binding implies. */
  ofCode(code: string): Membership {
    this.#codes ??= this.#load();
    for (const codes of this.#codes.values()) if (codes.has(code)) return 'in';
    const [only] = this.#undecided;
    if (only === undefined) return this.#isKnown ? 'out' : 'undecided';
    const grammar = this.#undecided.size === 1 ? GRAMMARS.get(only) : undefined;
    return grammar === undefined ? 'undecided' : grammar.test(code) ? 'in' : 'out';
  }

  ofCoding(system: unknown, code: unknown): Membership {
    this.#codes ??= this.#load();
    if (!this.#isKnown) return 'undecided';
    // without its system a code could be one of any
    if (typeof system !== 'string' || typeof code !== 'string') return 'out';
    if (this.#codes.get(system)?.has(code) === true) return 'in';
    if (this.#undecided.has(system)) return GRAMMARS.get(system)?.test(code) === false ? 'out' : 'undecided';
    return [...this.#undecided].some((one) => one.startsWith(UNKNOWN_SET)) ? 'undecided' : 'out';
  }

  #load(): ReadonlyMap<string, ReadonlySet<string>> {
    const set = this.#definitions.valueSet(this.url);
    if (set === undefined) return new Map();
    this.#isKnown = true;
    this.#undecided = new Set(set.undecided);
    return new Map(Object.entries(set.codes).map(([system, codes]) => [system, new Set(this.#listed(system, codes))]));
  }

  #listed(system: string, codes: ValueSetCodes['codes'][string]): readonly string[] {
    return codes === '*' ? (this.#definitions.codeSystem(system)?.codes ?? []) : codes;
  }
}
