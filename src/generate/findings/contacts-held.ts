import { NO_CELL, STATUS, TYPE } from '../codes.ts';
import type { Contact } from '../contacts.ts';
import type { Episode } from '../course.ts';
import { termOf } from './member-facts.ts';
import { isOn } from './verdict.ts';

/** Whether it took place, or may have, and was not work without the member. */
export function isHeld({ form: { status, type, engaged } }: Contact): boolean {
  const isAlone = type === TYPE.collateral || (type === TYPE.preparation && engaged === NO_CELL);
  return (status === STATUS.completed || status === STATUS.open) && !isAlone;
}

/** Of the episode that it names; else of the one on whose days it was. */
export function isOf(contact: Contact, episode: Episode): boolean {
  if (contact.namesEpisode) return contact.episode === episode;
  const isTheirs = contact.service === episode.service && contact.provider === episode.provider;
  return isTheirs && isOn(termOf(episode), contact.days.first);
}
