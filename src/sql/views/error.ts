/** A ViewDefinition is wrong, or asks for what this compiler doesn't do. Wrong knowledge: thrown when the view is loaded. */
export class ViewError extends Error {
  override readonly name = 'ViewError';
  /** Where in the ViewDefinition, e.g. `select[0].column[1].path`. */
  readonly element: string;

  constructor(element: string, message: string) {
    super(`${element}: ${message}`);
    this.element = element;
  }
}
