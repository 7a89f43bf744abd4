import { writeFileSync } from 'node:fs';
import type { Ended } from '../../command/command.ts';
import { certificate } from '../certificate.ts';
import { on } from '../misdeeds.ts';
import { RECORDS } from '../records.ts';
import type { Scenarios, World } from '../scenario.ts';
import { FhirServer } from '../server/fhir-server.ts';

/** Pulls from a server of TLS. A certificate signed by itself is trusted only where it is named as a CA. */
async function pullByTls(
  world: World,
  made: ReturnType<typeof certificate>,
  isTrusted: boolean,
  isLeaving = false,
): Promise<Ended> {
  const server = await FhirServer.start({ resources: RECORDS, tls: made });
  const location = (path: string): string => `${world.server.base}/${path}`;
  if (isLeaving)
    server.faults.push(
      on('Encounter', ({ path }) => ({ status: 302, headers: { location: location(path) }, body: '' })),
    );
  writeFileSync(world.at('ca.pem'), made.cert);
  try {
    const env: Record<string, string> = isTrusted ? { NODE_EXTRA_CA_CERTS: world.at('ca.pem') } : {};
    return await world.run(
      ['pull', server.base, '--into', world.lake, '--search', '--no-parquet', '--timeout', '3'],
      env,
    );
  } finally {
    await server.stop();
  }
}

export const TLS: Scenarios = {
  'a-self-signed-certificate': { play: (world) => pullByTls(world, certificate(), false) },
  'an-expired-certificate': { play: (world) => pullByTls(world, certificate({ daysLeft: -1 }), true) },
  'a-certificate-of-another': { play: (world) => pullByTls(world, certificate({ address: [127, 0, 0, 2] }), true) },
  'a-good-certificate': { play: (world) => pullByTls(world, certificate(), true) },
  'redirect-from-https-to-http': { play: (world) => pullByTls(world, certificate(), true, true) },
};
