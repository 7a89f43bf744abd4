import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create } from 'tar';
import type { Guide } from './metadata.ts';
import { R4_CORE } from './r4.ts';
import type { CompiledResource } from './sushi.ts';

/** File of the package, beside the folder that it is made from. */
export const PACKAGE_FILE = 'peerbridge-fhir.tgz';

export interface PackageContents {
  readonly guide: Guide;
  readonly resources: readonly CompiledResource[];
  readonly examples: readonly CompiledResource[];
}

/**
 * Writes `<folder>/package/…` and `<folder>/peerbridge-fhir.tgz`, an npm package as FHIR tools load it: package.json, an index,
 * one file for each resource, examples in a folder of their own
 * (https://confluence.hl7.org/display/FHIR/NPM+Package+Specification). The same contents give the same bytes.
 */
export async function writePackage(folder: string, { guide, resources, examples }: PackageContents): Promise<void> {
  const [target, next] = [join(folder, 'package'), join(folder, 'next')];
  await rm(next, { recursive: true, force: true });
  await mkdir(join(next, 'package/example'), { recursive: true });
  const put = (name: string, value: object): Promise<void> =>
    writeFile(join(next, 'package', name), `${JSON.stringify(value, null, 1)}\n`);
  await put('package.json', manifest(guide));
  await put('.index.json', indexOf(resources));
  await put('example/.index.json', indexOf(examples));
  await Promise.all(resources.map((one) => put(fileOf(one), one)));
  await Promise.all(examples.map((one) => put(`example/${fileOf(one)}`, one)));
  await pack(next, ['package/package.json', 'package/.index.json', 'package/example/.index.json'], resources, examples);
  await rm(target, { recursive: true, force: true });
  await rename(join(next, 'package'), target);
  await rename(join(next, PACKAGE_FILE), join(folder, PACKAGE_FILE));
  await rm(next, { recursive: true, force: true });
}

const fileOf = ({ resourceType, id }: CompiledResource): string => `${resourceType}-${id}.json`;

/** Without owner, permissions or time of the files, and in a fixed order. */
async function pack(
  folder: string,
  first: readonly string[],
  resources: readonly CompiledResource[],
  examples: readonly CompiledResource[],
): Promise<void> {
  const files = [
    ...resources.map((one) => `package/${fileOf(one)}`).sort(),
    ...examples.map((one) => `package/example/${fileOf(one)}`).sort(),
  ];
  const options = { cwd: folder, file: join(folder, PACKAGE_FILE), gzip: { level: 9 }, portable: true, noMtime: true };
  await create(options, [...first, ...files]);
}

function manifest(guide: Guide): object {
  return {
    name: guide.id,
    version: guide.version,
    type: 'IG',
    date: `${guide.date.replaceAll('-', '')}000000`,
    license: guide.license,
    canonical: guide.canonical,
    url: guide.canonical,
    title: guide.title,
    description: guide.description,
    fhirVersions: guide.fhirVersion,
    dependencies: { [R4_CORE.name]: R4_CORE.version },
    author: guide.publisher,
    directories: { lib: 'package', example: 'package/example' },
  };
}

const INDEXED: ReadonlySet<string> = new Set([
  'url',
  'version',
  'kind',
  'type',
  'supplements',
  'content',
  'valueSet',
  'derivation',
]);

/** What tools read first, to find a resource without opening every file. */
function indexOf(resources: readonly CompiledResource[]): object {
  const files = resources.map((resource) => ({
    filename: fileOf(resource),
    resourceType: resource.resourceType,
    id: resource.id,
    ...Object.fromEntries(
      Object.entries(resource).filter(([name, value]) => INDEXED.has(name) && typeof value === 'string'),
    ),
  }));
  return { 'index-version': 2, files: files.sort((one, other) => (one.filename < other.filename ? -1 : 1)) };
}
