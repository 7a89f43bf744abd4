import { badRequest, forbidden, getStatus, isOperationOutcome, normalizeOperationOutcome } from '@medplum/core';
import type { OperationOutcome, Resource } from '@medplum/fhirtypes';
import { FhirRouter } from '@medplum/fhir-router';
import type { FhirRequest, MemoryRepository } from '@medplum/fhir-router';
import express from 'express';
import type { ErrorRequestHandler, Express, Request, Response } from 'express';
import { z } from 'zod';
import { capabilityStatement } from './capability-statement.ts';
import { searchOf } from './search.ts';
import type { SearchParameters } from './search-parameters.ts';

/** Where FHIR is below the host. */
export const FHIR_PATH = '/fhir';

/** A Bundle of a push is 2 MB at most, and a little more. */
const LARGEST_BODY = '10mb';
/** Names of this machine: a page of the web that has its own name lead here (DNS rebinding) shows another. */
const OWN_NAMES = /^(localhost|127\.0\.0\.1)(:\d+)?$/;

const methodSchema = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
const transactionSchema = z.looseObject({ resourceType: z.literal('Bundle'), type: z.literal('transaction') });

/** A FHIR R4 server over what a repository holds, for this machine alone. */
export function applicationOf(repository: MemoryRepository, parameters: SearchParameters): Express {
  const router = new FhirRouter();
  const application = express();
  // a tag of the text would pass for one of the version
  application.disable('x-powered-by').disable('etag');
  application.use((request, response, next) => {
    if (OWN_NAMES.test(request.headers.host ?? '')) next();
    else answer(response, [forbidden]);
  });
  application.use(express.json({ type: ['application/fhir+json', 'application/json'], limit: LARGEST_BODY }));
  application.get(`${FHIR_PATH}/metadata`, (request, response) => {
    response.type('application/fhir+json').json(capabilityStatement(baseOf(request), parameters));
  });
  application.use(FHIR_PATH, async (request, response) => {
    answer(response, await handled(request, router, repository, parameters));
  });
  application.use(failed);
  return application;
}

type Answer = readonly [OperationOutcome, Resource?, ...unknown[]];

async function handled(
  request: Request,
  router: FhirRouter,
  repository: MemoryRepository,
  parameters: SearchParameters,
): Promise<Answer> {
  const method = methodSchema.safeParse(request.method).data;
  if (method === undefined) return [badRequest('no such method')];
  // a query that express parses loses parameters that repeat
  const { pathname, searchParams } = new URL(request.url, baseOf(request));
  const [, type = '', ...rest] = pathname.split('/');
  if (type !== '' && !parameters.has(type)) return [badRequest(`there is no type ${type.slice(0, 64)} in R4`)];
  if (method === 'POST' && type === '' && transactionSchema.safeParse(request.body).success)
    return [badRequest('transactions cannot be undone here: send a batch')];
  const isSearch = method === 'GET' && type !== '' && rest.length === 0;
  if (!isSearch) return await router.handleRequest(routed(request, method, request.url), repository);
  const search = searchOf(type, searchParams, baseOf(request), parameters);
  if (isOperationOutcome(search)) return [search];
  const [outcome, found] = await router.handleRequest(routed(request, method, search.url), repository);
  return found?.resourceType === 'Bundle' ? [outcome, search.finish(found)] : [outcome];
}

function routed({ body, headers }: Request, method: FhirRequest['method'], url: string): FhirRequest {
  const given: unknown = body;
  return { method, url, pathname: '', params: {}, query: {}, body: given, headers };
}

function answer(response: Response, [outcome, resource]: Answer): void {
  const status = getStatus(outcome);
  const { meta, id, resourceType } = resource ?? {};
  response.status(status).type('application/fhir+json');
  if (meta?.versionId !== undefined) response.set('ETag', `W/"${meta.versionId}"`);
  if (meta?.lastUpdated !== undefined) response.set('Last-Modified', new Date(meta.lastUpdated).toUTCString());
  if (status === 201 && resourceType !== undefined) response.location(`${FHIR_PATH}/${resourceType}/${id ?? ''}`);
  response.json(resource ?? outcome);
}

/** What is no JSON, or too long; it may quote the body, so that its text is not passed on. */
const failed: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) next(error);
  else
    answer(response, [
      isOperationOutcome(error) ? normalizeOperationOutcome(error) : badRequest('not a FHIR resource'),
    ]);
};

function baseOf({ headers }: Request): string {
  return `http://${headers.host ?? ''}${FHIR_PATH}`;
}
