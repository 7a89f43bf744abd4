import { npiOf } from '../definitions/npi.ts';
import type { Write } from './extracts.ts';
import type { Random } from './random.ts';

/** Payers, agencies and schools: those that every catchment deals with. */
export const PAYORS = ['payer-1', 'payer-2'] as const;
export const AGENCIES = ['agency-public-health', 'agency-mental-health'] as const;
export const CERTIFIER = 'certifier';

const SHARED: readonly (readonly [id: string, name: string, type: string])[] = [
  [PAYORS[0], 'First Health Plan', 'payer'],
  [PAYORS[1], 'Second Health Plan', 'payer'],
  [AGENCIES[0], 'Department of Public Health', 'state-agency'],
  [AGENCIES[1], 'Department of Mental Health', 'state-agency'],
  [CERTIFIER, 'Peer Certification Board', ''],
];
/** System of the identifiers by which the center knows organizations. */
export const IDENTIFIERS = 'https://example.org/organization';

export function writeSharedOrganizations(write: Write): void {
  for (const [organization_id, name, types] of SHARED)
    write('organizations', { organization_id, name, types, identifiers: `${IDENTIFIERS}|${organization_id}` });
}

/** One that is nobody's: those of the registry begin with 1 or 2. */
export function npi(random: Random): string {
  return npiOf(`9${random.between(10_000_000, 99_999_999)}`);
}
