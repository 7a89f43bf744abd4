import { join } from 'node:path';
import { fhirdefs, sushiExport, utils } from 'fsh-sushi';
import { z } from 'zod';
import { r4Core } from './r4.ts';

/** A FHIR resource of the guide. */
export const resourceSchema = z.looseObject({ resourceType: z.string(), id: z.string() });
export type CompiledResource = z.infer<typeof resourceSchema>;

export interface Compiled {
  /** sushi-config.yaml, as SUSHI reads it. */
  readonly config: object;
  /** Profiles and extensions with snapshots, value sets, code systems, instances. */
  readonly resources: readonly CompiledResource[];
  /** Examples of them, which belong beside the package's contents, not among them, in the order of the files. */
  readonly examples: readonly Example[];
}

export interface Example {
  readonly resource: CompiledResource;
  readonly title: string;
  readonly description: string;
}

/** What SUSHI objects to, with file and line. */
export class FshError extends Error {}

/**
 * Compiles the FSH of a folder (`sushi-config.yaml`, `input/fsh`) against FHIR R4. SUSHI's own command would look for its newest
 * version and packages on the network, so it is called as a library, with R4 handed to it. Throws FshError at errors and warnings.
 */
export async function compile(folder: string): Promise<Compiled> {
  utils.errorsAndWarnings.reset();
  utils.errorsAndWarnings.shouldTrack = true;
  utils.logger.transports.forEach((transport) => (transport.silent = true));
  const config = utils.readConfig(folder);
  const tank = utils.fillTank(utils.getRawFSHes(join(folder, 'input/fsh')), config);
  tank.checkDuplicateNameEntities();
  const definitions = await fhirdefs.createFHIRDefinitions();
  await definitions.loadVirtualPackage(r4Core());
  definitions.optimize();
  const made = sushiExport.exportFHIR(tank, definitions);
  refuseFaults();
  const json = (one: { toJSON: (snapshot: boolean) => unknown }): CompiledResource =>
    resourceSchema.parse(one.toJSON(true));
  const definitional = made.instances.filter(
    ({ _instanceMeta: { usage } }) => usage !== 'Example' && usage !== 'Inline',
  );
  const examples = made.instances.filter(({ _instanceMeta: { usage } }) => usage === 'Example');
  return {
    config,
    resources: [...made.profiles, ...made.extensions, ...made.valueSets, ...made.codeSystems, ...definitional].map(
      json,
    ),
    examples: examples.map((one) => ({
      resource: json(one),
      title: one._instanceMeta.title ?? one._instanceMeta.name ?? '',
      description: one._instanceMeta.description ?? '',
    })),
  };
}

function refuseFaults(): void {
  const { errors, warnings } = utils.errorsAndWarnings;
  const faults = [...errors, ...warnings].map(
    ({ message, location, input }) => `${input ?? 'profiles'}:${location?.startLine ?? 1}: ${message}`,
  );
  if (faults.length > 0)
    throw new FshError(`FSH has ${errors.length} errors, ${warnings.length} warnings\n${faults.join('\n')}`);
}
