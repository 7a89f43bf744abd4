import { z } from 'zod';
import { readBuilt } from './built-file.ts';

const codeListsSchema = z.record(z.string(), z.object({ url: z.string(), codes: z.record(z.string(), z.string()) }));

/** A code system of ours. */
export interface OwnCodeSystem {
  /** Its id, such as `contact-mode`. */
  readonly name: string;
  readonly url: string;
  /** Code → what it is called, in the order of the guide. */
  readonly codes: ReadonlyMap<string, string>;
}

/** The code systems that profiles/ defines. Throws EnvironmentError where they have not been built. */
export function ownCodeSystems(): OwnCodeSystem[] {
  const lists = codeListsSchema.parse(JSON.parse(readBuilt('code-systems.json', 'build:profiles')));
  return Object.entries(lists).map(([name, { url, codes }]) => ({ name, url, codes: new Map(Object.entries(codes)) }));
}
