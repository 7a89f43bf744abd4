/**
 * Development only: writes the guide as static pages to profiles/build/guide, from what `npm run build:profiles` left and from the
 * clauses of the specifications. Run by `npm run build:guide`.
 */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSpecifications } from '../../src/engine/knowledge.ts';
import type { Content } from '../../src/report/html/markup.ts';
import { clausesContents } from './clauses.ts';
import { readContents } from './contents.ts';
import { page } from './page.ts';
import { indexContents, profileContents, profilePage, storyContents, terminologyContents } from './pages.ts';

const build = join(import.meta.dirname, '../build');
const [target, next] = [join(build, 'guide'), join(build, 'guide.next')];

const contents = await readContents(join(build, 'package'));
const specifications = await loadSpecifications([]);
const pages: readonly (readonly [string, string, Content])[] = [
  ['index.html', 'Peer services in FHIR', indexContents(contents)],
  ['story.html', 'A story', storyContents(contents)],
  ['terminology.html', 'Terminology', terminologyContents(contents)],
  ['clauses.html', 'From clause to element to rule', clausesContents(contents, specifications)],
  ...[...contents.profiles, ...contents.extensions].map(
    (one) => [profilePage(one), one.title, profileContents(one, contents)] as const,
  ),
];

await rm(next, { recursive: true, force: true });
await mkdir(next, { recursive: true });
for (const [file, title, body] of pages) await writeFile(join(next, file), page(title, body));
await rm(target, { recursive: true, force: true });
await rename(next, target);
console.log(`profiles/build/guide: ${pages.length} pages; open index.html`);
