import type { Period } from '../calendar.ts';
import type { Provider } from '../catchment.ts';
import type { Service } from '../codes.ts';
import { Caseload } from './caseload.ts';
import type { Story } from '../member.ts';
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
    }
    for (const survey of told.record.surveys)
      for (const service of askedOf(survey, told.story)) this.#survey(service, survey);
    for (const facts of caseloadsOf(told)) if (facts.service === 'prc') this.caseload.add(facts);
  }

  /** Whether the provider has an episode of the service in the period. */
  hasServed(service: Service, provider: Provider): boolean {
    return this.#served.has(keyOf(service, provider));
  }

  surveyed(service: Service, provider: Provider): Surveyed {
    return this.#surveyed.get(keyOf(service, provider)) ?? { hasSatisfaction: false, hasOutcome: false };
  }

  #survey(service: Service, { provider, kind, isCompleted }: Survey): void {
    if (!isCompleted) return;
    const before = this.surveyed(service, provider);
    this.#surveyed.set(keyOf(service, provider), {
      hasSatisfaction: before.hasSatisfaction || kind === 'member-satisfaction',
      hasOutcome: before.hasOutcome || kind === 'outcome-measure',
    });
  }
}

/** No survey says of which service it asks: of any of its provider, or of those that the member has, where it doesn't say who asks. */
function askedOf({ isSigned, day }: Survey, { episodes }: Story): readonly Service[] {
  if (isSigned) return ['cps', 'prc'];
  const covering = episodes.filter(({ start, end }) => start <= day && (end === null || end >= day));
  return [...new Set(covering.map(({ service }) => service))];
}

function keyOf(service: Service, { id }: Provider): string {
  return `${service} ${id}`;
}
