import type { Element } from './link.ts';
import type { Walk } from './walk.ts';

/** Which slice each item of a list belongs to, null for none; notes slices that are too few or many, out of order, or not allowed. */
export function checkSlices(walk: Walk, { slicing }: Element, items: readonly unknown[]): (Element | null)[] {
  if (slicing === null) return [];
  const counts = new Map<string, number>();
  let furthest = 0;
  let isAfterOpen = false;
  const found = items.map((item, at) => {
    const slice = slicing.sliceOf(item, walk.conforms);
    if (slice === null) {
      isAfterOpen = true;
      if (slicing.rules === 'closed')
        walk.at(at, () => {
          walk.report('slice', 'is none of the slices that the profile allows');
        });
      return null;
    }
    counts.set(slice.name, (counts.get(slice.name) ?? 0) + 1);
    const place = slicing.slices.indexOf(slice);
    if ((slicing.ordered && place < furthest) || (slicing.rules === 'openAtEnd' && isAfterOpen))
      walk.at(at, () => {
        walk.report('slice', `slice ${slice.name} is out of order`);
      });
    furthest = Math.max(furthest, place);
    return slice.element;
  });
  for (const { name, element } of slicing.slices) {
    const count = counts.get(name) ?? 0;
    if (count === 0 && element.rules.min > 0) walk.report('slice', `needs slice ${name}`);
    else walk.counted(count, element, `slice ${name} `);
  }
  return found;
}
