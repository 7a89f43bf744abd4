/**
 * Opens pages in a headless Chromium as wide as a phone and runs axe-core in them. A page is copied with axe in it, which writes
 * what it finds into the page; Chromium then prints the page.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

/** Where Chromium is: what the variable CHROMIUM names, or Debian's package chromium. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const hasChromium = existsSync(CHROMIUM);

const WIDTH = 500;
const foundSchema = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
  passes: z.int(),
  overflow: z.int(),
});
export type Found = z.infer<typeof foundSchema>;

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PROBE = `<script>${axe}</script><script>
axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }).then(({ violations, passes }) => {
  const found = { violations: violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) })),
    passes: passes.length, overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth };
  document.body.replaceChildren(Object.assign(document.createElement('pre'), { textContent: 'found:' + btoa(encodeURIComponent(JSON.stringify(found))) + ':end' }));
});
</script>`;

/** What axe-core finds in a page, and by how many pixels the page is wider than a phone. */
export async function examine(file: string): Promise<Found> {
  const folder = await mkdtemp(join(tmpdir(), 'guide-'));
  try {
    const copy = join(folder, 'page.html');
    const html = await readFile(file, 'utf8');
    await writeFile(
      copy,
      html.replace('</body>', () => `${PROBE}</body>`),
    );
    const options = ['--headless', '--no-sandbox', '--disable-gpu', `--window-size=${WIDTH},900`];
    const { stdout } = await promisify(execFile)(
      CHROMIUM,
      [
        ...options,
        `--user-data-dir=${folder}/profile`,
        '--virtual-time-budget=20000',
        '--dump-dom',
        pathToFileURL(copy).href,
      ],
      { maxBuffer: 64 * 1024 * 1024, timeout: 120_000 },
    );
    const [, found] = /found:([A-Za-z0-9+/=]+):end/.exec(stdout) ?? [];
    if (found === undefined) throw new Error(`${file}: axe-core didn't finish`);
    return foundSchema.parse(JSON.parse(decodeURIComponent(atob(found))));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
