import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { defaultOf } from '../engine/bind.ts';
import type { RunResult } from '../engine/run.ts';
import type { CheckRequest } from './check.ts';

/** How a run came to be: what only the caller knows. */
export interface Invocation {
  readonly version: string;
  /** As typed. */
  readonly command: readonly string[];
  /** An instant, ISO 8601. */
  readonly startedAt: string;
  /** Whether inputs are hashed (SHA-256), which takes a second more for each half gigabyte. */
  readonly hash: boolean;
}

export interface Manifest {
  version: string;
  command: readonly string[];
  startedAt: string;
  inputs: { file: string; resourceType: string; bytes: number; sha256?: string }[];
  complete: string[];
  specifications: { id: string; from: string; parameters: Record<string, string> }[];
  engine: string;
  /** Milliseconds. */
  timings: Readonly<Record<string, number>>;
  counts: Record<string, { read: number; used: number; quarantined: number }>;
}

/** What `manifest.json` says (outputs.md). Throws EnvironmentError where an input is to be hashed and can't be read. */
export async function manifestOf(request: CheckRequest, result: RunResult): Promise<Manifest> {
  const { invocation, question, source, runner } = request;
  const inputs: Manifest['inputs'] = [];
  for (const [resourceType, files] of source.files)
    for (const { path, name } of files) {
      const bytes = statSync(path).size;
      inputs.push({ file: name, resourceType, bytes, ...(invocation.hash && { sha256: await sha256(path) }) });
    }
  return {
    version: invocation.version,
    command: invocation.command,
    startedAt: invocation.startedAt,
    inputs,
    complete: [...new Set([...source.complete, ...request.declaredComplete])].sort(),
    specifications: question.specifications.map(({ specification, chosen }) => ({
      id: specification.id,
      from: specification.from,
      parameters: Object.fromEntries(
        [...specification.parameters.keys()].map((name) => [name, chosen.get(name) ?? defaultOf(specification, name)]),
      ),
    })),
    engine: runner.name,
    timings: result.timings,
    counts: Object.fromEntries(result.counts),
  };
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) if (Buffer.isBuffer(chunk)) hash.update(chunk);
  return hash.digest('hex');
}
