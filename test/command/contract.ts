/** A small contract of a third payer: service prc, a window of fourteen days, two gates. */
import { folderWith } from './folders.ts';

export const CONTRACT: Readonly<Record<'specification.yaml' | 'parameters.yaml' | 'clauses/rate.yaml', string>> = {
  'specification.yaml': `id: third-payer
title: Recovery coaching, fourteen days
payer: A third payer
payers: []
services: [prc]
from: 2025-07-01
document: A contract that nobody wrote
sections:
  RA: { title: Rate, file: clauses/rate.yaml }
`,
  'parameters.yaml': `window.boundary:
  ambiguity: A01
  question: Does the day being claimed count among the past days?
  default: n-dates-inclusive
  from: 2025-07-01
  cites: Rate 2
  because: The rate is a daily one.
  sensitive: true
  values:
    n-dates-inclusive: { means: The date claimed and the thirteen before it }
    n-days-elapsed:
      means: The date claimed and the fourteen before it
      with: { TP-RA-2: { window-days: 15 } }
`,
  'clauses/rate.yaml': `TP-RA-0:
  says: The rate is paid on days for which both items are proved.
  cites: Rate
  all-of: [TP-RA-1, TP-RA-2]
  gates: case-rate

TP-RA-1:
  says: An initial meeting has been held.
  cites: Rate 1
  rule: initial-meeting
  with: { service: prc, modes: [in-person] }

TP-RA-2:
  says: There is a connection in any fourteen days.
  cites: Rate 2
  rule: recent-contact
  with:
    service: prc
    window-days: 14
    modes: [in-person, phone, video]
    presence-needs-engagement: false
    accompaniment-by-video: false

TP-RA-3:
  says: Coaches are kind.
  cites: Rate 3
  not-automated: 'principle: A way of being with someone.'
`,
};

type Part = keyof typeof CONTRACT;

/** Writes a folder of contracts with the one in it, changed at one place; gives its path. */
export function contractIn(home: string, change?: { file: Part; from: string; to: string }): string {
  const files: Record<string, string> = {};
  for (const [name, text] of Object.entries(CONTRACT)) {
    const isChanged = change?.file === name;
    if (isChanged && !text.includes(change.from)) throw new TypeError(`${name} has no ${change.from}`);
    files[`third-payer/${name}`] = isChanged ? text.replace(change.from, change.to) : text;
  }
  return folderWith(home, files);
}
