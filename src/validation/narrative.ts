/** The XHTML of a narrative (FHIR R4, narrative.html): a small part of HTML, well-formed, with nothing active in it. */

/** txt-1: elements that a narrative may have. */
const ELEMENTS: ReadonlySet<string> = new Set(
  (
    'p br div h1 h2 h3 h4 h5 h6 a span b em i strong small big tt dfn q var abbr acronym cite blockquote hr address bdo kbd sub sup ins del ' +
    'ul ol li dl dt dd pre table caption colgroup col thead tr tfoot tbody th td code samp img map area u'
  ).split(' '),
);
/** txt-1: attributes of any element, and those of single ones. */
const ATTRIBUTES: ReadonlySet<string> = new Set(
  (
    'title style class id lang xml:lang dir accesskey tabindex span width align valign char charoff abbr axis headers scope rowspan colspan xmlns ' +
    'xml:space summary border frame rules cellspacing cellpadding type nowrap'
  ).split(' '),
);
const OWN_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  a: ['href', 'name', 'shape', 'coords', 'rel', 'target', 'charset', 'hreflang'],
  img: ['src', 'alt', 'height', 'usemap', 'ismap', 'longdesc'],
  blockquote: ['cite'],
  q: ['cite'],
  ins: ['cite', 'datetime'],
  del: ['cite', 'datetime'],
  map: ['name'],
  area: ['href', 'alt', 'shape', 'coords', 'nohref'],
};
const NAMESPACE = /\sxmlns\s*=\s*["']http:\/\/www\.w3\.org\/1999\/xhtml["']/;
const MAX_DEPTH = 200;

// One pass over tags, comments and text. Each alternative begins with another character, so it is linear.
const TOKEN =
  /<!--[\s\S]*?-->|<\/([A-Za-z][\w:.-]*)\s*>|<([A-Za-z][\w:.-]*)((?:\s+[A-Za-z_:][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/y;
const ATTRIBUTE = /([A-Za-z_:][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Why it isn't the XHTML of a narrative; null where it is. */
export function checkNarrative(xhtml: string): string | null {
  const open: string[] = [];
  let roots = 0;
  TOKEN.lastIndex = 0;
  for (let at = 0; at < xhtml.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(xhtml);
    if (token === null) return 'it is not well-formed XHTML';
    const [text, closes, opens, attributes = '', isEmpty] = token;
    if (closes !== undefined) {
      if (open.pop() !== closes) return 'its elements are not nested in each other';
    } else if (opens !== undefined) {
      const fault = tagFault(opens, attributes, open.length === 0);
      if (fault !== null) return fault;
      if (open.length === 0 && ++roots > 1) return 'it is more than one element';
      if (isEmpty !== '/') open.push(opens);
      if (open.length > MAX_DEPTH) return 'its elements nest too deep';
    } else if (!text.startsWith('<!--')) {
      if (open.length === 0 && text.trim() !== '') return 'text stands outside its element';
      // of HTML's named entities, XML knows five
      if (/&(?!(#\d+|#x[\da-fA-F]+|amp|lt|gt|quot|apos);)/.test(text)) return 'it is not well-formed XHTML';
    }
  }
  return open.length > 0 || roots === 0 ? 'its elements are not closed' : null;
}

/** txt-2: text that is not white space, or an image. */
export function hasContent(xhtml: string): boolean {
  return /<img\b/.test(xhtml) || xhtml.replace(/<[^>]*>/g, '').trim() !== '';
}

function tagFault(name: string, attributes: string, isRoot: boolean): string | null {
  if (isRoot && name !== 'div') return 'it is not one div element';
  if (isRoot && !NAMESPACE.test(attributes)) return 'its div element has not the namespace of XHTML';
  if (!ELEMENTS.has(name)) return 'it has an element that a narrative may not have';
  for (const [, key = '', first, second] of attributes.matchAll(ATTRIBUTE)) {
    if (!ATTRIBUTES.has(key) && OWN_ATTRIBUTES[name]?.includes(key) !== true)
      return 'it has an attribute that a narrative may not have';
    if (/^\s*javascript:/i.test(first ?? second ?? '')) return 'it has an active link';
  }
  return null;
}
