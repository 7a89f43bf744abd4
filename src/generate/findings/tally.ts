import type { Period } from '../calendar.ts';
import type { Provider } from '../catchment.ts';
import type { Service } from '../codes.ts';
import { Caseload } from './caseload.ts';
import type { Survey } from '../surveys.ts';
import { caseloadsOf } from './member-facts.ts';
import type { Told } from './member-facts.ts';

/** Which surveys were answered. */
export interface Surveyed {
  readonly hasSatisfaction: boolean;
  readonly hasOutcome: boolean;
}

/** What members of a catchment add to what is said of their providers. */
export class Tally {
  readonly #served = new Set<string>();
  readonly #surveyed = new Map<string, Surveyed>();
  readonly caseload: Caseload;

  constructor(period: Period) {
    this.caseload = new Caseload(period);
  }

  add(told: Told): void {
    const { from, to } = told.period;
    for (const { service, provider, start, end } of told.story.episodes) {
      if (start <= to && (end === null || end >= from)) this.#served.add(keyOf(service, provider));
      this.#survey(service, provider, told.record.surveys);
    }
    for (const facts of caseloadsOf(told)) if (facts.service === 'prc') this.caseload.add(facts);
  }

  /** Whether the provider has an episode of the service in the period. */
  hasServed(service: Service, provider: Provider): boolean {
    return this.#served.has(keyOf(service, provider));
  }

  surveyed(service: Service, provider: Provider): Surveyed {
    return this.#surveyed.get(keyOf(service, provider)) ?? { hasSatisfaction: false, hasOutcome: false };
  }

  #survey(service: Service, provider: Provider, surveys: readonly Survey[]): void {
    const before = this.surveyed(service, provider);
    const has = (kind: Survey['kind']): boolean => surveys.some((one) => one.kind === kind && one.isCompleted);
    this.#surveyed.set(keyOf(service, provider), {
      hasSatisfaction: before.hasSatisfaction || has('member-satisfaction'),
      hasOutcome: before.hasOutcome || has('outcome-measure'),
    });
  }
}

function keyOf(service: Service, { id }: Provider): string {
  return `${service} ${id}`;
}
