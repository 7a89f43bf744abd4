import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { UsageError } from '../errors.ts';

export type OptionTypes = NonNullable<ParseArgsConfig['options']>;

/** What a command was given: its operands, and its options by name. */
export class Arguments {
  readonly operands: readonly string[];
  readonly #values: ReadonlyMap<string, readonly (string | boolean)[]>;

  constructor(operands: readonly string[], values: ReadonlyMap<string, readonly (string | boolean)[]>) {
    this.operands = operands;
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.get(name)?.includes(true) ?? false;
  }

  /** Every value given, in order. */
  all(name: string): string[] {
    return (this.#values.get(name) ?? []).filter((value) => typeof value === 'string');
  }

  /** Values that may be repeated or separated by commas. */
  list(name: string): string[] {
    return this.all(name)
      .flatMap((value) => value.split(','))
      .map((value) => value.trim())
      .filter((value) => value !== '');
  }

  /** The last value given, or undefined. */
  last(name: string): string | undefined {
    return this.all(name).at(-1);
  }

  required(name: string, example: string): string {
    const value = this.last(name);
    if (value === undefined) throw new UsageError(`--${name} is missing; for example --${name} ${example}`);
    return value;
  }

  /** A date that exists, YYYY-MM-DD. Throws UsageError. */
  date(name: string): string | undefined {
    const value = this.last(name);
    if (value === undefined || isDate(value)) return value;
    throw new UsageError(`--${name} needs a date that exists, YYYY-MM-DD; it is ${value}`);
  }
}

/** Parses the arguments of one command. Throws UsageError for an option that the command doesn't know, in one line. */
export function parseArguments(args: readonly string[], options: OptionTypes): Arguments {
  try {
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const given = Object.entries(values).map(([name, value]) => [name, [value ?? []].flat()] as const);
    return new Arguments(positionals, new Map(given));
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : 'wrong usage');
  }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}
