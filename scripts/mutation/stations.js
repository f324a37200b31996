/** The folders of src whose tests are held against changes of their code. */
export const stations = ['registry', 'params', 'schema', 'result', 'job']

/**
 * Tests, by their titles, that are left out: they are held to a time, which code that counts how often it runs does not
 * keep, or take longer than all others together and say once more of all the mods what others say of a few schemas.
 */
export const leftOut = [
  'in a time that grows with their length',
  'in a moment',
  'make no text of more than 16 MiB',
  'where the full scan finds it, in any JSON',
  'is compiled once, however often it is used',
  'in globals that repeat each other without end',
  'never another than the same text is in a job',
  'is valid for each mod that ships',
  'as one made anew: (?!patterns|formats|unique|newest|empty)',
]
