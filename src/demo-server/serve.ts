import { MemoryRepository } from '@medplum/fhir-router';
import type { Resource } from '@medplum/fhirtypes';
import { z } from 'zod';
import { EnvironmentError } from '../errors.ts';
import { Inventory } from '../fhir/push/inventory.ts';
import type { Issue } from '../lake/issue.ts';
import { parseJson } from '../lake/json-text.ts';
import type { Source } from '../lake/source.ts';
import { applicationOf, FHIR_PATH } from './application.ts';
import { indexSearchParameters } from './search-parameters.ts';

/** The one address that it listens on. */
const LOOPBACK = '127.0.0.1';

export interface DemoServer {
  /** Base URL of its FHIR interface. */
  readonly base: string;
  /** Resources that it was loaded with. */
  readonly resources: number;
  /** Lines that could not be used, and other things that the source's files left open. */
  readonly issues: readonly Issue[];
  readonly close: () => Promise<void>;
}

const resourceSchema = z.custom<Resource>(
  (value) => z.object({ resourceType: z.string(), id: z.string() }).safeParse(value).success,
);

/**
 * Serves the resources of a source from memory, under the ids that they have, on this machine alone. What is written there is gone with the
 * process. `port` 0: one that is free. Throws UsageError where a type is there as Parquet alone, EnvironmentError where the port is taken.
 */
export async function serveDemo(source: Source, scratch: string, port: number): Promise<DemoServer> {
  const parameters = indexSearchParameters();
  const repository = new MemoryRepository();
  const inventory = await Inventory.take(source, scratch);
  for await (const group of inventory.groups())
    for (const { text } of group) await repository.createResource(resourceSchema.parse(parseJson(text)));
  const { base, close } = await listen(applicationOf(repository, parameters), port);
  return { base, close, resources: inventory.size, issues: inventory.issues };
}

async function listen(
  application: ReturnType<typeof applicationOf>,
  port: number,
): Promise<Pick<DemoServer, 'base' | 'close'>> {
  return await new Promise((resolve, reject) => {
    const server = application.listen(port, LOOPBACK, (error) => {
      if (error !== undefined) {
        reject(new EnvironmentError(`port ${port} of ${LOOPBACK} cannot be listened on: name another with --port`));
        return;
      }
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ base: `http://${LOOPBACK}:${taken}${FHIR_PATH}`, close: () => closed(server) });
    });
  });
}

async function closed(server: ReturnType<ReturnType<typeof applicationOf>['listen']>): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
