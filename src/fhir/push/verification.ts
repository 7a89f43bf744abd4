import { EnvironmentError } from '../../errors.ts';
import type { Decisions } from './decisions.ts';
import { keyOf } from './identity.ts';
import type { Identity } from './identity.ts';
import type { Item } from './inventory.ts';
import type { PushServer } from './push-server.ts';
import type { Tally } from './tally.ts';

export interface Verified {
  /** Resources that were written, and are there exactly once. */
  readonly counted: number;
  /** Of them, those whose contents were read back. */
  readonly sampled: number;
}

interface Written {
  readonly id: string;
  readonly identity: Identity;
}

/** Look-ups of one step of the verification. */
const STEP = 1_000;

/** Remembers what was written, and reads it back at the end: whether each is there once, and of a sample what it holds. */
export class Verification {
  readonly #written = new Map<string, Written[]>();
  readonly #sample: Item[] = [];

  /** Samples the first, second, fourth, eighth … of each type. */
  add(item: Item, identity: Identity): void {
    const those = this.#written.get(item.type) ?? [];
    those.push({ id: item.id, identity });
    this.#written.set(item.type, those);
    if (Number.isInteger(Math.log2(those.length))) this.#sample.push(item);
  }

  /** Throws EnvironmentError where something that was written is missing or is there twice. */
  async run(server: PushServer, decisions: Decisions, tally: Tally): Promise<Verified> {
    let counted = 0;
    for (const [type, those] of this.#written) {
      for (let from = 0; from < those.length; from += STEP) {
        const step = those.slice(from, from + STEP);
        await expectEachOnce(server, type, step);
        counted += step.length;
      }
    }
    for (const decision of await decisions.of(this.#sample)) {
      if (decision.kind !== 'write') continue;
      const what = decision.differs.length === 0 ? 'it' : decision.differs.join(', ');
      tally.note(decision.item, 'business-rule', 'warning', `the server keeps ${what} otherwise than it was sent`);
    }
    return { counted, sampled: this.#sample.length };
  }
}

async function expectEachOnce(server: PushServer, type: string, step: readonly Written[]): Promise<void> {
  const found = await server.stored(
    type,
    step.map(({ id, identity }) => (server.handleOf(type) === 'id' ? { ...identity, value: id } : identity)),
    { identifiersOnly: true },
  );
  for (const { id, identity } of step) {
    const there = found.get(server.handleOf(type) === 'id' ? id : keyOf(identity)) ?? [];
    if (there.length === 1) continue;
    const what =
      there.length === 0
        ? 'was written and is not found: does something delete it, or is the search of the server behind? Push again later'
        : `is on the server ${there.length} times (${there
            .map(({ reference }) => reference)
            .sort()
            .slice(0, 5)
            .join(', ')}): did two pushes run at once? Delete all but one`;
    throw new EnvironmentError(`${type}/${id} ${what}`);
  }
}
