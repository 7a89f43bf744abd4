/** The resources of one source, read once and found by reference. */
import { dayOf } from './dates.ts';
import type { Day } from './dates.ts';
import type { AnyResource } from '../world.ts';
import type { z } from 'zod';
import * as fhir from './resources.ts';

/** Types whose absence in the source means that there is none. */
export type Completable = 'Encounter' | 'Communication' | 'OrganizationAffiliation';

export interface Question {
  readonly resources: readonly AnyResource[];
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  /** 29: an unreadable line can take completeness away for one member. */
  readonly isComplete: (type: Completable, member: string) => boolean;
}

export interface Source {
  readonly from: Day;
  readonly to: Day;
  readonly asOf: Day;
  readonly isComplete: (type: Completable, member: string) => boolean;
  readonly encounters: ReadonlyMap<string, fhir.Encounter>;
  readonly communications: ReadonlyMap<string, fhir.Communication>;
  readonly episodes: ReadonlyMap<string, fhir.EpisodeOfCare>;
  readonly referrals: ReadonlyMap<string, fhir.ServiceRequest>;
  readonly organizations: ReadonlyMap<string, fhir.Organization>;
  readonly affiliations: ReadonlyMap<string, fhir.OrganizationAffiliation>;
  readonly roles: ReadonlyMap<string, fhir.PractitionerRole>;
}

export function readSource(question: Question): Source {
  const all = <T>(type: string, schema: z.ZodType<T>): ReadonlyMap<string, T> =>
    new Map(
      question.resources
        .filter((each) => each.resourceType === type)
        .map((each) => [`${type}/${each.id ?? ''}`, schema.parse(each)]),
    );
  return {
    from: dayOf(question.from),
    to: dayOf(question.to),
    asOf: dayOf(question.asOf),
    isComplete: question.isComplete,
    encounters: all('Encounter', fhir.encounterSchema),
    communications: all('Communication', fhir.communicationSchema),
    episodes: all('EpisodeOfCare', fhir.episodeSchema),
    referrals: all('ServiceRequest', fhir.referralSchema),
    organizations: all('Organization', fhir.organizationSchema),
    affiliations: all('OrganizationAffiliation', fhir.affiliationSchema),
    roles: all('PractitionerRole', fhir.roleSchema),
  };
}
