/** What `generate` writes claims profiles of ours and conforms to them: each shape here, 10,000 members in test/long. */
import { expect, test } from 'vitest';
import { faultsOf } from './faults.ts';
import { generated } from './hl7/corpora.ts';

test('every shape of 120 generated members is valid, and claims a profile', () => {
  const written = generated(120, 3, 3);
  expect(new Set(written.map(({ resource }) => resource['resourceType'])).size).toBeGreaterThan(15);
  expect(written.flatMap(({ name, resource }) => faultsOf(resource).map((fault) => `${name}: ${fault}`))).toEqual([]);
  const claimless = written.filter(
    ({ resource }) =>
      !JSON.stringify(resource['meta'] ?? {}).includes('https://peerbridge.dev/fhir/StructureDefinition/'),
  );
  expect(claimless.map(({ name }) => name)).toEqual([]);
});
