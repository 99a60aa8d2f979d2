/* Reads every source of the three rooms: what it imports, and which names of its surroundings it uses. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync, Visitor } from 'vite'

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

export type Import = {
  /** A path from the project's root, or the name of a package: `shared/errors.ts`, `zod`, `node:fs`. */
  target: string
  isPackage: boolean
  /** A statement `import type` or `export type`: nothing of it is left at run time. */
  isType: boolean
}

export type Source = {
  /** From the project's root, with `/`. */
  path: string
  imports: Import[]
  /** `document`, `Date.now`, `new Date()`, `process.env`…: used and not declared in the file. */
  uses: Set<string>
  hasJsx: boolean
  content: string
}

const extensions = ['.ts', '.tsx', '.mjs']

export function readSources(): Source[] {
  return ['shared', 'extension', 'server'].flatMap(room =>
    readdirSync(join(projectRoot, room), { withFileTypes: true, recursive: true })
      .filter(entry => entry.isFile() && extensions.includes(extname(entry.name)))
      .map(entry =>
        readSource(join(entry.parentPath, entry.name).slice(projectRoot.length).replaceAll('\\', '/')),
      ),
  )
}

export function readSource(path: string): Source {
  return parseSource(path, readFileSync(join(projectRoot, path), 'utf8'))
}

export function parseSource(path: string, content: string): Source {
  const { program, errors } = parseSync(path, content)
  if (errors.length > 0) throw new Error(`${path} cannot be read: ${errors[0]?.message}`)

  const imports: Import[] = []
  const add = (from: string, isType: boolean) => {
    const plain = from.replace(/\?.*$/u, '')
    const isPackage = !plain.startsWith('.')
    const target = isPackage ? packageOf(plain) : normalize(join(dirname(path), plain)).replaceAll('\\', '/')
    imports.push({ target, isPackage, isType })
  }

  const used: { name: string; as: string }[] = []
  const declared = new Set<string>()
  /** Identifiers that are no reference: names of members and keys, and types. */
  const noReference = new Set<object>()
  let hasJsx = false

  const declare = (pattern: object): void => {
    for (const name of namesIn(pattern, noReference)) declared.add(name)
  }
  const declareFunction = (node: { id?: object | null; params: readonly object[] }) => {
    if (node.id) declare(node.id)
    for (const param of node.params) declare(param)
  }

  new Visitor({
    ImportDeclaration: node => {
      add(node.source.value, node.importKind === 'type')
      for (const specifier of node.specifiers) declare(specifier.local)
    },
    ExportAllDeclaration: node => add(node.source.value, node.exportKind === 'type'),
    ExportNamedDeclaration: node => {
      if (node.source) add(node.source.value, node.exportKind === 'type')
    },
    ImportExpression: node => {
      if (node.source.type === 'Literal' && typeof node.source.value === 'string')
        add(node.source.value, false)
    },
    VariableDeclarator: node => declare(node.id),
    FunctionDeclaration: declareFunction,
    FunctionExpression: declareFunction,
    ArrowFunctionExpression: declareFunction,
    TSDeclareFunction: declareFunction,
    ClassDeclaration: node => {
      if (node.id) declare(node.id)
    },
    CatchClause: node => {
      if (node.param) declare(node.param)
    },
    JSXElement: () => {
      hasJsx = true
    },
    JSXFragment: () => {
      hasJsx = true
    },
    MemberExpression: node => {
      if (!node.computed) noReference.add(node.property)
      if (node.object.type === 'Identifier' && node.property.type === 'Identifier' && !node.computed) {
        used.push({ name: node.object.name, as: `${node.object.name}.${node.property.name}` })
      }
    },
    Property: node => {
      if (!node.computed && !node.shorthand) noReference.add(node.key)
    },
    PropertyDefinition: node => {
      if (!node.computed) noReference.add(node.key)
    },
    MethodDefinition: node => {
      if (!node.computed) noReference.add(node.key)
    },
    TSPropertySignature: node => {
      noReference.add(node.key)
    },
    TSMethodSignature: node => {
      noReference.add(node.key)
      for (const param of node.params) namesIn(param, noReference)
    },
    TSFunctionType: node => {
      for (const param of node.params) namesIn(param, noReference)
    },
    TSTypeReference: node => {
      noReference.add(node.typeName)
    },
    TSTypeQuery: node => {
      noReference.add(node.exprName)
    },
    TSTypeAliasDeclaration: node => {
      noReference.add(node.id)
    },
    TSInterfaceDeclaration: node => {
      noReference.add(node.id)
    },
    NewExpression: node => {
      if (node.callee.type === 'Identifier' && node.arguments.length === 0) {
        used.push({ name: node.callee.name, as: `new ${node.callee.name}()` })
      }
    },
    CallExpression: node => {
      if (node.callee.type === 'Identifier' && node.arguments.length === 0) {
        used.push({ name: node.callee.name, as: `${node.callee.name}()` })
      }
    },
    Identifier: node => {
      if (!noReference.has(node)) used.push({ name: node.name, as: node.name })
    },
  }).visit(program)

  const uses = new Set(used.filter(({ name }) => !declared.has(name)).map(({ as }) => as))
  return { path, imports, uses, hasJsx, content }
}

/** The names a pattern binds: `{a, b: [c], ...d}`, `x = 1`. Marks them as declarations. */
function namesIn(pattern: object, seen: Set<object>): string[] {
  if (!('type' in pattern)) return []
  if (pattern.type === 'Identifier' && 'name' in pattern && typeof pattern.name === 'string') {
    seen.add(pattern)
    return [pattern.name]
  }
  const inner: unknown[] = []
  if (pattern.type === 'AssignmentPattern' && 'left' in pattern) inner.push(pattern.left)
  if (pattern.type === 'RestElement' && 'argument' in pattern) inner.push(pattern.argument)
  if (pattern.type === 'TSParameterProperty' && 'parameter' in pattern) inner.push(pattern.parameter)
  if (pattern.type === 'Property' && 'value' in pattern) inner.push(pattern.value)
  if (pattern.type === 'ArrayPattern' && 'elements' in pattern && Array.isArray(pattern.elements)) {
    inner.push(...pattern.elements)
  }
  if (pattern.type === 'ObjectPattern' && 'properties' in pattern && Array.isArray(pattern.properties)) {
    inner.push(...pattern.properties)
  }
  return inner.flatMap(each => (typeof each === 'object' && each !== null ? namesIn(each, seen) : []))
}

function packageOf(name: string): string {
  if (name.startsWith('node:')) return name
  const [scope = '', rest = ''] = name.split('/')
  return scope.startsWith('@') ? `${scope}/${rest}` : scope
}

/**
 * Every path or package that `path` brings along at run time, with the chain that leads there:
 * `extension/overlay/card.ts → shared/ticket/source.ts → zod`.
 */
export function reachedFrom(path: string, sources: ReadonlyMap<string, Source>): Map<string, string[]> {
  const chains = new Map<string, string[]>([[path, [path]]])
  const queue = [path]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const { target, isType } of sources.get(next)?.imports ?? []) {
      if (isType || chains.has(target)) continue
      chains.set(target, [...(chains.get(next) ?? []), target])
      queue.push(target)
    }
  }
  return chains
}
