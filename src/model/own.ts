/** What a map has under a name, and not what every object has: names come from users, and `constructor` is one. */
export function own<T>(map: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined
}
