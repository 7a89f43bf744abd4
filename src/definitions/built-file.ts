import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EnvironmentError } from '../errors.ts';

/**
 * Text of a file that was built: beside this module in the published package, in build/ in a checkout. Throws EnvironmentError, which
 * names the script that builds it, where it isn't there.
 */
export function readBuilt(name: string, script: string): string {
  const places = [`./${name}`, `../../build/definitions/${name}`].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  const file = places.find((place) => existsSync(place));
  if (file === undefined) throw new EnvironmentError(`${name} is missing: run npm run ${script}`);
  return readFileSync(file, 'utf8');
}
