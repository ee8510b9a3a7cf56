import ts from 'typescript'

/** The names of the first parameter: any database, a transaction, a choice of places to read from, Prisma. */
const DATABASES: ReadonlySet<string> = new Set(['db', 'tx', 'from', 'prisma'])

/**
 * Finds what is exported of a repository file and is not a free function of the database: an asynchronous
 * function whose first parameter is something else, and an object of functions, under any name.
 */
export function shapeFaults(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  return source.statements.filter(isExported).flatMap(statement => {
    if (ts.isFunctionDeclaration(statement)) return faultsOfFunction(statement.name?.text ?? 'default', statement)
    if (ts.isInterfaceDeclaration(statement)) return faultsOfMembers(statement.name.text, statement.members)
    if (ts.isTypeAliasDeclaration(statement) && ts.isTypeLiteralNode(statement.type))
      return faultsOfMembers(statement.name.text, statement.type.members)
    if (!ts.isVariableStatement(statement)) return ts.isClassDeclaration(statement) ? ['a class is exported'] : []
    return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
      if (initializer === undefined) return []
      if (isFunction(initializer)) return faultsOfFunction(name.getText(source), initializer)
      return holdsFunctions(initializer) ? [`${name.getText(source)} is an object of functions`] : []
    })
  })
}

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)

const isFunction = (node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression =>
  ts.isArrowFunction(node) || ts.isFunctionExpression(node)

function faultsOfFunction(name: string, node: ts.SignatureDeclaration & { readonly body?: ts.Node }): string[] {
  if (returnsFunctions(node)) return [`${name} makes an object of functions`]
  const first = node.parameters[0]?.name
  if (!isAsynchronous(node) || (first !== undefined && ts.isIdentifier(first) && DATABASES.has(first.text))) return []
  return [`${name} takes "${first?.getText() ?? ''}" first, not ${[...DATABASES].join(', ')}`]
}

const isAsynchronous = (node: ts.SignatureDeclaration): boolean =>
  (ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)) ||
  /^Promise\b/.test(node.type?.getText() ?? '')

/** Of the function's own results, not of those of functions within it. */
function returnsFunctions({ body }: { readonly body?: ts.Node }): boolean {
  if (body === undefined) return false
  if (!ts.isBlock(body)) return holdsFunctions(body)
  let found = false
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression !== undefined) found ||= holdsFunctions(node.expression)
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit)
  }
  visit(body)
  return found
}

function holdsFunctions(node: ts.Node): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return holdsFunctions(node.expression)
  return (
    ts.isObjectLiteralExpression(node) &&
    node.properties.some(
      property =>
        ts.isMethodDeclaration(property) || (ts.isPropertyAssignment(property) && isFunction(property.initializer)),
    )
  )
}

const faultsOfMembers = (name: string, members: ts.NodeArray<ts.TypeElement>): string[] =>
  members.some(
    member =>
      ts.isMethodSignature(member) ||
      (ts.isPropertySignature(member) && member.type !== undefined && ts.isFunctionTypeNode(member.type)),
  )
    ? [`${name} is an interface of functions`]
    : []
