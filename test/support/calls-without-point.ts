import ts from 'typescript'

export type SourceText = { readonly path: string; readonly text: string }

/** The files through which the gateway reaches anybody else. Whoever uses the first three does so between two points. */
const doors = {
  'apps/gateway/src/alipayplus/send.ts': 'calls of Alipay+, by the client that is given to use cases',
  'apps/gateway/src/webhook/post-webhook.ts': 'webhooks, by the function that is given to their job',
  'apps/gateway/src/file/sftp.ts': 'SFTP servers, by the connection that it gives',
  'apps/gateway/src/file/sftp-put.ts': 'what that connection writes',
  'apps/gateway/src/sandbox/exchange-keys.ts': 'sets up a sandbox before it serves',
  'apps/gateway/src/sandbox/simulator-faults.ts': 'switches what the simulator lets go wrong',
  'apps/gateway/src/sandbox/simulator-side.ts': 'asks the simulator when something is due on its side',
} as const

/** Is called, and calls nobody. */
const server = /^apps\/gateway\/src\/sftp-server\//

const networks = /^(undici|ssh2|(node:)?(http|https|http2|net|tls|dgram))$/
const callsOfAlipayPlus = [
  'pay',
  'inquiryPayment',
  'cancelPayment',
  'refund',
  'responseRetrieval',
  'responseEscalation',
  'consultPayment',
  'registration',
  'inquiryRegistrationStatus',
]

/** The last name of an expression: "alipayplus" of `needs.alipayplus`. */
const lastName = (node: ts.Node): string => {
  if (ts.isIdentifier(node)) return node.text
  return ts.isPropertyAccessExpression(node) ? node.name.text : ''
}

const isCallOf = (node: ts.Node, names: ReadonlySet<string>): node is ts.CallExpression =>
  ts.isCallExpression(node) && ts.isIdentifier(node.expression) && names.has(node.expression.text)

/** `between`, and the file's own functions that do nothing but call it. */
const pointersOf = (source: ts.SourceFile): ReadonlySet<string> => {
  const names = new Set(['between'])
  const visit = (node: ts.Node): void => {
    if (
      ts.isVariableDeclaration(node) &&
      ts.isIdentifier(node.name) &&
      node.initializer !== undefined &&
      ts.isArrowFunction(node.initializer) &&
      isCallOf(node.initializer.body, new Set(['between']))
    ) {
      names.add(node.name.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return names
}

const isBetweenPoints = (node: ts.Node, pointers: ReadonlySet<string>): boolean => {
  for (let above = node.parent; above !== undefined; above = above.parent) if (isCallOf(above, pointers)) return true
  return false
}

/** A deed by its name, or one that was passed on by its name. */
const isDeed = (argument: ts.Expression | undefined): boolean =>
  argument !== undefined &&
  (ts.isStringLiteral(argument) ? /^[a-z]+\.[a-z_]+$/.test(argument.text) : lastName(argument) === 'deed')

const brokenBy = (node: ts.Node, path: string, pointers: ReadonlySet<string>): string | undefined => {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier) && !isOfTypes(node)) {
    const name = node.moduleSpecifier.text
    if (networks.test(name) && !(path in doors) && !server.test(path))
      return `${name} is imported beside the doors to the network`
    if (name === 'pg' && !path.startsWith('apps/gateway/src/postgres/')) return 'pg is used beside Db'
  }
  if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && node.initializer !== undefined) {
    const taken = node.name.elements.map((element) => lastName(element.propertyName ?? element.name))
    const isTaken = taken.some((name) => callsOfAlipayPlus.includes(name))
    if (lastName(node.initializer) === 'alipayplus' && isTaken) return 'a call of Alipay+ is taken out of the client'
  }
  if (ts.isPropertyAccessExpression(node) && callsOfAlipayPlus.includes(node.name.text)) {
    const isCall = lastName(node.expression) === 'alipayplus'
    if (isCall && !isBetweenPoints(node, pointers)) return `alipayplus.${node.name.text} has no crash point`
  }
  return ts.isCallExpression(node) ? brokenByCall(node, path, pointers) : undefined
}

const isOfTypes = ({ importClause }: ts.ImportDeclaration): boolean =>
  importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword

const brokenByCall = (node: ts.CallExpression, path: string, pointers: ReadonlySet<string>): string | undefined => {
  const { expression } = node
  const name = lastName(expression)
  if (ts.isIdentifier(expression)) {
    if (name === 'fetch' && !(path in doors)) return 'fetch is called beside the doors to the network'
    if (name === 'post' && !isBetweenPoints(node, pointers)) return 'post has no crash point'
    if (name === 'connectSftp' && !isBetweenPoints(node, pointers)) return 'connectSftp has no crash point'
    if (name === 'between' && !isDeed(node.arguments[1]) && lastName(node.arguments[1] ?? node) !== 'call')
      return 'between has no deed'
  }
  if (!ts.isPropertyAccessExpression(expression)) return undefined
  const of = lastName(expression.expression)
  if (name === 'post' && of !== 'server' && !isBetweenPoints(node, pointers)) return `${of}.post has no crash point`
  const isAsked = of === 'remote' && ['list', 'read', 'put'].includes(name)
  if (isAsked && path.endsWith('.jobs.ts') && !isBetweenPoints(node, pointers))
    return `${of}.${name} has no crash point`
  const writes = (name === 'write' && !['stdout', 'stderr', 'sftp', 'files'].includes(of)) || name === 'transaction'
  return writes && !isDeed(node.arguments[0]) ? `${of}.${name} has no deed` : undefined
}

/** The network calls and the commits of a file that have no crash point, each with its line. */
export const findCallsWithoutPoint = ({ path, text }: SourceText): string[] => {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const pointers = pointersOf(source)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const broken = brokenBy(node, path, pointers)
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1
    if (broken !== undefined) found.push(`${path}:${line}: ${broken}`)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}
