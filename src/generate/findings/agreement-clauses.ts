import { SUBCONTRACT } from '../agreements.ts';
import type { Agreement } from '../agreements.ts';
import type { Service } from '../codes.ts';
import type { Verdict } from './verdict.ts';

/** A clause about agreements of providers of a service: the same on each day on which the agreement holds. */
export interface AgreementClause {
  readonly clause: string;
  readonly service: Service;
  readonly says: (agreement: Agreement) => Verdict;
}

export const AGREEMENT_CLAUSES: readonly AgreementClause[] = [
  { clause: 'CPS-AF-1-form', service: 'cps', says: written },
  { clause: 'CPS-AF-1-content', service: 'cps', says: settling('referral', 'transition', 'aftercare', 'discharge') },
  { clause: 'CPS-PR-5b', service: 'cps', says: buyingWith('oversight-mechanisms') },
  { clause: 'CPS-PR-5c', service: 'cps', says: buyingWith('training-certification-clause') },
  { clause: 'CPS-PR-5d', service: 'cps', says: buyingWith('oversight-mechanisms') },
  { clause: 'PRC-AF-1-form', service: 'prc', says: written },
  { clause: 'PRC-AF-1-content', service: 'prc', says: settling('referral', 'transition', 'discharge') },
];

/** Every written form will do. */
function written({ form }: Agreement): Verdict {
  if (form === SUBCONTRACT) return 'not-applicable';
  return form === null ? 'insufficient-data' : 'satisfied';
}

function settling(...items: readonly string[]): AgreementClause['says'] {
  return (agreement) => (agreement.form === SUBCONTRACT ? 'not-applicable' : contentOf(agreement, items));
}

function buyingWith(item: string): AgreementClause['says'] {
  return (agreement) => {
    if (agreement.form === null) return 'insufficient-data';
    return agreement.form === SUBCONTRACT ? contentOf(agreement, [item]) : 'not-applicable';
  };
}

function contentOf({ contents, missing }: Agreement, items: readonly string[]): Verdict {
  if (items.some((item) => missing.includes(item))) return 'not-satisfied';
  return items.every((item) => contents.includes(item)) ? 'satisfied' : 'insufficient-data';
}
