import {lstat} from 'node:fs/promises'

/** Whether anything has this name, be it a link to nothing. */
export async function isNamed(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  )
}
