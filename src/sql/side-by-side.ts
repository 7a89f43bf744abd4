/**
 * Runs steps side by side, at most `lanes` at a time: each as soon as all that it comes after is done, the earlier first. `work`
 * gets the place of a step and the lane that it has to itself. Where one fails, none is begun any more; those that run end before
 * the failure is thrown.
 */
export async function sideBySide(
  steps: readonly { readonly after: readonly number[] }[],
  lanes: number,
  work: (place: number, lane: number) => Promise<void>,
): Promise<void> {
  const done = new Set<number>();
  const waiting = new Set(steps.keys());
  const running = new Map<number, Promise<void>>();
  const isReady = (place: number): boolean => steps[place]?.after.every((earlier) => done.has(earlier)) ?? false;
  const begin = (lane: number): void => {
    const place = [...waiting].find(isReady);
    if (place === undefined) return;
    waiting.delete(place);
    const run = async (): Promise<void> => {
      await work(place, lane);
      done.add(place);
      running.delete(lane);
    };
    running.set(lane, run());
  };
  try {
    while (waiting.size > 0 || running.size > 0) {
      for (let lane = 0; lane < lanes; lane++) if (!running.has(lane)) begin(lane);
      if (running.size === 0) throw new TypeError('steps wait for each other');
      await Promise.race(running.values());
    }
  } finally {
    await Promise.allSettled(running.values());
  }
}
