import type { RowKind } from '../canonical.ts';
import type { MappingDraft } from './draft-mapping.ts';

/** What a gate of the daily rate, or more, needs of a source. */
interface Need {
  readonly row: RowKind;
  /** Null: any row of the kind. */
  readonly field: string | null;
  readonly without: string;
}

const NEEDS: readonly Need[] = [
  { row: 'member', field: null, without: 'nothing can be said of anybody' },
  { row: 'episode', field: null, without: 'no day is judged: days are those of episodes' },
  { row: 'episode', field: 'service', without: 'no day is judged: which service an episode is of is unknown' },
  { row: 'episode', field: 'start', without: 'no day is judged: an episode needs its start' },
  { row: 'episode', field: 'end', without: 'every episode goes on for ever' },
  { row: 'episode', field: 'provider', without: 'CPS, gate on the provider: whose days they are is unknown' },
  { row: 'contact', field: null, without: 'CPS 5a and 5b, PRC 18a and 18b: no contact is known' },
  { row: 'contact', field: 'start', without: 'CPS 5a and 5b, PRC 18a and 18b: a contact may lie on any day' },
  { row: 'contact', field: 'mode', without: 'CPS 5b, PRC 18a: whether a meeting was in person is unknown' },
  { row: 'contact', field: 'engaged', without: 'CPS 5a, PRC 18b: calls nobody answered count like others' },
  { row: 'referral', field: null, without: 'CPS 5b: the time of the initial meeting is undecided before it' },
  { row: 'referral', field: 'authored', without: 'CPS 5b: the initial meeting can’t be timed' },
  {
    row: 'message',
    field: null,
    without:
      'CPS 5a, PRC 18b: a window without a contact stays undecided (check --complete Communication, where there are none)',
  },
  { row: 'message', field: 'inResponseTo', without: 'CPS 5a, PRC 18b: only messages of one day make an exchange' },
  {
    row: 'organization',
    field: 'types',
    without: 'CPS, gate on the provider: whether it is a CBHC or CMHC is unknown',
  },
  {
    row: 'affiliation',
    field: null,
    without: 'CPS, gate on the provider: subcontractors of a CBHC or CMHC aren’t known',
  },
  {
    row: 'role',
    field: null,
    without: 'whose contact it is, where neither contact nor episode says; clauses on staff',
  },
  { row: 'qualification', field: null, without: 'clauses on training and certification' },
  { row: 'supervision', field: null, without: 'clauses on supervision' },
  { row: 'plan', field: null, without: 'clauses on plans' },
];

/** What the source doesn't have, and what stays undecided for it. What a kind that isn't there lacks is not told beside it. */
export function missingIn({ extracts }: MappingDraft): string[] {
  return NEEDS.flatMap(({ row, field, without }) => {
    const having = extracts.filter((extract) => extract.row === row);
    if (field === null) return having.length > 0 ? [] : [`no ${row}: ${without}`];
    const isThere = having.every(({ fields }) => fields.some(({ to }) => to === field));
    return isThere ? [] : [`no ${field} of ${row}: ${without}`];
  });
}
