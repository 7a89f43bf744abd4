import { readFileSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EnvironmentError } from '../errors.ts';
import { FHIR, structureRules, unversioned } from './structure.ts';
import type { StructureRules } from './structure.ts';
import { codeSystemCodes, valueSetCodes } from './terminology.ts';
import type { CodeSystemCodes, ValueSetCodes } from './terminology.ts';

/** What is known of one kind: canonical URL → JSON of it. Parsed when it is first needed, as most of it never is. */
export type Texts = ReadonlyMap<string, string>;

/** Definitions of one origin: FHIR itself, our profiles, or a package. Plain data, so that it can be handed to another thread. */
export interface DefinitionTexts {
  readonly structures: Texts;
  readonly valueSets: Texts;
  readonly codeSystems: Texts;
}

export const KINDS = ['structures', 'valueSets', 'codeSystems'] as const;

// Beside the module in the published package; in build/ in a checkout.
const PLACES = ['./', '../../build/validation/'];

/** FHIR R4 and our profiles, as they were compiled when this was built. Throws EnvironmentError where they weren't. */
export function builtDefinitions(): DefinitionTexts {
  const places = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const folder = places.find((place) => existsSync(`${place}structures.tsv`));
  if (folder === undefined)
    throw new EnvironmentError('The compiled FHIR definitions are missing: run npm run build:validation');
  const read = (kind: string): Texts => textsOf(readFileSync(`${folder}${kind}.tsv`, 'utf8'));
  return { structures: read('structures'), valueSets: read('valueSets'), codeSystems: read('codeSystems') };
}

/** Lines of URL, tab, JSON: JSON has no line end or tab outside its strings, and none inside them unescaped. */
function textsOf(file: string): Texts {
  const texts = new Map<string, string>();
  for (let at = 0; at < file.length;) {
    const [tab, end] = [file.indexOf('\t', at), file.indexOf('\n', at)];
    texts.set(file.slice(at, tab), file.slice(tab + 1, end));
    at = end + 1;
  }
  return texts;
}

/** The same as a file. */
export function fileOf(texts: Texts): string {
  return [...texts].map(([url, json]) => `${url}\t${json}\n`).join('');
}

/** Definitions by canonical URL. Of several origins the last given counts; an exact version is found before any other. */
export class Definitions {
  readonly #origins: readonly DefinitionTexts[];
  readonly #structures = new Map<string, StructureRules | undefined>();
  readonly #valueSets = new Map<string, ValueSetCodes | undefined>();
  readonly #codes = new Map<string, ReadonlySet<string> | undefined>();
  #names: ReadonlySet<string> | undefined;
  readonly #codeSystems = new Map<string, CodeSystemCodes | undefined>();

  constructor(origins: readonly DefinitionTexts[]) {
    this.#origins = origins.toReversed();
  }

  structure(url: string): StructureRules | undefined {
    return remembered(this.#structures, url, () => {
      const text = this.#find('structures', url);
      return text === undefined ? undefined : structureRules.parse(JSON.parse(text));
    });
  }

  /** A resource or data type that FHIR defines. */
  type(name: string): StructureRules | undefined {
    return this.structure(FHIR + name);
  }

  valueSet(url: string): ValueSetCodes | undefined {
    return remembered(this.#valueSets, url, () => {
      const text = this.#find('valueSets', url);
      return text === undefined ? undefined : valueSetCodes.parse(JSON.parse(text));
    });
  }

  codeSystem(url: string): CodeSystemCodes | undefined {
    return remembered(this.#codeSystems, url, () => {
      const text = this.#find('codeSystems', url);
      return text === undefined ? undefined : codeSystemCodes.parse(JSON.parse(text));
    });
  }

  /** Codes of a system, where all of them are here and written in one way. */
  codesOf(url: string): ReadonlySet<string> | undefined {
    return remembered(this.#codes, url, () => {
      const system = this.codeSystem(url);
      return system?.isComplete === true && system.isCaseInsensitive !== true ? new Set(system.codes) : undefined;
    });
  }

  /** Whether an element of some structure has this name. Reads all of them, so it is for what is wrong only. */
  isElementName(name: string): boolean {
    this.#names ??= new Set(
      this.#origins.flatMap(({ structures }) =>
        [...structures.values()].flatMap((text) =>
          [...text.matchAll(/"name":"(\w+)"/g)].map(([, found = '']) => found),
        ),
      ),
    );
    return this.#names.has(name);
  }

  #find(kind: keyof DefinitionTexts, url: string): string | undefined {
    for (const origin of this.#origins) {
      const text = origin[kind].get(url) ?? origin[kind].get(unversioned(url));
      if (text !== undefined) return text;
    }
    return undefined;
  }
}

function remembered<T>(known: Map<string, T | undefined>, url: string, find: () => T | undefined): T | undefined {
  if (!known.has(url)) known.set(url, find());
  return known.get(url);
}
