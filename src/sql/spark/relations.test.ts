import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EngineError } from '../runner.ts';
import { gather } from './relations.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'peerbridge-gather-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a part that can’t be read ends in an error of ours, which quotes nothing', async () => {
  await writeFile(join(folder, 'part-0.parquet'), 'Jane Doe');
  const files = [{ format: 'csv', path: join(folder, 'rows.csv') }] as const;
  const output = { columns: [{ name: 'member', type: 'text' }], sql: '', reads: [], files } as const;
  const gathered = gather(folder, output, folder, { memoryLimit: '100MB' });
  await expect(gathered).rejects.toThrow(EngineError);
  await expect(gathered).rejects.toThrow(/^writing the output: [^/]*$/);
});
