/** `push --changes`: a file that says what became of each resource, whole or not there. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RECORDS } from '../faults/records.ts';
import { FhirServer } from '../faults/server/fhir-server.ts';
import { start } from './command.ts';
import { folderWith, workshop } from './folders.ts';
import { ndjson } from './story.ts';

const at = workshop();

test('a push that is killed leaves the earlier file, and one that ends replaces it', async () => {
  const folder = folderWith(at('pushed'), { ...ndjson(RECORDS), 'changes.csv': 'earlier\n' });
  const changes = at('pushed', 'changes.csv');
  const server = await FhirServer.start();
  const args = ['push', folder, '--to', server.base, '--changes', changes];
  try {
    const held = new Promise<void>((resolve) => {
      server.faults.push(({ method }) =>
        method === 'POST'
          ? () => {
              resolve();
            }
          : undefined,
      );
    });
    const running = start(args);
    await Promise.race([held, running.ended]);
    running.kill('SIGKILL');
    await running.ended;
    expect(readFileSync(changes, 'utf8')).toBe('earlier\n');
    server.faults.length = 0;
    const { code, stderr } = await start(args).ended;
    expect(code, stderr).toBe(0);
    const [head, ...rows] = readFileSync(changes, 'utf8').trimEnd().split(/\r?\n/);
    expect([head, rows.length]).toEqual(['resource,change,server', RECORDS.length]);
  } finally {
    await server.stop();
  }
});
