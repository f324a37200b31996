import type {Problem} from '../../../model/problem.js'
import {pathFrom} from './sarif.js'

/** Problems as commands that GitHub's workflows show beside the lines of a file. */
export function renderGithub(problems: readonly Problem[], folder: string): string {
  return problems
    .map(({code, message, hint, at}) => {
      const fields = [
        ...(at === undefined ? [] : [`file=${inField(pathFrom(at.file, folder))}`]),
        ...(at?.line === undefined ? [] : [`line=${String(at.line)}`]),
        ...(at?.column === undefined ? [] : [`col=${String(at.column)}`]),
        ...(at?.column === undefined || at.length === undefined ? [] : [`endColumn=${String(at.column + at.length)}`]),
        `title=${inField(String(code))}`,
      ]
      return `::error ${fields.join(',')}::${inText(hint === undefined ? message : `${message} (${hint})`)}`
    })
    .join('\n')
}

function inText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function inField(text: string): string {
  return inText(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
