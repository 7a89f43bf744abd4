import { binary, call, cases, integer, text } from './term.ts';
import type { Term } from './term.ts';

export type Side = 'low' | 'high';

/** Primitive types whose values have boundaries; others are an error. */
export function hasBoundary(type: string): boolean {
  return ['decimal', 'date', 'dateTime', 'instant', 'time'].includes(type);
}

/**
 * The least or greatest value that a value of limited precision can stand for (FHIRPath, lowBoundary and highBoundary): of a
 * decimal half a unit of its last digit away, of a date its first or last day, of a time its first or last millisecond.
 * A dateTime without offset may be anywhere on earth: from +14:00 to -12:00.
 */
export function boundary(of: Term, type: string, side: Side): Term {
  switch (type) {
    case 'decimal':
      return decimalBoundary(of, side);
    case 'date':
      return dateBoundary(of, side);
    case 'time':
      return timeBoundary(of, side);
    default:
      return dateTimeBoundary(of, side);
  }
}

/**
 * Decimals are read as doubles, whose shortest text has at least one digit after the point: 2 counts as 2.0.
 * Scaled to whole numbers first, because no engine rounds by a number of digits that differs from row to row.
 */
function decimalBoundary(of: Term, side: Side): Term {
  const value: Term = { kind: 'cast', of, to: { kind: 'string' } };
  const fraction: Term = { kind: 'capture', of: value, pattern: '^-?[0-9]+[.]([0-9]+)$' };
  const digits = call('coalesce', call('length', fraction), integer(8));
  const scale = call('power', { kind: 'literal', type: 'decimal', text: '10' }, binary(digits, '+', integer(1)));
  const units = call('round', binary(of, '*', scale));
  return binary(binary(units, side === 'low' ? '-' : '+', { kind: 'literal', type: 'decimal', text: '5' }), '/', scale);
}

function dateBoundary(of: Term, side: Side): Term {
  const length = call('length', of);
  const month = side === 'low' ? binary(of, '||', text('-01')) : ({ kind: 'lastDay', of } as const);
  return cases(
    [
      [binary(length, '=', integer(4)), binary(of, '||', text(side === 'low' ? '-01-01' : '-12-31'))],
      [binary(length, '=', integer(7)), month],
    ],
    of,
  );
}

function timeBoundary(of: Term, side: Side): Term {
  const [seconds, digit] = side === 'low' ? [':00', '0'] : [':59', '9'];
  const toSeconds = cases([[binary(call('length', of), '=', integer(5)), binary(of, '||', text(seconds))]], of);
  const withPoint = cases(
    [[binary(call('length', toSeconds), '=', integer(8)), binary(toSeconds, '||', text('.'))]],
    toSeconds,
  );
  // rpad would also cut a time that is more precise than milliseconds.
  return cases(
    [[binary(call('length', withPoint), '<', integer(12)), call('rpad', withPoint, integer(12), text(digit))]],
    withPoint,
  );
}

function dateTimeBoundary(of: Term, side: Side): Term {
  const day = dateBoundary(call('substr', of, integer(1), integer(10)), side);
  const time: Term = { kind: 'capture', of, pattern: '^[^T]+T([0-9:.]+)' };
  const offset: Term = { kind: 'capture', of, pattern: '(Z|[+-][0-9][0-9]:[0-9][0-9])$' };
  const [widest, wholeDay] = side === 'low' ? ['+14:00', '00:00'] : ['-12:00', '23:59'];
  const parts = [
    text('T'),
    timeBoundary(call('coalesce', time, text(wholeDay)), side),
    call('coalesce', offset, text(widest)),
  ];
  return parts.reduce((left, right) => binary(left, '||', right), day);
}
