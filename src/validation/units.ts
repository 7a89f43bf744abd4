import { createRequire } from 'node:module';
import { z } from 'zod';

/** The part of the UCUM library that is used. */
interface Units {
  readonly validateUnitString: (unit: string) => { readonly status: string };
}
/** `getInstance` belongs to a class, and needs it as its `this`. */
const libraryShape = z.object({
  UcumLhcUtils: z.custom<{ getInstance: () => Units }>((value) => typeof value === 'function'),
});

let units: Units | undefined;
const known = new Map<string, boolean>();

/** Whether a text is a unit of UCUM, such as `kg` or `mm[Hg]`. */
export function isUnit(unit: string): boolean {
  const held = known.get(unit);
  if (held !== undefined) return held;
  units ??= libraryShape.parse(createRequire(import.meta.url)('@lhncbc/ucum-lhc')).UcumLhcUtils.getInstance();
  // no unit is as long as this; the library's time grows with the text
  const isOne = unit.length <= 100 && units.validateUnitString(unit).status === 'valid';
  if (known.size < 10_000) known.set(unit, isOne);
  return isOne;
}
