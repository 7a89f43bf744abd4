import type { Period } from './calendar.ts';
import type { Service } from './codes.ts';
import type { Random } from './random.ts';

/** What a worker does for one organization, from when to when. */
export interface Role {
  readonly id: string;
  readonly worker: string;
  readonly organization: string;
  readonly kind: Service | 'supervisor';
  readonly first: number;
  /** Null: still there. */
  readonly last: number | null;
}

const WORKERS: readonly Role['kind'][] = ['supervisor', 'supervisor', 'cps', 'cps', 'cps', 'prc', 'prc'];

/** The workers of one organization. The first of each kind stays all along; of the others some leave, some come. */
export function staffOf(random: Random, number: number, organization: string, period: Period): Role[] {
  return WORKERS.map((kind, index) => {
    const isFirst = WORKERS.indexOf(kind) === index;
    const isNew = !isFirst && random.chance(25);
    const hasLeft = kind === 'supervisor' ? isFirst && random.chance(50) : !isFirst && !isNew && random.chance(30);
    return {
      id: `role-${number}-${index + 1}`,
      worker: `worker-${number}-${index + 1}`,
      organization,
      kind,
      first: isNew ? random.between(period.from, period.to) : period.from - random.between(400, 2000),
      last: hasLeft ? random.between(period.from, period.to) : null,
    };
  });
}

/** Who of the provider's workers met the member that day. */
export function workerOn(random: Random, roles: readonly Role[], service: Service, day: number): Role {
  const able = roles.filter(({ kind }) => kind === service);
  const chosen = random.pick(able);
  const isThere = chosen.first <= day && (chosen.last === null || day <= chosen.last);
  const stays = able[0];
  return isThere || stays === undefined ? chosen : stays;
}
