import { ViewError } from '../error.ts';
import { FUNCTIONS, OPERATOR_LEVELS } from './ast.ts';
import type { BinaryOperator, Expression, FunctionName } from './ast.ts';
import { tokenize } from './lexer.ts';
import type { Token } from './lexer.ts';

/** Deeper nesting than a person writes: refused, because a parser that calls itself would run out of stack. */
const MAX_NESTING = 100;

/** Parses one FHIRPath expression of a view. Throws ViewError that names `element`, the place of the path in the view. */
export function parsePath(path: string, element: string): Expression {
  const parser = new Parser(path, element);
  return parser.parse();
}

class Parser {
  readonly #path: string;
  readonly #element: string;
  readonly #tokens: readonly Token[];
  #position = 0;
  #nesting = 0;

  constructor(path: string, element: string) {
    this.#path = path;
    this.#element = element;
    this.#tokens = tokenize(path, element);
  }

  parse(): Expression {
    const expression = this.#expression();
    if (this.#peek().kind !== 'end') throw this.#unexpected();
    return expression;
  }

  #expression(): Expression {
    if (++this.#nesting > MAX_NESTING) throw this.#wrong(`is nested more than ${MAX_NESTING} deep`);
    const expression = this.#binary(0);
    this.#nesting--;
    return expression;
  }

  #binary(level: number): Expression {
    const operators = OPERATOR_LEVELS[level];
    if (operators === undefined) return this.#negative();
    let left = this.#binary(level + 1);
    for (let operator = this.#operator(operators); operator !== undefined; operator = this.#operator(operators)) {
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1) };
    }
    return left;
  }

  #operator(operators: readonly BinaryOperator[]): BinaryOperator | undefined {
    const token = this.#peek();
    if (token.kind !== 'symbol' && token.kind !== 'name') return undefined;
    const operator = operators.find((candidate) => candidate === token.text);
    if (operator !== undefined) this.#position++;
    return operator;
  }

  #negative(): Expression {
    if (this.#accept('-')) return { kind: 'negative', of: this.#steps() };
    this.#accept('+');
    return this.#steps();
  }

  #steps(): Expression {
    let expression = this.#start();
    for (;;) {
      if (this.#accept('.')) expression = this.#step(expression);
      else if (this.#accept('[')) {
        expression = { kind: 'index', of: expression, index: this.#expression() };
        this.#expect(']');
      } else return expression;
    }
  }

  #start(): Expression {
    const token = this.#peek();
    if (token.kind === 'literal') {
      this.#position++;
      return { kind: 'literal', type: token.type, text: token.text };
    }
    if (token.kind === 'constant') {
      this.#position++;
      return { kind: 'constant', name: token.text };
    }
    if (this.#accept('{')) {
      this.#expect('}');
      return { kind: 'empty' };
    }
    if (this.#accept('(')) {
      const inner = this.#expression();
      this.#expect(')');
      return inner;
    }
    return this.#step(null);
  }

  #step(of: Expression | null): Expression {
    const token = this.#peek();
    if (token.kind !== 'name' && token.kind !== 'quotedName') throw this.#unexpected();
    this.#position++;
    if (token.kind === 'name' && token.text.startsWith('$')) return this.#special(of, token.text);
    return this.#accept('(') ? this.#call(of, token.text) : { kind: 'member', of, name: token.text };
  }

  #special(of: Expression | null, name: string): Expression {
    if (name !== '$this' || of !== null) throw this.#wrong(`uses ${name}, which is not supported here`);
    return { kind: 'this' };
  }

  #call(of: Expression | null, name: string): Expression {
    if (!isFunction(name))
      throw this.#wrong(`calls ${name}(), which views do not have: ${Object.keys(FUNCTIONS).join(', ')}`);
    const args = this.#arguments();
    const [least, greatest] = FUNCTIONS[name];
    if (args.length < least || args.length > greatest) throw this.#wrong(`gives ${name}() ${args.length} arguments`);
    return { kind: 'call', of, name, args };
  }

  #arguments(): Expression[] {
    if (this.#accept(')')) return [];
    const args = [this.#expression()];
    while (this.#accept(',')) args.push(this.#expression());
    this.#expect(')');
    return args;
  }

  #peek(): Token {
    return this.#tokens[this.#position] ?? { kind: 'end', text: 'the end' };
  }

  #accept(symbol: string): boolean {
    const token = this.#peek();
    const isThere = token.kind === 'symbol' && token.text === symbol;
    if (isThere) this.#position++;
    return isThere;
  }

  #expect(symbol: string): void {
    if (!this.#accept(symbol)) throw this.#wrong(`lacks "${symbol}" before ${this.#peek().text}`);
  }

  #unexpected(): ViewError {
    return this.#wrong(`has an unexpected ${this.#peek().text}`);
  }

  #wrong(message: string): ViewError {
    return new ViewError(this.#element, `"${this.#path}" ${message}`);
  }
}

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}
