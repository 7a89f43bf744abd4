import type { Watch } from '../sql/runner.ts';

/** Shows what is being done: one line that changes on a terminal, a plain line for each phase elsewhere; all on stderr. */
export function progress(stream: NodeJS.WriteStream, quiet: boolean): { watch: Watch; end: () => void } {
  if (quiet) return { watch: () => undefined, end: () => undefined };
  if (!stream.isTTY) return plain(stream);
  return {
    watch: (step, done, all) => {
      const share = all === 0 ? '' : `${String(Math.round((100 * done) / all)).padStart(3)} %  `;
      stream.write(`\r\u001b[K${share}${step}`);
    },
    end: () => {
      stream.write('\r\u001b[K');
    },
  };
}

function plain(stream: NodeJS.WriteStream): { watch: Watch; end: () => void } {
  let phase = '';
  return {
    watch: (step) => {
      const next =
        /^(reading|checking|mapping|writing|comparing|sending|verifying)(?= |$)/.exec(step)?.[0] ?? 'judging';
      // what is ready is written while the rest is still judged: that is no step back
      if (next === phase || (phase === 'writing' && next === 'judging')) return;
      phase = next;
      stream.write(`${phase} …\n`);
    },
    end: () => undefined,
  };
}
