import { expect, test } from 'vitest';
import { workshop } from '../../../test/command/folders.ts';
import type { Issue } from '../issue.ts';
import { Staging } from './staging.ts';

const at = workshop();

test('twenty thousand lines that can not be kept are as quick as two', { timeout: 10_000 }, async () => {
  const issue: Issue = { file: 'x', line: 1, resource: null, code: 'value', severity: 'error', message: 'bad' };
  const opened = new Map([['Goal', 0]]);
  const staging = await Staging.open(at('staging'), opened, new Map());
  for (let line = 0; line < 20_000; line++) staging.refuse('Goal', issue, [`Patient/${line}`]);
  staging.refuse('Goal', issue, []);
  staging.refuse('Goal', issue, []);
  const quarantine = staging.quarantine('Goal');
  expect([quarantine.count, quarantine.gaps.length, quarantine.issues.length]).toEqual([20_002, 20_001, 1_000]);
  expect(quarantine.gaps[0]).toEqual({ resourceType: 'Goal', subject: null });
  await staging.close();
  const again = await Staging.open(at('staging'), opened, new Map([['Goal', quarantine]]));
  expect(again.quarantine('Goal')).toEqual(quarantine);
  await again.close();
});
