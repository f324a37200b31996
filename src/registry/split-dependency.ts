/** Name and range of a dependency as an entry lists it: `name@range`, where the name may begin with a scope's `@`. */
export function splitDependency(dependency: string): readonly [name: string, range: string] {
  const at = dependency.indexOf('@', 1)
  return at === -1 ? [dependency, '*'] : [dependency.slice(0, at), dependency.slice(at + 1)]
}
