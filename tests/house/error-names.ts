import ts from 'typescript'

/** The last word of an expression that is an error. */
const ERROR =
  /(^|[^a-z])(error|err|exception|cause|reason|failure|fault)$|[a-z](Error|Err|Exception|Cause|Failure|Fault)$/
const ERROR_NAME = /^[A-Z]\w*(Error|Exception)$/
const EQUALITIES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
])
const LOOKUPS: ReadonlySet<string> = new Set(['includes', 'indexOf', 'has', 'get', 'test'])

/**
 * Finds errors that are told apart by the text of their name, which no compiler checks and another class may
 * bear: a name that is compared, looked up or switched on, and a class with the name of another.
 */
export function nameMatches(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (isMatched(node)) found.push(`${node.parent.getText(source)} matches an error by its name`)
    const borrowed = ts.isClassLike(node) ? borrowedName(node) : null
    if (borrowed !== null) found.push(`the class ${(node as ts.ClassLikeDeclaration).name?.text} is named ${borrowed}`)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** `node` is the name of something, and its parent makes a choice by it. */
function isMatched(node: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== 'name') return false
  const { parent } = node
  if (ts.isBinaryExpression(parent) && EQUALITIES.has(parent.operatorToken.kind)) {
    const other = parent.left === node ? parent.right : parent.left
    return isError(node.expression) || (ts.isStringLiteralLike(other) && ERROR_NAME.test(other.text))
  }
  if (!isError(node.expression)) return false
  if (ts.isSwitchStatement(parent)) return true
  if (ts.isElementAccessExpression(parent)) return parent.argumentExpression === node
  // error.name.startsWith('Config')
  if (ts.isPropertyAccessExpression(parent)) return ts.isCallExpression(parent.parent)
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return false
  return LOOKUPS.has(parent.expression.name.text)
}

function isError(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
    return isError(node.expression)
  // error.constructor.name
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'constructor') return isError(node.expression)
  return ERROR.test(node.getText())
}

/** The name that a class gives to its errors, where that is not its own. */
function borrowedName(node: ts.ClassLikeDeclaration): string | null {
  if (node.heritageClauses === undefined) return null
  for (const member of node.members) {
    if (!ts.isPropertyDeclaration(member) || member.name.getText() !== 'name') continue
    const { initializer } = member
    if (initializer !== undefined && ts.isStringLiteralLike(initializer) && initializer.text !== node.name?.text)
      return initializer.text
  }
  return null
}
