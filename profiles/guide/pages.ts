import { markup } from '../../src/report/html/markup.ts';
import type { Content, Markup } from '../../src/report/html/markup.ts';
import { clausesOf } from './contents.ts';
import type { Element, GuideContents, Structure } from './contents.ts';
import { table } from './page.ts';

const COMPLIES = 'http://hl7.org/fhir/StructureDefinition/structuredefinition-compliesWithProfile';

export const profilePage = ({ id }: Structure): string => `profile-${id}.html`;
const lastOf = (canonical: string): string => canonical.slice(canonical.lastIndexOf('/') + 1);
const claims = ({ extension }: Structure): string[] =>
  (extension ?? []).flatMap(({ url, valueCanonical }) => (url === COMPLIES ? (valueCanonical ?? []) : []));
const clauseLinks = (clauses: readonly string[]): Content =>
  clauses.map((clause, index) => markup`${index === 0 ? '' : ', '}<a href="clauses.html#${clause}">${clause}</a>`);

export function indexContents({ guide, profiles, extensions }: GuideContents): Content {
  const rows = (structures: readonly Structure[]): Content[][] =>
    structures.map((one) => [
      markup`<a href="${profilePage(one)}">${one.title}</a>`,
      one.context === undefined ? one.type : one.context.map(({ expression }) => expression).join(', '),
      one.description,
    ]);
  return [
    markup`<p>${guide.description}</p><p class="quiet">Version ${guide.version}, for FHIR R4 4.0.1.</p>`,
    markup`<h2>Profiles</h2>${table('Resources as PeerBridge writes and reads them', ['Profile', 'Resource', 'What it is'], rows(profiles))}`,
    markup`<h2>Extensions</h2>${table('What R4 has no element for', ['Extension', 'Where', 'What it says'], rows(extensions))}`,
  ];
}

export function profileContents(structure: Structure, { examples, valueSets }: GuideContents): Content {
  const told = examples.filter(({ profile }) => profile === structure.url);
  const whole = new Map(structure.snapshot.element.map((element) => [element.id, element]));
  const terms = new Set(valueSets.map(({ url }) => url));
  const rows = structure.differential.element.map((element) => elementRow(element, whole.get(element.id), terms));
  const complies = claims(structure);
  return [
    markup`<p>${structure.description}</p><p><code>${structure.url}</code><br>On ${lastOf(structure.baseDefinition)}.</p>`,
    complies.length === 0
      ? null
      : markup`<h2>US Core</h2><p>What is valid here is valid there, and what is must-support there is so here:</p><ul>${complies.map((one) => markup`<li><code>${one}</code></li>`)}</ul>`,
    markup`<h2>Differences to ${lastOf(structure.baseDefinition)}</h2>${table('Elements that say more than in what the profile is on', ['Element', 'How many', 'What it has to be', 'For'], rows)}`,
    told.length === 0
      ? null
      : markup`<h2>Examples</h2><ul>${told.map(({ reference, name }) => markup`<li><a href="story.html#${reference}">${name}</a></li>`)}</ul>`,
  ];
}

function elementRow(element: Element, whole: Element | undefined, terms: ReadonlySet<string>): Content[] {
  const { min, max, base } = whole ?? element;
  const isChanged = base !== undefined && (base.min !== min || base.max !== max);
  const count = `${min ?? 0}..${max ?? '*'}`;
  return [
    markup`<code>${element.id}</code>`,
    [count, isChanged ? ` (R4: ${base.min}..${base.max})` : '', element.mustSupport === true ? ', must-support' : ''],
    demands(element, terms).map((one) => markup`<p>${one}</p>`),
    clauseLinks(clausesOf(element)),
  ];
}

function demands(element: Element, terms: ReadonlySet<string>): Content[] {
  const { short, comment, binding, constraint, type } = element;
  const pattern = Object.entries(element).find(([name]) => /^(pattern|fixed)[A-Z]/.test(name))?.[1];
  return [
    ...(short === undefined ? [] : [short]),
    ...(type ?? []).map(({ code, targetProfile }) =>
      targetProfile === undefined ? code : `${code} to ${targetProfile.map(lastOf).join(' or ')}`,
    ),
    ...(pattern === undefined ? [] : [markup`has <code>${JSON.stringify(pattern)}</code>`]),
    ...(binding?.valueSet === undefined ? [] : [bindingText(binding.strength, binding.valueSet, terms)]),
    ...(constraint ?? []).map(({ key, human }) => `${human} (${key})`),
    ...(comment === undefined ? [] : [comment]),
  ];
}

function bindingText(strength: string, valueSet: string, terms: ReadonlySet<string>): Markup {
  const name = lastOf(valueSet);
  return terms.has(valueSet)
    ? markup`${strength}: <a href="terminology.html#ValueSet-${name}">${name}</a>`
    : markup`${strength}: <code>${valueSet}</code>`;
}

export function storyContents({ examples }: GuideContents): Content {
  return [
    markup`<p>Wren Example doesn't exist. One resource for each profile, in the order of the story.</p>`,
    ...examples.map(
      ({ reference, name, description, profile, json }) =>
        markup`<section id="${reference}"><h2>${name}</h2><p>${description}</p><p class="quiet">${reference}, <a href="profile-${lastOf(profile)}.html">${lastOf(profile)}</a></p><details><summary>${name} as JSON</summary><pre tabindex="0">${json}</pre></details></section>`,
    ),
  ];
}

export function terminologyContents({ codeSystems, valueSets }: GuideContents): Content {
  return [
    markup`<p>Codes of SNOMED CT, LOINC and NUCC are named by code alone, as their licences allow.</p>`,
    ...codeSystems.map(
      ({ id, title, description, url, concept }) =>
        markup`<section id="CodeSystem-${id}"><h2>${title}</h2><p>${description}</p><p><code>${url}</code></p>${table(
          `Codes of ${title}`,
          ['Code', 'Name', 'Meaning, and the clause it is for'],
          concept
            .flatMap((one) => [one, ...(one.concept ?? [])])
            .map(({ code, display, definition }) => [markup`<code>${code}</code>`, display ?? '', definition ?? '']),
        )}</section>`,
    ),
    ...valueSets.map(
      ({ id, title, description, url, expansion }) =>
        markup`<section id="ValueSet-${id}"><h2>Value set: ${title}</h2><p>${description}</p><p><code>${url}</code></p>${table(
          `Codes in ${title}`,
          ['Code', 'Name', 'System'],
          expansion.contains.map(({ code, display, system }) => [
            markup`<code>${code}</code>`,
            display ?? '',
            markup`<code>${system}</code>`,
          ]),
        )}</section>`,
    ),
  ];
}
