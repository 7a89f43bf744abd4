import { isObject } from '../lake/json-text.ts';
import { builtDefinitions, Definitions } from './definitions.ts';
import type { DefinitionTexts } from './definitions.ts';
import type { Finding } from './issue.ts';
import { Linker } from './link.ts';
import { checkResource } from './resource.ts';
import { Walk } from './walk.ts';

export interface ValidatorOptions {
  /** Definitions of packages, beside FHIR and our own. */
  readonly packages?: readonly DefinitionTexts[];
  /** Canonical URLs of profiles that every resource of their type is checked against. */
  readonly profiles?: readonly string[];
}

/**
 * Checks resources against FHIR R4, the profiles that they claim, and those asked for. Definitions are linked when a resource first
 * needs them. Throws EnvironmentError where the compiled definitions are missing.
 */
export class Validator {
  readonly #linker: Linker;
  readonly #profiles: readonly string[];

  constructor({ packages = [], profiles = [] }: ValidatorOptions = {}) {
    this.#linker = new Linker(new Definitions([builtDefinitions(), ...packages]));
    this.#profiles = profiles;
  }

  /** Whether a profile is known, and the type that it is about; null where it isn't. */
  typeOfProfile(url: string): string | null {
    return this.#linker.structure(url)?.rules.type ?? null;
  }

  /** All that is wrong with a resource, in the order of its elements; none where it is valid. */
  validate(resource: unknown): Finding[] {
    if (!isObject(resource)) {
      return [{ severity: 'error', code: 'structure', rule: 'json', expression: '', message: 'is no JSON object' }];
    }
    const type = resource['resourceType'];
    const name = typeof type === 'string' && /^[A-Z][A-Za-z]{1,40}$/.test(type) ? type : 'Resource';
    const walk = new Walk(this.#linker, { resource, rootResource: resource }, [name]);
    checkResource(walk, resource, this.#profiles);
    const more: Finding[] =
      walk.more.count === 0
        ? []
        : [
            {
              severity: walk.more.gravest,
              code: 'structure',
              rule: 'more',
              expression: '',
              message: `and ${walk.more.count} more findings in this resource`,
            },
          ];
    return [...distinct(walk.findings), ...more];
  }
}

/** Two profiles of one resource say much alike. */
function distinct(findings: readonly Finding[]): Finding[] {
  if (findings.length < 2) return [...findings];
  const byText = new Map(
    findings.map((finding) => [
      `${finding.rule}\n${finding.expression}\n${finding.message}\n${finding.severity}`,
      finding,
    ]),
  );
  return [...byText.values()];
}
