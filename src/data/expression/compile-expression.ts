import type {Column} from '../../model/dataset.js'
import type {Database} from '../database.js'

export function compileExpression(_database: Database, _text: string, _columns: readonly Column[]): Promise<string> {
  return Promise.reject(new Error('to be built'))
}
