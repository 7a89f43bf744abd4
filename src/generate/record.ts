import type { Activity } from './activities.ts';
import { activitiesOf } from './activities.ts';
import type { Period } from './calendar.ts';
import type { Contact } from './contacts.ts';
import type { Aims } from './goals.ts';
import { aimsOf } from './goals.ts';
import type { Story } from './member.ts';
import type { Perinatal } from './perinatal.ts';
import type { Consent, Plan } from './plans.ts';
import { consentsOf, plansOf } from './plans.ts';
import type { Random } from './random.ts';
import type { DetailsOf } from './referral-details.ts';
import { referralDetailsOf } from './referral-details.ts';
import type { Survey } from './surveys.ts';
import { surveysOf } from './surveys.ts';
import { YES } from './truth.ts';

/** The member's own record. */
export interface MemberRecord {
  readonly referrals: DetailsOf;
  readonly aims: Aims;
  readonly plans: readonly Plan[];
  readonly consents: readonly Consent[];
  readonly activities: readonly Activity[];
  readonly stages: readonly Stage[];
  readonly surveys: readonly Survey[];
}

/** A stage of change, as the worker saw it at a visit. */
export interface Stage {
  readonly contact: Contact;
  readonly stage: string;
}

const STAGES = ['precontemplation', 'contemplation', 'preparation', 'action', 'maintenance', 'relapse'] as const;

export function recordOf(random: Random, story: Story, perinatal: Perinatal, period: Period): MemberRecord {
  const aims = aimsOf(random, story, period);
  const plans = plansOf(random, story, aims, perinatal, period);
  return {
    referrals: referralDetailsOf(random, story),
    aims,
    plans,
    consents: consentsOf(random, plans),
    activities: activitiesOf(random, story, period),
    stages: stagesOf(random, story),
    surveys: surveysOf(random, story, period),
  };
}

function stagesOf(random: Random, { contacts }: Story): Stage[] {
  return contacts
    .filter(({ form }) => form.inPerson === YES && random.chance(12))
    .map((contact) => ({ contact, stage: random.pick(STAGES) }));
}
