import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Ended, Running } from '../../command/command.ts';
import { linesOf, sourcesIn } from '../lake.ts';
import { on } from '../misdeeds.ts';
import type { Scenarios, World } from '../scenario.ts';

/** A pull that waits for its second page of Encounters. */
async function waiting(
  { server, start }: World,
  ...options: string[]
): Promise<{ running: Running; goOn: () => void }> {
  const held: (() => void)[] = [];
  const isHeld = new Promise<void>((resolve) => {
    server.faults.push(
      on('Encounter', ({ url }, reply) => {
        if (url.searchParams.get('_page') !== '10') return undefined;
        return (response) => {
          held.push(() => response.writeHead(reply.status, reply.headers).end(reply.body));
          resolve();
        };
      }),
    );
  });
  const running = start('--timeout', '60', ...options);
  await Promise.race([isHeld, running.ended]);
  const goOn = (): void => {
    server.faults.length = 0;
    for (const answer of held) answer();
  };
  return { running, goOn };
}

async function interrupted(world: World, signal: NodeJS.Signals): Promise<Ended> {
  const { running, goOn } = await waiting(world);
  running.kill(signal);
  const ended = await running.ended;
  goOn();
  return ended;
}

/** Folder of a pull that is under way. */
function workIn(lake: string): string {
  const [name] = readdirSync(lake).filter((one) => one.endsWith('.pull'));
  expect(name, 'a pull that was interrupted leaves what it has').toBeDefined();
  return join(lake, name ?? '');
}

export const FILES: Scenarios = {
  'killed-while-parquet-is-written': {
    kills: true,
    play: async (world) => {
      const running = world.startWithParquet();
      const isWriting = (): boolean =>
        existsSync(world.lake) &&
        readdirSync(world.lake, { recursive: true, encoding: 'utf8' }).some((name) => name.includes('.parquet'));
      for (let waits = 0; waits < 5000 && !isWriting(); waits++) await sleep(2);
      running.kill('SIGKILL');
      await running.ended;
      // What stands under its final name is whole: the folder of a source appears with all its files, or not at all.
      for (const source of sourcesIn(world.lake)) expect(readdirSync(source)).toContain('manifest.json');
      return await world.pull();
    },
  },
  'the-disk-is-full': {
    play: async (world) => {
      const disk = world.at('disk');
      mkdirSync(disk);
      const isMounted = tryTo('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk]);
      try {
        // Without the right to mount a small disk: a place that takes no files either.
        return await world.pullInto(isMounted ? join(disk, 'lake') : '/proc/peerbridge/lake');
      } finally {
        if (isMounted) tryTo('umount', [disk]);
      }
    },
  },
  'a-lake-that-takes-no-files': { play: (world) => world.pullInto('/proc/peerbridge/lake') },
  'a-part-of-the-path-is-a-file': {
    play: async (world) => {
      writeFileSync(world.at('file'), '');
      return await world.pullInto(world.at('file', 'lake'));
    },
  },
  'two-pulls-at-once': {
    play: async (world) => {
      const { running, goOn } = await waiting(world);
      const second = await world.pull();
      goOn();
      const first = await running.ended;
      expect(first.code, first.stderr).toBe(0);
      return second;
    },
    verify: ({ lake }) => {
      expect(linesOf(lake, 'Encounter')).toHaveLength(24);
    },
  },
  'a-stale-lock': {
    kills: true,
    play: async (world) => {
      await interrupted(world, 'SIGKILL');
      return await world.pull('--timeout', '60');
    },
  },
  'a-corrupt-checkpoint': {
    play: async (world) => {
      await interrupted(world, 'SIGTERM');
      const work = workIn(world.lake);
      for (const name of readdirSync(work).filter((one) => one.endsWith('.json')))
        writeFileSync(join(work, name), '{"format":');
      return await world.pull('--timeout', '60');
    },
  },
  'terminated-and-run-again': {
    play: async (world) => {
      const ended = await interrupted(world, 'SIGTERM');
      expect(ended.code).toBe(4);
      world.server.forget();
      return await world.pull('--timeout', '60');
    },
    verify: ({ server }) => {
      const [first] = server.asks('Encounter').filter(({ url }) => !url.searchParams.has('_summary'));
      expect(first?.url.searchParams.get('_page'), 'it goes on from the page that did not come').toBe('10');
    },
  },
};

function tryTo(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
