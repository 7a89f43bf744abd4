/** `npm run test:kill -- 50`: so many kills of pull and of push, at random moments. SEED=… repeats the moments of an earlier run. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, dirname } from 'node:path';

const [kills = '10'] = process.argv.slice(2);
if (!/^[1-9]\d{0,4}$/.test(kills)) throw new RangeError('how many kills? such as: npm run test:kill -- 50');
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', '--config', 'vitest.kill.config.ts'], {
  env: { ...process.env, KILLS: kills },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
