/** FHIR packages: ours as `npm run build:profiles` leaves it, and US Core's where the test data is. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { list } from 'tar';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');
export const OUR_PACKAGE = join(root, 'profiles/build/peerbridge-fhir.tgz');
export const US_CORE = ['6.1.0', '7.0.0', '8.0.0'].map((version) => ({
  version,
  file: join(root, `../shared/testdata/fhir-packages/us-core-${version.replaceAll('.', '')}.tgz`),
}));
export const hasUsCore = US_CORE.every(({ file }) => existsSync(file));

const resourceSchema = z.looseObject({ resourceType: z.string(), url: z.string().optional() });
export type PackageResource = z.infer<typeof resourceSchema>;

export interface FhirPackage {
  /** Path in the package → resource. */
  readonly resources: ReadonlyMap<string, PackageResource>;
  /** Canonical URL without version → resource. */
  readonly byUrl: ReadonlyMap<string, PackageResource>;
}

const IS_RESOURCE = /^package\/(example\/)?[A-Z][A-Za-z]+-[^/]+\.json$/;

export async function readPackage(file: string): Promise<FhirPackage> {
  const resources = new Map<string, PackageResource>();
  await list({
    file,
    onReadEntry: (entry) => {
      if (!IS_RESOURCE.test(entry.path)) return;
      const chunks: Buffer[] = [];
      entry.on('data', (chunk: Buffer) => chunks.push(chunk));
      entry.on('end', () => {
        const parsed = resourceSchema.safeParse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
        if (parsed.success) resources.set(entry.path, parsed.data);
      });
    },
  });
  const byUrl = [...resources.values()].flatMap((one) => (one.url === undefined ? [] : [[one.url, one] as const]));
  return { resources, byUrl: new Map(byUrl) };
}
