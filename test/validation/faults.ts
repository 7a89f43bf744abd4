/** What our validator says, short enough for a test to expect. */
import { Validator } from '../../src/validation/validator.ts';

let validator: Validator | undefined;

/** Errors of a resource, as `rule expression`; none where it is valid. */
export function faultsOf(resource: unknown): string[] {
  validator ??= new Validator();
  return errorsOf(validator, resource);
}

export function errorsOf(one: Validator, resource: unknown): string[] {
  return one
    .validate(resource)
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, expression }) => `${rule} ${expression}`);
}
