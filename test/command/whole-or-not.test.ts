import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { linesOf, MAIN, peerbridge, start } from './command.ts';
import type { Ended } from './command.ts';
import { bytesOf, folderWith, workshop } from './folders.ts';
import { mixedStory } from './mixed-story.ts';
import { CENTER, member, sourceOf } from './story.ts';

const at = workshop();
const QUESTION = ['--from', '2026-03-01', '--to', '2026-03-31'];
/** Enough of an earlier run to be taken for one. */
const EARLIER = { 'manifest.json': '{}\n', 'case-rate.csv': 'earlier\n' };
const PROGRESS = /^(reading|checking|judging|writing) …$/;
const isRoot = process.getuid?.() === 0;

/** What stderr says beside how far it is. */
function said({ stderr }: Ended): string[] {
  return linesOf(stderr).filter((line) => !PROGRESS.test(line));
}

describe('a run that is stopped while it judges', () => {
  const [killed, ended] = [at('killed'), at('ended')];
  const temporary = at('temporary');
  const source = at('source');
  const again = ['check', source, ...QUESTION, '--no-readings', '--format', 'csv'];
  let before: Record<string, string> = {};
  let stopped: readonly Ended[];

  async function stopWhileJudging(out: string, signal: NodeJS.Signals): Promise<Ended> {
    const run = start(['check', source, ...QUESTION, '--out', out], { env: { TMPDIR: temporary } });
    await run.said('judging');
    run.kill(signal);
    return await run.ended;
  }

  beforeAll(async () => {
    sourceOf(source, mixedStory(80, 1));
    mkdirSync(temporary);
    await peerbridge([...again, '--out', killed]);
    cpSync(killed, ended, { recursive: true });
    before = bytesOf(killed);
    stopped = [await stopWhileJudging(ended, 'SIGTERM')];
    // only now, so that what it leaves isn't taken for what the other left
    expect(readdirSync(temporary), 'temporary files are left').toEqual([]);
    stopped = [...stopped, await stopWhileJudging(killed, 'SIGKILL')];
  });

  test('leaves the earlier output as it was', () => {
    expect(Object.keys(before)).toContain('case-rate.csv');
    expect(bytesOf(killed)).toEqual(before);
    expect(bytesOf(ended)).toEqual(before);
  });

  test('by SIGTERM: ends with 4, says so in one line, and tidies up', () => {
    const [byTerm, byKill] = stopped;
    expect(byTerm?.code).toBe(4);
    expect(byTerm === undefined ? [] : said(byTerm)).toEqual(['peerbridge: interrupted; earlier output is as it was']);
    expect(byTerm?.stdout).toBe('');
    expect(byKill?.signal).toBe('SIGKILL');
    expect(readdirSync(at()).filter((name) => name.startsWith('.ended'))).toEqual([]);
  });

  test('by SIGKILL: leaves what the next runs tidy up, even two at once', async () => {
    expect(readdirSync(at()).filter((name) => name.startsWith('.killed'))).toHaveLength(1);
    const runs = await Promise.all([1, 2].map(() => peerbridge([...again, '--out', killed])));
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(readdirSync(at()).filter((name) => name.startsWith('.'))).toEqual([]);
    const tables = (all: Record<string, string>): [string, string][] =>
      Object.entries(all).filter(([name]) => name !== 'manifest.json');
    expect(tables(bytesOf(killed))).toEqual(tables(before));
  });
});

describe('an output that cannot be written', () => {
  const source = at('small');
  beforeAll(() => {
    sourceOf(source, [CENTER, ...member('ash', ['2026-03-02'])]);
  });

  /** It fails with one line, which says what to do. */
  async function expectFailure(out: string, advice: RegExp, uid?: number): Promise<void> {
    const run = await peerbridge(['check', source, ...QUESTION, '--out', out], uid === undefined ? {} : { uid });
    expect(said(run)).toEqual([expect.stringMatching(advice)]);
    expect(run.code).toBe(4);
    expect(run.stdout).toBe('');
  }

  test.each([['/proc/peerbridge/out'], ['/proc/peerbridge']])(
    'because no folder can be made there: %s',
    async (out) => {
      await expectFailure(out, /^peerbridge: \/proc .*: name another/);
    },
  );

  test('because a part of its path is a file', async () => {
    folderWith(at('file'), { name: '' });
    await expectFailure(at('file', 'name', 'deep', 'out'), /a part of the path is a file: name another folder$/);
  });

  test('because it is not ours to write', async (context) => {
    const [home, out] = [at('locked'), at('locked', 'out')];
    folderWith(out, EARLIER);
    chmodSync(home, 0o555);
    chmodSync(at(), 0o755);
    // root may write anywhere, so somebody else tries, who must be able to read this checkout
    const nobody = isRoot ? 65534 : undefined;
    if (nobody !== undefined && (await peerbridge(['--version'], { uid: nobody })).code !== 0)
      context.skip('skipped: only root can read this checkout, and root may write anywhere');
    await expectFailure(out, /permission denied: name a folder that you may write to$/, nobody);
    chmodSync(home, 0o755);
    expect(bytesOf(out)).toEqual(EARLIER);
    expect(readdirSync(home)).toEqual(['out']);
  });

  test('because the disk is full', async (context) => {
    const disk = folderWith(at('disk'), {});
    if (!isRoot || !tryTo('mount', ['-t', 'tmpfs', '-o', 'size=32k', 'tmpfs', disk]))
      context.skip('skipped: only root can mount a small disk, and not everywhere');
    try {
      const out = folderWith(at('disk', 'out'), EARLIER);
      await expectFailure(out, /space/);
      expect(bytesOf(out)).toEqual(EARLIER);
      expect(readdirSync(disk)).toEqual(['out']);
    } finally {
      tryTo('umount', [disk]);
    }
  });
});

// skipped where the system has no device that is always full.
test.skipIf(!existsSync('/dev/full'))('a standard output that cannot be written is one line and exit 4, too', () => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [MAIN, 'specifications'], { stdio: ['ignore', full, 'pipe'] });
  expect(linesOf(stderr.toString())).toEqual([
    expect.stringMatching(/^peerbridge: the output cannot be written .*space$/),
  ]);
  expect(status).toBe(4);
});

describe('an output folder that holds what is not ours', () => {
  test('is wrong usage, and is left alone', async () => {
    const files = { 'thesis.txt': 'years of work\n', 'inner/case-rate.csv': 'x\n' };
    const [out, source] = [folderWith(at('foreign'), files), sourceOf(at('source-2'), [CENTER])];
    const run = await peerbridge(['check', source, ...QUESTION, '--out', out]);
    expect(run.code).toBe(2);
    expect(said(run)).toEqual([expect.stringContaining(`${out} holds files that are not of an earlier run`)]);
    expect(bytesOf(out)).toEqual(files);
  });
});

function tryTo(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
