/** The guide's examples are one story, and the check judges it as its last example, a CaseRateReport, says. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { judge } from '../world.ts';
import type { AnyResource } from '../world.ts';
import { OUR_PACKAGE, readPackage } from './packages.ts';

const { resources } = await readPackage(OUR_PACKAGE);
const examples = [...resources].filter(([path]) => path.startsWith('package/example/')).map(([, one]) => one);
const profiles = [...resources.values()].filter(
  (one) => one.resourceType === 'StructureDefinition' && one['type'] !== 'Extension',
);

const claimSchema = z.object({ meta: z.object({ profile: z.array(z.string()).length(1) }) });
const reportSchema = z.object({
  group: z.array(z.object({ population: z.array(z.object({ count: z.int() })) })).length(1),
});

test('there is an example of every profile', () => {
  const shown = new Set(examples.flatMap((one) => claimSchema.parse(one).meta.profile));
  expect(profiles.map(({ url }) => url).filter((url) => url !== undefined && !shown.has(url))).toEqual([]);
});

test('its days are those that the report counts', async () => {
  const report = examples.find(({ resourceType }) => resourceType === 'MeasureReport');
  const [group] = reportSchema.parse(report).group;
  const records: AnyResource[] = examples.filter((one) => one !== report);
  const { spans } = await judge({ resources: records, from: '2026-03-01', to: '2026-03-31', readings: 'none' });
  const satisfied = spans.filter(({ outcome }) => outcome === 'satisfied');
  expect(satisfied.map(({ start_date, end_date }) => [start_date, end_date])).toEqual([['2026-03-04', '2026-03-22']]);
  const days = (outcome: string): number =>
    spans.filter((span) => span.outcome === outcome).reduce((sum, span) => sum + daysOf(span), 0);
  expect(['satisfied', 'not-satisfied', 'insufficient-data'].map(days)).toEqual(
    group?.population.map(({ count }) => count),
  );
});

function daysOf({ start_date, end_date }: { start_date: string; end_date: string }): number {
  return (Date.parse(end_date) - Date.parse(start_date)) / 86_400_000 + 1;
}
