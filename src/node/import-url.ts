/** Imports a module by its URL. In a file of its own, since the bundle has to get Node's import from outside of itself. */
export function importUrl(url: string): Promise<unknown> {
  return import(url)
}
