import { beforeAll, describe, expect, test } from 'vitest';
import { addDays } from '../report/calendar-date.ts';
import type { Row } from './case-notation.ts';
import { askedCases, dueLines, foundLines, specifications } from './case-question.ts';
import { answers } from './case-run.ts';
import type { Answer, Question } from './case-run.ts';

// case-rate.md has as many points.
const points = 30;

/** outputs.md, "Readings that are run both ways": each value beside the default must make a difference in some case. */
const readings = [
  { ambiguity: 'A01', parameter: 'window.boundary', others: ['n-days-elapsed'], in: ['molina-cps', 'optum-prc'] },
  { ambiguity: 'A03', parameter: 'contact.dateRule', others: ['any-overlap'], in: ['molina-cps', 'optum-prc'] },
  {
    ambiguity: 'A07',
    parameter: 'cps.initialMeeting.lateEffect',
    others: ['gate-episode', 'finding-only'],
    in: ['molina-cps'],
  },
  { ambiguity: 'A08', parameter: 'cps.initialMeeting.mustBeFirst', others: ['true'], in: ['molina-cps'] },
  { ambiguity: 'A11', parameter: 'contact.engagement.async', others: ['flag-only'], in: ['molina-cps', 'optum-prc'] },
  { ambiguity: 'A18', parameter: 'prc.initialMeeting.mode', others: ['any-listed-mode'], in: ['optum-prc'] },
  { ambiguity: 'A20', parameter: 'prc.connection.modes', others: ['in-person,phone,text'], in: ['optum-prc'] },
  { ambiguity: 'A48', parameter: 'episode.endInclusive', others: ['false'], in: ['molina-cps', 'optum-prc'] },
];

/** Whose day → the row that has it. */
function byDay(rows: ReadonlyMap<string, readonly Row[]>): Map<string, Row> {
  const days = new Map<string, Row>();
  for (const [whose, own] of rows)
    for (const row of own)
      for (let day = row.from; day <= row.to; day = addDays(day, 1)) days.set(`${whose} ${day}`, row);
  return days;
}

/** Days whose outcome differs, or that only one of the two lists. */
function changedDays(
  before: ReadonlyMap<string, readonly Row[]>,
  after: ReadonlyMap<string, readonly Row[]>,
): string[] {
  const [one, other] = [byDay(before), byDay(after)];
  return [...one.keys(), ...other.keys()].filter((day) => one.get(day)?.outcome !== other.get(day)?.outcome);
}

const all = askedCases();
let found: Map<Question, Answer>;
beforeAll(async () => {
  found = await answers(
    all.flatMap(({ plain, otherwise }) => [plain.question, ...otherwise.map((one) => one.question)]),
  );
  // Some twenty runs of the real check, on a machine that may be busy.
}, 180_000);

function answerTo(question: Question): Answer {
  const answer = found.get(question);
  if (answer === undefined) throw new Error(`"${question.given.case}" was not judged`);
  return answer;
}

describe.each(specifications)('$id', ({ id, files }) => {
  test('has cases', () => {
    expect(files).not.toEqual([]);
  });

  describe.each(files)('$file', ({ file }) => {
    const own = all.filter((each) => each.specification === id && each.file === file);

    test.each(own)('$given.point $given.case', ({ plain, otherwise }) => {
      for (const asked of [plain, ...otherwise])
        expect(foundLines(asked, answerTo(asked.question))).toEqual(dueLines(asked));
    });
  });
});

describe('together', () => {
  test.each(Array.from({ length: points }, (_, at) => at + 1))('point %i has a case', (point) => {
    expect(all.some(({ given }) => given.point.includes(point))).toBe(true);
  });

  test('no two cases of a file say the same', () => {
    const names = all.map(({ specification, file, given }) => `${specification} ${file} ${given.case}`);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  const values = readings.flatMap(({ ambiguity, parameter, others, in: ids }) =>
    others.flatMap((value) => ids.map((id) => ({ id, ambiguity, parameter, value, only: others.length === 1 }))),
  );
  test.each(values)(
    '$ambiguity $parameter=$value makes a difference in $id',
    ({ id, ambiguity, parameter, value, only }) => {
      const set = all
        .filter(({ specification }) => specification === id)
        .flatMap(({ given, plain, otherwise }) =>
          otherwise
            .filter(({ question }) => Object.keys(question.set).length === 1 && question.set[parameter] === value)
            .map((other) => ({ given, plain, changed: new Set(changedDays(plain.expected, other.expected)) })),
        );
      expect(set.some(({ changed }) => changed.size > 0)).toBe(true);
      // A slip in one of two expectations shows here: the days that differ are the days that are marked (case-rate 5).
      for (const { given, plain, changed } of set)
        for (const [day, row] of byDay(plain.expected)) {
          const marked = row.sensitive.includes(ambiguity);
          if (changed.has(day))
            expect(marked, `${given.case}: ${day} differs, so it is marked ${ambiguity}`).toBe(true);
          else if (only) expect(marked, `${given.case}: ${day} is marked ${ambiguity}, but doesn't differ`).toBe(false);
        }
    },
  );
});
