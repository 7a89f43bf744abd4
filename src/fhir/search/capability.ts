import { z } from 'zod';
import type { FhirHttp, HttpAnswer } from '../http.ts';
import { documentOf } from '../document.ts';
import { ServerError } from '../server-error.ts';

/** What a server says it can do with a resource type. */
export interface TypeCapability {
  readonly canSearch: boolean;
  /** Names of search parameters, those of all types included. */
  readonly parameters: ReadonlySet<string>;
  /** Whether its search takes an identifier: a server that lists no parameter of the type may well. */
  readonly takesIdentifier: boolean;
}

/** What of a CapabilityStatement pulls and pushes depend on. */
export interface Capability {
  readonly types: ReadonlyMap<string, TypeCapability>;
  /** At which levels Bulk Data export is offered. */
  readonly exports: ReadonlySet<ExportLevel>;
  readonly takesTransactions: boolean;
  /** When the server answered, by its own clock; null where it doesn't say. Milliseconds since 1970. */
  readonly answeredAt: number | null;
}

export type ExportLevel = 'system' | 'patient' | 'group';

const operations = z
  .array(
    z.looseObject({ name: z.string().optional().catch(undefined), definition: z.string().optional().catch(undefined) }),
  )
  .default([])
  .catch([]);
const parameters = z
  .array(z.looseObject({ name: z.string() }))
  .default([])
  .catch([]);
const interactions = z
  .array(z.looseObject({ code: z.string() }))
  .optional()
  .catch(undefined);
const resourceSchema = z.looseObject({
  type: z.string(),
  interaction: interactions,
  searchParam: parameters,
  operation: operations,
});
const statementSchema = z.looseObject({
  resourceType: z.literal('CapabilityStatement'),
  fhirVersion: z.string().optional().catch(undefined),
  instantiates: z.array(z.string()).default([]).catch([]),
  rest: z
    .array(
      z.looseObject({
        mode: z.string().optional(),
        interaction: interactions,
        resource: z.array(resourceSchema).default([]),
        searchParam: parameters,
        operation: operations,
      }),
    )
    .default([]),
});

type Statement = z.infer<typeof statementSchema>;
type Operation = z.infer<typeof operations>[number];

/** Asks a server what it can do (FHIR R4, 3.1.0.12). Throws ServerError. */
export async function readCapability(http: FhirHttp): Promise<Capability> {
  const purpose = 'CapabilityStatement';
  const answer = await http.send({ method: 'GET', target: http.below('metadata'), purpose });
  const parsed = statementSchema.safeParse(documentOf(answer, purpose));
  if (!parsed.success)
    throw new ServerError(
      'untrusted',
      purpose,
      'what the server says of itself is no CapabilityStatement: check the URL',
    );
  const { fhirVersion } = parsed.data;
  if (fhirVersion !== undefined && !/^4\./.test(fhirVersion))
    throw new ServerError(
      'status',
      purpose,
      `the server speaks FHIR ${/^\d[\d.]{0,8}/.exec(fhirVersion)?.[0] ?? ''}, not R4`,
    );
  return capabilityOf(parsed.data, answer);
}

function capabilityOf(statement: Statement, { headers }: HttpAnswer): Capability {
  const servers = statement.rest.filter(({ mode }) => mode !== 'client');
  const types = new Map<string, TypeCapability>();
  for (const { resource, searchParam } of servers)
    for (const { type, interaction, searchParam: own } of resource)
      types.set(type, {
        canSearch: interaction === undefined || interaction.some(({ code }) => code === 'search-type'),
        parameters: new Set([...searchParam, ...own].map(({ name }) => name)),
        takesIdentifier: own.length === 0 || own.some(({ name }) => name === 'identifier'),
      });
  const date = Date.parse(headers.date ?? '');
  return {
    types,
    exports: exportsOf(statement, servers),
    takesTransactions: servers.some(({ interaction = [] }) => interaction.some(({ code }) => code === 'transaction')),
    answeredAt: Number.isNaN(date) ? null : date,
  };
}

/** Operations stand at the system, or at the types that they are of; some servers name all of them at the system. */
function exportsOf(statement: Statement, servers: Statement['rest']): ReadonlySet<ExportLevel> {
  const levels = new Set<ExportLevel>();
  for (const { operation, resource } of servers) {
    for (const one of operation) if (isExport(one)) levels.add(levelOf(one, 'system'));
    for (const { type, operation: own } of resource)
      for (const one of own)
        if (isExport(one) && (type === 'Patient' || type === 'Group'))
          levels.add(levelOf(one, type === 'Group' ? 'group' : 'patient'));
  }
  if (levels.size === 0 && statement.instantiates.some((url) => /\/bulkdata\/CapabilityStatement\/bulk-data/.test(url)))
    levels.add('system').add('group');
  return levels;
}

function isExport({ name, definition }: Operation): boolean {
  return name === 'export' || name === '$export' || /\/OperationDefinition\/\S*-?export$/.test(definition ?? '');
}

function levelOf({ definition }: Operation, otherwise: ExportLevel): ExportLevel {
  const level = /(group|patient)-(?:\w-)?export$|(Group|Patient)-\w*-?export$/.exec(definition ?? '');
  const named = (level?.[1] ?? level?.[2])?.toLowerCase();
  return named === 'group' || named === 'patient' ? named : otherwise;
}
