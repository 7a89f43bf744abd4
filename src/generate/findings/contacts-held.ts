import { NO_CELL, STATUS, TYPE } from '../codes.ts';
import type { Contact } from '../contacts.ts';
import type { Episode } from '../course.ts';
import { termOf } from './member-facts.ts';
import { isOn } from './verdict.ts';

/** Whether it took place, or may have, and was not work without the member. */
export function isHeld(contact: Contact): boolean {
  const { status } = contact.form;
  return (status === STATUS.completed || status === STATUS.open) && !isAlone(contact);
}

/** Work without the member, entered among the contacts: also preparing an appointment where the member took no part (A57). */
export function isAlone({ form: { type, engaged } }: Contact): boolean {
  return type === TYPE.collateral || (type === TYPE.preparation && engaged === NO_CELL);
}

/** Of the episode that it names; else of the one on whose days it was. */
export function isOf(contact: Contact, episode: Episode): boolean {
  if (contact.namesEpisode) return contact.episode === episode;
  const isTheirs = contact.service === episode.service && contact.provider === episode.provider;
  return isTheirs && isOn(termOf(episode), contact.days.first);
}

export function isDone({ form: { status } }: Contact): boolean {
  return status === STATUS.completed;
}

/** Whether the member certainly took part: the record says so, or it was no text and nothing says otherwise. */
export function hasMember({ form: { isDoubtful, engaged } }: Contact): boolean {
  return !isDoubtful && engaged !== NO_CELL;
}
