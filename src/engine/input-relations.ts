import type { Cell, Column, ColumnType, InputRelation } from '../sql/runner.ts';
import { ALL_SATISFIED, severityOf, lanesUsedBy } from './lanes.ts';
import type { Lane } from './lanes.ts';
import type { NumberedReading, Variant } from './readings.ts';
import type { Rule } from './rule.ts';
import { columnOf, columnType } from './rule.ts';

/**
 * Relations by which the engine tells SQL how each specification is read. Columns:
 * setting(variant, name, value) · variant(variant, base) · specification_service(specification, service, variant) ·
 * reading(reading_id, reading, specification, ambiguity, parameter, value, sensitive, variant, own_evidence) · absence(specification, clause, reading, resource_type) ·
 * lane(lane, default_lane, incomplete_lane, specification, service, clause, reading, variant, own_evidence, reason, outcome, otherwise, gate, within_gate, among_gates) ·
 * lane_use(reading_id, reading, lane) · lane_rank(among_gates, lane, across, satisfied) · outcome_rank(across, severity, outcome, reason)
 */
export function readingRelations(
  readings: readonly NumberedReading[],
  variants: readonly Variant[],
  lanes: readonly Lane[],
): InputRelation[] {
  const others = readings.filter(({ isDefault }) => !isDefault);
  return [
    relation(
      'variant',
      { variant: 'text', base: 'text' },
      variants.map(({ variant, base }) => [variant, base]),
    ),
    relation(
      'setting',
      { variant: 'text', name: 'text', value: 'text' },
      variants.flatMap(({ variant, settings }) => [...settings].map(([name, value]) => [variant, name, value])),
    ),
    relation(
      'specification_service',
      { specification: 'text', service: 'text', variant: 'text' },
      readings.flatMap(services),
    ),
    relation(
      'reading',
      {
        reading_id: 'integer',
        reading: 'text',
        specification: 'text',
        ambiguity: 'text',
        parameter: 'text',
        value: 'text',
        sensitive: 'boolean',
        variant: 'text',
        own_evidence: 'boolean',
      },
      others.map(({ id, key, reading, variant, ownEvidence }) => [
        id,
        key,
        reading.specification.id,
        reading.ambiguity,
        reading.parameter,
        reading.value,
        reading.sensitive,
        variant,
        ownEvidence,
      ]),
    ),
    relation(
      'absence',
      { specification: 'text', clause: 'text', reading: 'text', resource_type: 'text' },
      readings.flatMap(absences),
    ),
    ...laneRelations(lanes, others),
  ];
}

/** `binding` of one rule: clause, reading, variant, service, and a column for each parameter that the rule asks for. */
export function bindingOf(rule: Rule, readings: readonly NumberedReading[]): InputRelation {
  const asks = Object.entries(rule.asks);
  const columns: Record<string, ColumnType> = { clause: 'text', reading: 'text', variant: 'text', service: 'text' };
  for (const [name, asked] of asks) columns[columnOf(name)] = columnType(asked);
  const rows = readings.flatMap(({ reading, key, variant, touched }) =>
    [...reading.clauses.values()]
      .filter((bound) => bound.rule.rule === rule.rule && touched.has(bound.clause.id))
      .map((bound): Cell[] => [
        bound.clause.id,
        key,
        variant,
        bound.service,
        ...asks.map(([name]) => bound.parameters.get(name) ?? null),
      ]),
  );
  return relation(`binding_${columnOf(rule.rule)}`, columns, rows);
}

export function relation(
  name: string,
  columns: Readonly<Record<string, ColumnType>>,
  rows: readonly (readonly Cell[])[],
): InputRelation {
  return { name, columns: Object.entries(columns).map(([column, type]): Column => ({ name: column, type })), rows };
}

function services({ isDefault, reading, variant }: NumberedReading): Cell[][] {
  return isDefault ? reading.specification.services.map((service) => [reading.specification.id, service, variant]) : [];
}

/** Of the clauses that speak of days of the case rate; those of other subjects have `clause_absence`. */
function absences({ reading, key, touched }: NumberedReading): Cell[][] {
  return [...reading.clauses.values()]
    .filter(({ clause, rule }) => touched.has(clause.id) && rule.claims !== 'subject')
    .flatMap(({ clause, absenceNeeds }) =>
      absenceNeeds.map((type) => [reading.specification.id, clause.id, key, type]),
    );
}

function laneRelations(lanes: readonly Lane[], others: readonly NumberedReading[]): InputRelation[] {
  const defaults = lanes.filter(({ lane, defaultLane }) => lane === defaultLane);
  const outcomes = new Map(
    defaults.map(({ across, outcome, reason }) => [
      across,
      { outcome, reason: outcome === 'satisfied' ? ALL_SATISFIED : reason },
    ]),
  );
  return [
    relation(
      'lane',
      {
        lane: 'integer',
        default_lane: 'integer',
        incomplete_lane: 'integer',
        specification: 'text',
        service: 'text',
        clause: 'text',
        reading: 'text',
        variant: 'text',
        own_evidence: 'boolean',
        reason: 'text',
        outcome: 'text',
        otherwise: 'boolean',
        gate: 'integer',
        within_gate: 'integer',
        among_gates: 'integer',
      },
      lanes.map(({ reading, bound, ...lane }) => [
        lane.lane,
        lane.defaultLane,
        lane.incompleteLane,
        reading.reading.specification.id,
        bound?.service ?? null,
        bound?.clause.id ?? null,
        reading.key,
        reading.variant,
        reading.ownEvidence,
        lane.reason,
        lane.outcome,
        lane.otherwise,
        lane.gate,
        lane.withinGate,
        lane.amongGates,
      ]),
    ),
    relation(
      'lane_use',
      { reading_id: 'integer', reading: 'text', lane: 'integer' },
      others.flatMap((reading) => lanesUsedBy(reading, lanes).map(({ lane }) => [reading.id, reading.key, lane])),
    ),
    relation(
      'lane_rank',
      { among_gates: 'integer', lane: 'integer', across: 'integer', satisfied: 'boolean' },
      defaults.map(({ amongGates, lane, across, outcome }) => [amongGates, lane, across, outcome === 'satisfied']),
    ),
    relation(
      'outcome_rank',
      { across: 'integer', severity: 'integer', outcome: 'text', reason: 'text' },
      [...outcomes].map(([across, { outcome, reason }]) => [across, severityOf(outcome), outcome, reason]),
    ),
  ];
}
