import { ViewError } from './error.ts';
import { binary, call, field, text } from './term.ts';
import type { Term } from './term.ts';
import { single } from './value.ts';
import type { Value } from './value.ts';

/** What all paths of one view share. */
export interface ViewContext {
  readonly resource: string;
  readonly root: Value;
  readonly constants: ReadonlyMap<string, Value>;
  /** A variable name that no other part of the view has. */
  readonly fresh: () => string;
}

/** `%rowIndex` of the innermost iteration. `isUsed` is set when a path reads it: counting costs something. */
export interface RowIndex {
  readonly term: Term;
  isUsed: boolean;
}

/** Where a path is evaluated. */
export interface Scope {
  readonly view: ViewContext;
  readonly focus: Value;
  readonly rowIndex: RowIndex;
  /** Place of the path in the view, for errors. */
  readonly element: string;
}

export function wrong(scope: Scope, message: string): ViewError {
  return new ViewError(scope.element, message);
}

/** The value where the view needs at most one. More are an error of the data, which names the resource and the place in the view. */
export function only(value: Value, scope: Scope): Term {
  return single(value, () => {
    const id = call('coalesce', field({ kind: 'resource' }, 'id'), text('?'));
    const resource = binary(text(`${scope.view.resource}/`), '||', id);
    return binary(resource, '||', text(`: ${scope.element} has several values (use first(), or collection: true)`));
  });
}
