import type { PullLog } from '../fhir/pull/context.ts';

/** Between two lines of progress where nobody watches. */
const PAUSE = 5_000;

/** Tells a person how a pull goes, on stderr: one line that changes on a terminal, a line now and then elsewhere. */
export function pullLog(stream: NodeJS.WriteStream, now: () => number): PullLog & { end: () => void } {
  const started = new Map<string, { at: number; done: number }>();
  let lastShown = now();
  const textOf = (what: string, done: number, all: number | null): string => {
    const start = started.get(what) ?? { at: now(), done };
    started.set(what, start);
    const seconds = (now() - start.at) / 1000;
    const rate = seconds < 1 ? 0 : (done - start.done) / seconds;
    const left = all !== null && rate > 0 && all > done ? `, about ${duration((all - done) / rate)} left` : '';
    const of = all !== null && all >= done ? ` of ${count(all)}` : '';
    return done === 0 && all === null
      ? what
      : `${what}: ${count(done)}${of}${rate > 0 ? ` (${count(Math.round(rate))}/s${left})` : ''}`;
  };
  const clear = (): void => {
    if (stream.isTTY) stream.write('\r\u001b[K');
  };
  return {
    line: (text) => {
      clear();
      stream.write(`${text}\n`);
    },
    progress: (what, done, all) => {
      const text = textOf(what, done, all);
      if (stream.isTTY) stream.write(`\r\u001b[K${text}`);
      else if (now() - lastShown >= PAUSE) {
        lastShown = now();
        stream.write(`${text}\n`);
      }
    },
    end: clear,
  };
}

export const SILENT: PullLog & { end: () => void } = {
  line: () => undefined,
  progress: () => undefined,
  end: () => undefined,
};

function count(number: number): string {
  return number.toLocaleString('en-US');
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
