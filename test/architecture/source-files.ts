import {readdirSync, readFileSync} from 'node:fs'
import {posix} from 'node:path'
import {join} from 'node:path'
import ts from 'typescript'

/** One import of a file. `to` is a path from the root for a file of ours, else the specifier as written. */
export interface Import {
  readonly to: string
  /** type: gone after compiling; lazy: `import()`; static: loaded with the file. */
  readonly kind: 'lazy' | 'static' | 'type'
}

export interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string
  readonly imports: readonly Import[]
  /** Names that are looked up on the global object, with one property where there is one: `console.log`, `process`. */
  readonly globals: readonly string[]
}

/** Files by path. */
export type Sources = ReadonlyMap<string, SourceFile>

const root = join(import.meta.dirname, '../..')

/** Reads all TypeScript files below some folders of the repository. */
export function readSources(folders: readonly string[]): Sources {
  const found = folders.flatMap((folder) =>
    readdirSync(join(root, folder), {recursive: true, encoding: 'utf8'})
      .filter((file) => file.endsWith('.ts') && !/(^|\/)(dist|node_modules)\//.test(file))
      .map((file) => posix.join(folder, file)),
  )
  return sourcesOf(Object.fromEntries(found.map((path) => [path, readFileSync(join(root, path), 'utf8')])))
}

/** Sources made of texts, by path. */
export function sourcesOf(texts: Readonly<Record<string, string>>): Sources {
  return new Map(Object.entries(texts).map(([path, text]) => [path, parse(path, text)]))
}

function parse(path: string, text: string): SourceFile {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const imports: Import[] = []
  const globals = new Set<string>()
  const add = (specifier: ts.Node | undefined, kind: Import['kind']) => {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) imports.push({to: target(path, specifier.text), kind})
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause) ? 'type' : 'static')
    else if (ts.isExportDeclaration(node))
      add(node.moduleSpecifier, node.isTypeOnly || hasOnlyTypes(node.exportClause) ? 'type' : 'static')
    else if (ts.isImportTypeNode(node)) add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, 'type')
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], 'lazy')
    else if (ts.isIdentifier(node) && isUsed(node)) globals.add(withProperty(node))
    ts.forEachChild(node, visit)
  }
  visit(file)
  return {path, imports, globals: [...globals]}
}

function target(from: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts') : specifier
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  return clause.name === undefined && hasOnlyTypes(clause.namedBindings)
}

function hasOnlyTypes(names: ts.NamedExportBindings | ts.NamedImportBindings | undefined): boolean {
  if (names === undefined || !(ts.isNamedImports(names) || ts.isNamedExports(names))) return false
  return names.elements.length > 0 && names.elements.every((one) => one.isTypeOnly)
}

/** Whether an identifier stands for a value, and is not the name of a property, a key or a declaration. */
function isUsed(node: ts.Identifier): boolean {
  const {parent} = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isTypeNode(parent) || ts.isQualifiedName(parent)) return false
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node
  return (
    !ts.isBindingElement(parent) && !ts.isPropertySignature(parent) && !ts.isMethodSignature(parent) && !ts.isParameter(parent)
  )
}

function withProperty(node: ts.Identifier): string {
  const {parent} = node
  return ts.isPropertyAccessExpression(parent) ? `${node.text}.${parent.name.text}` : newOf(node)
}

/** `new Date()` reads the clock, `new Date(text)` does not. */
function newOf(node: ts.Identifier): string {
  const {parent} = node
  return ts.isNewExpression(parent) && (parent.arguments?.length ?? 0) === 0 ? `new ${node.text}()` : node.text
}
