/** Modes of contact (case-rate.md, 15). */
import { codesOf, extensionOf } from './resources.ts';
import type { Encounter } from './resources.ts';
import { allModes } from './settings.ts';
import type { Mode } from './settings.ts';

const participationModes: Readonly<Record<string, Mode>> = {
  FACE: 'in-person',
  PHYSICAL: 'in-person',
  PHONE: 'phone',
  VIDEOCONF: 'video',
  EMAILWRIT: 'email',
  SMSWRIT: 'text',
};
const v3 = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationMode';
const inPersonClasses = ['AMB', 'HH', 'FLD', 'EMER', 'IMP'];

/** The modes that codes may mean: those that are understood, else any. */
export function modesOf(concepts: readonly Encounter['type'][number][]): readonly Mode[] {
  const ours = codesOf('contact-mode', concepts);
  const understood = [
    ...allModes.filter((mode) => ours.includes(mode)),
    ...concepts
      .flatMap(({ coding }) => coding)
      .flatMap(({ system, code }) => (system === v3 ? (participationModes[code ?? ''] ?? []) : [])),
  ];
  return understood.length > 0 ? understood : allModes;
}

/** The modes that an Encounter may have had. */
export function modesOfEncounter(encounter: Encounter): readonly Mode[] {
  const explicit = extensionOf(encounter, 'contact-mode')?.valueCodeableConcept;
  if (explicit !== undefined) return modesOf([explicit]);
  const code = encounter.class?.code ?? '';
  if (inPersonClasses.includes(code)) return ['in-person'];
  return code === 'VR' ? allModes.filter((mode) => mode !== 'in-person') : allModes;
}
