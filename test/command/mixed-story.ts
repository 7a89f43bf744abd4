/** Members of both services with what makes a run work: messages, doubtful dates and modes, overlapping and ended episodes. */
import { CENTER, coded, contact, member } from './story.ts';
import type { Resource } from './story.ts';

const SERVICES = ['cps', 'prc'] as const;

/** A story of so many members of each service, each with a contact every few days of March; the same for the same numbers. */
export function mixedStory(members: number, everyDays: number): Resource[] {
  const all = SERVICES.flatMap((service) =>
    Array.from({ length: members }, (_, index) => {
      const id = `${service}-${String(index)}`;
      const dates: string[] = [];
      for (let day = 1 + (index % 5); day <= 31; day += everyDays + (index % 4)) dates.push(march(day));
      return [...member(id, dates, service), ...doubts(id, service, index)];
    }).flat(),
  );
  return [CENTER, { resourceType: 'Organization', id: 'branch', partOf: { reference: 'Organization/center' } }, ...all];
}

function march(day: number): string {
  return `2026-03-${String(day).padStart(2, '0')}`;
}

/** What is peculiar to a member, by its number. */
function doubts(id: string, service: 'cps' | 'prc', index: number): Resource[] {
  const of = { serviceType: coded('peer-service', service) };
  const day = march(12 + (index % 9));
  switch (index % 6) {
    case 0:
      return [contact(`${id}-month`, id, '2026-03-01', { ...of, period: { start: '2026-03' } })];
    case 1:
      return [contact(`${id}-local`, id, day, { ...of, period: { start: `${day}T23:30:00` } })];
    case 2:
      return [contact(`${id}-remote`, id, day, { ...of, class: { code: 'VR' } })];
    case 3:
      return [
        message(
          `${id}-out`,
          id,
          { sender: 'Organization/center', recipient: `Patient/${id}` },
          `${day}T22:00:00-05:00`,
        ),
        message(`${id}-in`, id, { sender: `Patient/${id}`, recipient: 'Organization/center' }, `${day}T03:00:00Z`),
      ];
    case 4:
      return [contact(`${id}-no-one`, id, day, { ...of, serviceProvider: { reference: 'Organization/nowhere' } })];
    default:
      return [
        {
          resourceType: 'EpisodeOfCare',
          id: `${id}-second`,
          status: 'finished',
          type: [coded('peer-service', service)],
          patient: { reference: `Patient/${id}` },
          managingOrganization: { reference: 'Organization/branch' },
          period: { start: '2026-03-05', end: day },
        },
      ];
  }
}

function message(
  id: string,
  member: string,
  { sender, recipient }: Record<'sender' | 'recipient', string>,
  sent: string,
): Resource {
  return {
    resourceType: 'Communication',
    id,
    status: 'completed',
    topic: coded('peer-service', 'cps'),
    subject: { reference: `Patient/${member}` },
    sender: { reference: sender },
    recipient: [{ reference: recipient }],
    sent,
  };
}
