import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Measured {
  /** From spawn to exit. */
  seconds: number;
  /** Of the process at its largest, in MB; null where the system doesn't tell. */
  peak: number | null;
}

/** Runs a script in a process of its own. Throws where it ends with another code than 0. */
export async function measure(script: readonly string[]): Promise<Measured> {
  const started = performance.now();
  const child = spawn(process.execPath, script, { stdio: ['ignore', 'ignore', 'inherit'] });
  let peak: number | null = null;
  const watch = setInterval(() => {
    peak = peakOf(child.pid) ?? peak;
  }, 10);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('exit', resolve);
  });
  clearInterval(watch);
  if (code !== 0) throw new Error(`${script.join(' ')} ended with ${code}`);
  return { seconds: (performance.now() - started) / 1000, peak };
}

/** Linux keeps the high-water mark of a process; a sample each 10 ms misses only what its last moments add. */
function peakOf(pid: number | undefined): number | null {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1000;
  } catch {
    return null;
  }
}

export interface Compared {
  name: string;
  seconds: number[];
  baseline: number[];
  peak: number | null;
}

/** Runs work and baseline in turn, so that both meet the machine in the same mood. The first pair warms up and isn't counted. */
export async function compare(
  name: string,
  work: readonly string[],
  baseline: readonly string[],
  runs: number,
): Promise<Compared> {
  const compared: Compared = { name, seconds: [], baseline: [], peak: null };
  for (let run = 0; run <= runs; run++) {
    const [one, other] = [await measure(baseline), await measure(work)];
    if (run === 0) continue;
    compared.baseline.push(one.seconds);
    compared.seconds.push(other.seconds);
    compared.peak = Math.max(compared.peak ?? 0, other.peak ?? 0) || null;
  }
  return compared;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
