import type {Problem} from '../../model/problem.js'
import type {Database} from '../database.js'

export function outsideOf(_database: Database, _query: string, _inputs: readonly string[]): Promise<readonly Problem[]> {
  return Promise.reject(new Error('to be built'))
}
