import { dateOf, momentOf, monthOf } from './calendar.ts';
import { SERVICE_CODE, STATUS } from './codes.ts';
import type { Contact } from './contacts.ts';
import type { Episode, Referral } from './course.ts';
import type { Write } from './extracts.ts';
import { listed } from './extracts.ts';
import type { Goal } from './goals.ts';
import type { Story } from './member.ts';
import type { Message } from './messages.ts';
import type { Random } from './random.ts';
import type { MemberRecord } from './record.ts';
import type { ReferralDetails } from './referral-details.ts';

/** Rows of what the case rate is judged by: referrals, episodes, contacts, messages. */
export function writeCase(story: Story, { referrals, aims }: MemberRecord, write: Write): void {
  const { random, key } = story;
  for (const episode of story.episodes) {
    const { referral } = episode;
    if (referral !== null) writeReferral(random, key, episode, referral, referrals.get(referral), write);
    writeEpisode(random, key, episode, write);
  }
  for (const contact of story.contacts) writeContact(random, key, contact, aims.pursued.get(contact), write);
  for (const message of story.messages) writeMessage(key, message, write);
}

function writeReferral(
  random: Random,
  member: string,
  episode: Episode,
  { id, days }: Referral,
  details: ReferralDetails | undefined,
  write: Write,
): void {
  write('referrals', {
    referral_id: id,
    member_id: member,
    service: SERVICE_CODE[episode.service],
    status: episode.status === 'finished' ? 'completed' : 'active',
    authored: days.first === days.last ? timeOn(random, days.first) : monthOf(days.first),
    requester_role_id: details?.requester?.id ?? '',
    performer_id: random.chance(75) ? episode.provider.id : '',
    reason: details?.reason ?? '',
  });
}

function writeEpisode(random: Random, member: string, episode: Episode, write: Write): void {
  const { id, service, provider, status, start, end, referral } = episode;
  const careManager = provider.roles.find(({ kind }) => kind === service);
  write('episodes', {
    episode_id: id,
    member_id: member,
    service: SERVICE_CODE[service],
    provider_id: provider.id,
    status,
    start: dateOf(start),
    end: end === null ? '' : dateOf(end),
    referral_ids: referral?.isNamed === true ? referral.id : '',
    care_manager_role_id: random.chance(60) && careManager !== undefined ? careManager.id : '',
  });
}

function writeContact(random: Random, member: string, contact: Contact, goal: Goal | undefined, write: Write): void {
  const { form, episode, namesEpisode, role } = contact;
  // what is left out now and then is what the rest of the record tells as well
  const namesService = !namesEpisode || random.chance(92);
  write('contacts', {
    contact_id: contact.id,
    member_id: member,
    service: namesService ? SERVICE_CODE[contact.service] : '',
    provider_id: random.chance(94) ? contact.provider.id : '',
    episode_id: namesEpisode ? episode.id : '',
    referral_id: namesEpisode && random.chance(15) && episode.referral !== null ? episode.referral.id : '',
    role_ids: role.id,
    mode: form.mode,
    engaged: form.engaged,
    types: form.type,
    status: form.status,
    ...spanOf(random, contact),
    goal_ids: goal?.id ?? '',
  });
}

const MORNING = 8 * 60;
const EVENING = 19 * 60;
const LATE = 23 * 60 + 50;
const PAST_MIDNIGHT = 4;

/** When it began and ended; some end on the day after, some have no time of day, some not even a day. */
function spanOf(random: Random, { days, form }: Contact): { start: string; end: string } {
  if (days.first !== days.last) return { start: monthOf(days.first), end: '' };
  if (random.chance(6)) return { start: dateOf(days.first), end: '' };
  const minute = random.chance(3) ? LATE : random.chance(1) ? PAST_MIDNIGHT : random.between(MORNING, EVENING);
  const start = momentOf(days.first, minute);
  // what didn't happen, or goes on, has no end
  if (form.status !== STATUS.completed) return { start, end: '' };
  return { start, end: momentOf(days.first, minute + random.between(5, 55)) };
}

function writeMessage(member: string, message: Message, write: Write): void {
  const { episode, answers } = message;
  write('messages', {
    message_id: message.id,
    member_id: member,
    service: SERVICE_CODE[episode.service],
    medium: message.medium,
    status: 'completed',
    direction: message.isFromMember ? 'IN' : 'OUT',
    role_id: message.role.id,
    sent: momentOf(message.day, message.minute),
    answers: answers === null ? '' : listed([answers.id]),
  });
}

function timeOn(random: Random, day: number): string {
  return momentOf(day, random.between(MORNING, EVENING));
}
