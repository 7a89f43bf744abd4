/** What a specification asks for, and the readings of outputs.md that are run both ways (case-rate.md, 5). */

export type Service = 'cps' | 'prc';
export type Mode = 'in-person' | 'phone' | 'video' | 'text' | 'email';

export const allModes: readonly Mode[] = ['in-person', 'phone', 'video', 'text', 'email'];

export interface Settings {
  readonly service: Service;
  /** Dates of the window, the day itself included; one more with A01's other reading. */
  readonly windowDates: number;
  /** A03. */
  readonly dateRule: 'start' | 'any-overlap';
  /** A07, CPS only. */
  readonly lateEffect: 'gate-until-meeting' | 'gate-episode' | 'finding-only';
  /** A08, CPS only. */
  readonly mustBeFirst: boolean;
  /** A11. */
  readonly async: 'reciprocal-or-flag' | 'flag-only';
  /** A18, PRC only. */
  readonly meetingMode: 'in-person' | 'any-listed-mode';
  /** 21 and A20. */
  readonly modes: readonly Mode[];
  /** A48. */
  readonly endInclusive: boolean;
}

export interface Specification {
  readonly id: string;
  readonly settings: Settings;
  /** In the order of their ids; each with the values that differ from the default. */
  readonly otherReadings: readonly (readonly [ambiguity: string, changes: readonly Partial<Settings>[]])[];
}

const common = {
  dateRule: 'start',
  lateEffect: 'gate-until-meeting',
  mustBeFirst: false,
  async: 'reciprocal-or-flag',
  meetingMode: 'in-person',
  endInclusive: true,
} as const;

export const cps: Specification = {
  id: 'molina-cps',
  settings: { ...common, service: 'cps', windowDates: 7, modes: allModes },
  otherReadings: [
    ['A01', [{ windowDates: 8 }]],
    ['A03', [{ dateRule: 'any-overlap' }]],
    ['A07', [{ lateEffect: 'gate-episode' }, { lateEffect: 'finding-only' }]],
    ['A08', [{ mustBeFirst: true }]],
    ['A11', [{ async: 'flag-only' }]],
    ['A48', [{ endInclusive: false }]],
  ],
};

export const prc: Specification = {
  id: 'optum-prc',
  settings: { ...common, service: 'prc', windowDates: 21, modes: ['in-person', 'phone', 'text', 'video'] },
  otherReadings: [
    ['A01', [{ windowDates: 22 }]],
    ['A03', [{ dateRule: 'any-overlap' }]],
    ['A11', [{ async: 'flag-only' }]],
    ['A18', [{ meetingMode: 'any-listed-mode' }]],
    ['A20', [{ modes: ['in-person', 'phone', 'text'] }]],
    ['A48', [{ endInclusive: false }]],
  ],
};
