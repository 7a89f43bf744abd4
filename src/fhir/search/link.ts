import { rootOf } from '../address.ts';
import type { Target } from '../address.ts';
import { ServerError } from '../server-error.ts';

/**
 * Where a link of a page leads: to the server that gave it, and to no other. `page` is where the link stood; `aliases` are beginnings
 * of links that mean the server too. The path is kept as it is written. Throws ServerError.
 */
export function targetOf(
  link: string,
  page: URL,
  base: URL,
  aliases: readonly string[],
  purpose: string,
  what = 'the link to the next page',
): Target {
  const alias = aliases.find((one) => isBelow(link, one));
  const meant =
    alias === undefined ? link : meantBy(alias, base) + link.slice(alias.length).replace(/^(?![/?]|$)/, '/');
  const url = resolved(meant, page, base);
  if (url === null) throw new ServerError('untrusted', purpose, `${what} is no URL: ${HINT}`);
  if (url.origin !== base.origin)
    throw new ServerError('untrusted', purpose, `${what} leads to another server: refused; ${HINT}`);
  if (url.username !== '' || url.password !== '')
    throw new ServerError('untrusted', purpose, `${what} holds credentials: refused`);
  url.hash = '';
  return { url, path: verbatim(meant) ?? url.pathname + url.search };
}

/** Whether a link begins with an alias, and the name that the alias is doesn't go on. */
function isBelow(link: string, alias: string): boolean {
  return link.startsWith(alias) && (alias.endsWith('/') || /^(?:[/?#]|$)/.test(link.slice(alias.length)));
}

/** An alias with a path stands for the base, one without for its origin. */
function meantBy(alias: string, base: URL): string {
  return /^https?:\/\/[^/]+\/[^/]/i.test(alias) ? rootOf(base) : base.origin;
}

const HINT = 'if it means this server by another name, say so with --alias';

/**
 * Links are absolute, or relative: to the host where they begin with a slash and the base's own path, else to the base. HAPI's
 * `?_getpages=` is asked of the base, any other query of the page's own path.
 */
function resolved(link: string, page: URL, base: URL): URL | null {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link) || link.startsWith('//')) return urlOf(link, page.href);
  if (link.startsWith('?')) return urlOf(link, /[?&]_getpages=/.test(link) ? base.href : page.href);
  const root = rootOf(base);
  const path = root.slice(base.origin.length);
  if (link.startsWith('/') && (link === path || link.startsWith(`${path}/`) || link.startsWith(`${path}?`)))
    return urlOf(link, page.href);
  return urlOf(link.replace(/^\//, ''), `${root}/`);
}

function urlOf(link: string, against: string): URL | null {
  return URL.canParse(link, against) ? new URL(link, against) : null;
}

/** Path and query of an absolute link as they are written, where HTTP can carry them. */
function verbatim(link: string): string | null {
  const path = /^https?:\/\/[^/?#]+(\/[^#]*)/i.exec(link)?.[1];
  return path !== undefined && /^[\x21-\x7e]+$/.test(path) ? path : null;
}
