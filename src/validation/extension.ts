import type { JsonObject } from '../lake/json-text.ts';
import type { Element, Type } from './link.ts';
import type { ExtensionContext } from './structure.ts';
import type { Walk } from './walk.ts';

/** Checks an extension: against the definition of its url where that is here, else as an extension of any kind. */
export function checkExtension(walk: Walk, value: JsonObject, element: Element, type: Type): void {
  const url = value['url'];
  // in an extension of several parts, each part has a name of its own instead of a URL
  const profile = type.rules.profiles?.[0] ?? (isAbsolute(url) ? url : undefined);
  const structure = profile === undefined ? undefined : walk.linker.structure(profile);
  const general = element.shape ?? type.structure?.shape;
  if (structure?.rules.type === 'Extension') {
    walk.object(value, structure.shape);
    if (structure.rules.contexts !== undefined) checkContext(walk, structure.rules.contexts);
    return;
  }
  if (general !== undefined) walk.object(value, general);
  if (walk.within.at(-2)?.type === 'Extension' && typeof url === 'string' && profile === undefined && !isSlice(element))
    walk.report('extension', 'the extension that it is in does not define it');
  // What isn't understood must not be passed over where it changes the meaning (FHIR R4, extensibility.html, modifierExtension).
  if (element.rules.name === 'modifierExtension')
    walk.report('unknown-extension', 'a modifier extension whose definition is not here: give its package', 'warning');
}

/** Whether a profile of the extension around it knows it by its url. */
function isSlice({ rules }: Element): boolean {
  return rules.sliceName !== undefined;
}

function isAbsolute(url: unknown): url is string {
  return typeof url === 'string' && /^[a-z][a-z0-9+.-]*:/i.test(url);
}

function checkContext(walk: Walk, contexts: readonly ExtensionContext[]): void {
  // FHIRPath contexts would need to be evaluated above the element; no definition that we read relies on one.
  if (contexts.length === 0 || contexts.some(({ type }) => type === 'fhirpath')) return;
  const places = placesOf(walk);
  const isHere = contexts.some(({ type, expression }) =>
    type === 'extension' ? places.extension === expression : places.elements.has(expression),
  );
  if (!isHere) walk.report('extension-context', 'this extension may not stand here');
}

/** What contexts may call the element that the extension stands on. */
function placesOf(walk: Walk): { elements: ReadonlySet<string>; extension: unknown } {
  const host = walk.within.at(-2);
  const isOnResource = host === undefined;
  const path = elementPath(walk);
  const resource = String(walk.scope.resource['resourceType']);
  const elements = isOnResource
    ? [resource, 'DomainResource', 'Resource', 'Element']
    : [host.basePath, host.type, path, 'Element'];
  return { elements: new Set(elements), extension: host?.type === 'Extension' ? host.value['url'] : null };
}

/** Path of the element that holds the extension, as an ElementDefinition has it. */
function elementPath(walk: Walk): string {
  const steps = walk.path
    .filter((step) => typeof step === 'string')
    .map((step) => step.replace(/\.ofType\(.*\)$/, '[x]'));
  return steps.slice(0, -1).join('.');
}
