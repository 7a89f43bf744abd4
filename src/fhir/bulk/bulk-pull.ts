import type { PullContext } from '../pull/context.ts';

export async function pullByBulk(context: PullContext, types: readonly string[]): Promise<void> {
  await Promise.resolve([context, types]);
}
