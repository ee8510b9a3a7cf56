import ts from 'typescript'

/** A value or a number of a message that clients have no field for. */
export interface UntoldValue {
  /** Counts from 1. */
  readonly line: number
  readonly why: string
}

/**
 * Finds messages that say more than their object: of each object literal with a `message` and a `__typename`,
 * `field` or `path`, that is each refusal and each problem of an input, every interpolated value of the
 * message must be the value of another property, computed from such values alone, or be in an object that is
 * spread into it; and its text holds no digit. A message that is a constant is looked up where the file
 * declares it; one that a function renders is checked as that function.
 */
export function untoldValues(file: string, text: string): readonly UntoldValue[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: UntoldValue[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) found.push(...untoldIn(node, source))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function untoldIn(object: ts.ObjectLiteralExpression, source: ts.SourceFile): readonly UntoldValue[] {
  const message = messageOf(object)
  if (message === null || !['__typename', 'field', 'path'].some(name => has(object, name))) return []
  const told = toldBy(object)
  const untold: UntoldValue[] = []
  const note = (node: ts.Node, why: string) =>
    untold.push({ line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1, why })
  const look = (node: ts.Expression): void => {
    const constant = ts.isIdentifier(node) ? declared(node.text, node) : undefined
    const meant = told.has(node.getText(source)) ? node : (constant ?? node)
    const texts = partsOf(meant)
    for (const literal of texts.literals)
      if (/\d/.test(literal.text)) note(literal, `the text "${literal.text.trim()}" holds a digit`)
    for (const value of texts.values)
      if (!isTold(value, told)) note(value, `\${${value.getText(source)}} is no property`)
  }
  look(message)
  return untold
}

const has = (object: ts.ObjectLiteralExpression, name: string) =>
  object.properties.some(property => property.name !== undefined && nameOf(property.name) === name)

const nameOf = (name: ts.PropertyName): string => (ts.isComputedPropertyName(name) ? '' : name.text)

function messageOf(object: ts.ObjectLiteralExpression): ts.Expression | null {
  for (const property of object.properties) {
    if (ts.isPropertyAssignment(property) && nameOf(property.name) === 'message') return property.initializer
    if (ts.isShorthandPropertyAssignment(property) && property.name.text === 'message') return property.name
  }
  return null
}

/** The expressions of the object's other properties, and of the objects spread into it. */
function toldBy(object: ts.ObjectLiteralExpression): ReadonlySet<string> {
  return new Set(
    object.properties.flatMap(property => {
      if (ts.isSpreadAssignment(property)) return [property.expression.getText()]
      if (ts.isShorthandPropertyAssignment(property))
        return property.name.text === 'message' ? [] : [property.name.text]
      if (!ts.isPropertyAssignment(property) || nameOf(property.name) === 'message') return []
      const { initializer } = property
      const parts = ts.isArrayLiteralExpression(initializer) ? initializer.elements : []
      return [initializer, ...parts].map(part => part.getText())
    }),
  )
}

/** Finds a constant's initializer, in the nearest block around the place where it is used. */
function declared(name: string, from: ts.Node): ts.Expression | undefined {
  for (let scope: ts.Node = from; ; scope = scope.parent) {
    if (ts.isBlock(scope) || ts.isSourceFile(scope)) {
      const found = scope.statements
        .filter(ts.isVariableStatement)
        .flatMap(({ declarationList }) => declarationList.declarations)
        .find(declaration => ts.isIdentifier(declaration.name) && declaration.name.text === name)
      if (found !== undefined || ts.isSourceFile(scope)) return found?.initializer
    }
  }
}

type Literal =
  | ts.StringLiteral
  | ts.NoSubstitutionTemplateLiteral
  | ts.TemplateHead
  | ts.TemplateMiddle
  | ts.TemplateTail

/** The texts of a message, and the values between them; both branches of a condition. */
function partsOf(message: ts.Expression): { literals: readonly Literal[]; values: readonly ts.Expression[] } {
  if (ts.isStringLiteral(message) || ts.isNoSubstitutionTemplateLiteral(message))
    return { literals: [message], values: [] }
  if (ts.isParenthesizedExpression(message)) return partsOf(message.expression)
  if (ts.isConditionalExpression(message)) {
    const [whenTrue, whenFalse] = [partsOf(message.whenTrue), partsOf(message.whenFalse)]
    return {
      literals: [...whenTrue.literals, ...whenFalse.literals],
      values: [...whenTrue.values, ...whenFalse.values],
    }
  }
  if (!ts.isTemplateExpression(message)) return { literals: [], values: [] }
  return {
    literals: [message.head, ...message.templateSpans.map(({ literal }) => literal)],
    values: message.templateSpans.map(({ expression }) => expression),
  }
}

/** Checks that a value is a property's, or is computed only from such values, literals and functions. */
function isTold(value: ts.Expression, told: ReadonlySet<string>): boolean {
  if (told.has(value.getText())) return true
  if (ts.isLiteralExpression(value)) return true
  if (ts.isIdentifier(value)) return /^[A-Z][A-Z_]*$/.test(value.text) && /_PER_/.test(value.text)
  if (ts.isPropertyAccessExpression(value)) return isTold(value.expression, told)
  if (ts.isParenthesizedExpression(value)) return isTold(value.expression, told)
  if (ts.isBinaryExpression(value)) return isTold(value.left, told) && isTold(value.right, told)
  if (ts.isConditionalExpression(value))
    return [value.condition, value.whenTrue, value.whenFalse].every(part => isTold(part, told))
  if (ts.isTemplateExpression(value)) return value.templateSpans.every(({ expression }) => isTold(expression, told))
  if (!ts.isCallExpression(value)) return false
  const { expression: called } = value
  const isOfTold = ts.isPropertyAccessExpression(called) ? isTold(called.expression, told) : ts.isIdentifier(called)
  return isOfTold && value.arguments.every(argument => isTold(argument, told))
}
