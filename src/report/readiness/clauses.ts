import type { BoundClause } from '../../engine/bind.ts';
import { restsOn } from '../../engine/findings/order.ts';
import type { Need, Rule } from '../../engine/rule.ts';
import type { Clause, Specification } from '../../engine/specification.ts';
import type { Gap } from '../../lake/issue.ts';
import type { ClauseState, Decidable, ElementState, Lack } from './readiness.ts';
import type { Facts } from './rows.ts';

/** What is known of a source for one specification. */
export interface Evidence {
  readonly specification: Specification;
  readonly rules: ReadonlyMap<string, Rule>;
  /** What its clauses give their rules, by clause. */
  readonly bound: ReadonlyMap<string, BoundClause>;
  readonly facts: Facts;
  readonly gaps: readonly Gap[];
  /** Resource types that the source has files of. */
  readonly present: ReadonlySet<string>;
}

/** Types of which resources are counted by service; of others it is only known whether there are files. */
const COUNTED: ReadonlySet<string> = new Set([
  'Encounter',
  'Communication',
  'EpisodeOfCare',
  'Organization',
  'OrganizationAffiliation',
  'ServiceRequest',
]);

/** Each clause that is checked: whether this source can decide it, and what stands in the way. */
export function clauseStates(evidence: Evidence): ClauseState[] {
  const { clauses } = evidence.specification;
  const elements = elementStates(evidence);
  const own = new Map<string, ReturnType<typeof ruleState>>();
  for (const clause of clauses.values()) {
    const rule = evidence.rules.get(clause.rule ?? '');
    if (rule !== undefined) own.set(clause.id, ruleState(rule, elements, evidence));
  }
  const throughOf = (clause: Clause): string[] => [
    ...restsOn(clause, evidence.bound.get(clause.id)),
    ...(clause['part-of'] === undefined ? [] : [clause['part-of']]),
  ];
  const decidableOf = (id: string): Decidable => {
    const clause = clauses.get(id);
    const through = (clause === undefined ? [] : throughOf(clause)).map(decidableOf);
    const mine = own.get(id)?.decidable;
    return worst(mine === undefined ? through : [mine, ...through]);
  };
  return [...clauses.values()]
    .filter((clause) => clause['not-automated'] === undefined)
    .map((clause) => ({
      id: clause.id,
      says: clause.says,
      rule: clause.rule ?? null,
      through: throughOf(clause),
      decidable: decidableOf(clause.id),
      because: own.get(clause.id)?.because ?? [],
    }));
}

function worst(all: readonly Decidable[]): Decidable {
  return all.includes('no') ? 'no' : all.includes('partly') ? 'partly' : 'yes';
}

function ruleState(
  rule: Rule,
  elements: readonly ElementState[],
  evidence: Evidence,
): { decidable: Decidable; because: Lack[] } {
  const absent = rule.needs.flatMap((need) => (need.place === undefined ? noResource(need, rule, evidence) : []));
  const named = new Set(absent.flatMap(({ of }) => of));
  const incomplete = rule['absence-needs']
    .filter((type) => !named.has(type) && evidence.gaps.some(({ resourceType }) => resourceType === type))
    .map((type) => incompleteLack(type, rule));
  const because = [
    ...absent,
    ...(named.has(EPISODE) ? [] : noEpisode(evidence)),
    ...incomplete,
    ...rule.needs.flatMap((need) => elementLack(need, elements)),
  ];
  const total = because.some((lack) => lack.total);
  return { decidable: total ? 'no' : because.length > 0 ? 'partly' : 'yes', because };
}

const EPISODE = 'EpisodeOfCare';

/** Of a service that nobody has, workers and providers may still be judged, but for nobody's sake. */
function noEpisode({ facts, specification }: Evidence): Lack[] {
  const isServed = facts.records.some(
    (row) => row.specification === specification.id && row.resource_type === EPISODE && row.resources > 0,
  );
  if (isServed) return [];
  return [
    {
      kind: 'no-resource',
      of: [EPISODE],
      place: null,
      what: 'Episodes of the service',
      without: 'No member has the service here: nothing that concerns members is judged.',
      lacking: null,
      records: null,
      total: false,
    },
  ];
}

/** None of the types has a resource, and it isn't known that there was none. */
function noResource(need: Need, rule: Rule, { facts, gaps, specification, present }: Evidence): Lack[] {
  const counted = facts.records.some(
    (row) => row.specification === specification.id && need.of.includes(row.resource_type) && row.resources > 0,
  );
  const has = counted || need.of.some((type) => !COUNTED.has(type) && present.has(type));
  const isKnown = need.of.every(
    (type) => rule['absence-needs'].includes(type) && !gaps.some(({ resourceType }) => resourceType === type),
  );
  if (has || isKnown) return [];
  const { of, what, without, essential } = need;
  return [{ kind: 'no-resource', of, place: null, what, without, lacking: null, records: null, total: essential }];
}

function incompleteLack(type: string, rule: Rule): Lack {
  const reason = rule.reasons[rule.incomplete ?? ''];
  return {
    kind: 'incomplete',
    of: [type],
    place: null,
    what: `Whether all resources of type ${type} are there`,
    without: reason?.means ?? '',
    lacking: null,
    records: null,
    total: false,
  };
}

function elementLack({ place, of, what, without, essential }: Need, elements: readonly ElementState[]): Lack[] {
  const element = elements.find((one) => place !== undefined && one.place === place);
  if (place === undefined || element === undefined) return [];
  const { records, there } = element;
  const lacking = records - there;
  if (lacking === 0) return [];
  return [{ kind: 'element', of, place, what, without, lacking, records, total: essential && there === 0 }];
}

/** Every element that a rule of the specification needs, once. */
export function elementStates({ specification, rules, facts }: Evidence): ElementState[] {
  const bound = new Set([...specification.clauses.values()].flatMap(({ rule }) => (rule === undefined ? [] : [rule])));
  const states = new Map<string, ElementState>();
  for (const name of bound)
    for (const need of rules.get(name)?.needs ?? []) {
      if (need.place === undefined) continue;
      const state = states.get(need.place) ?? elementState(need, need.place, specification.id, facts);
      state.rules.push(name);
      states.set(need.place, state);
    }
  return [...states.values()];
}

function elementState({ of, what, without }: Need, place: string, specification: string, facts: Facts): ElementState {
  const isOurs = (row: { specification: string; place: string }): boolean =>
    row.specification === specification && row.place === place;
  const row = facts.counts.find(isOurs);
  const [there, missing, notUnderstood] = [row?.there ?? 0, row?.missing ?? 0, row?.not_understood ?? 0];
  const records = there + missing + notUnderstood;
  return {
    place,
    of,
    what,
    without,
    rules: [],
    records,
    there,
    missing,
    notUnderstood,
    missingPercent: percent(missing, records),
    notUnderstoodPercent: percent(notUnderstood, records),
    memberDays: facts.costs.filter(isOurs).reduce((sum, cost) => sum + cost.member_days, 0),
  };
}

function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((1000 * part) / whole) / 10;
}
