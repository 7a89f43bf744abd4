/** Codes as this center's EHR writes them (mappings/cbhc-extract/codes), where they aren't PeerBridge's own. */
export type Service = 'cps' | 'prc';

export const SERVICE_CODE: Readonly<Record<Service, string>> = { cps: 'CPS', prc: 'PRC' };
export const ROLE_CODE: Readonly<Record<Service, string>> = {
  cps: 'certified-peer-specialist',
  prc: 'peer-recovery-coach',
};

export const MODE = { inPerson: 'F2F', phone: 'TEL', video: 'VID', text: 'SMS', email: 'EML' } as const;
/** A mode that no code table knows: messages in the EHR's own portal. */
export const UNKNOWN_MODE = 'PORTAL';
export const TYPE = {
  initial: 'INIT',
  ongoing: 'ONG',
  accompaniment: 'ACC',
  preparation: 'PREP',
  collateral: 'COLL',
} as const;
export const STATUS = { completed: 'COMPLETED', noShow: 'NOSHOW', scheduled: 'SCHEDULED', open: 'INPROGRESS' } as const;
export const YES_CELL = 'Y';
export const NO_CELL = 'N';

export const SUPERVISION_TOPICS = [
  'role-clarity',
  'trauma-informed-care',
  'legal-and-partner-communication',
  'self-care-and-grief',
] as const;
