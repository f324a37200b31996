import type {ErrorObject} from 'ajv'

/** The way from the top of the parameters to the value that an error is about. */
export function pathOf({instancePath}: Pick<ErrorObject, 'instancePath'>): readonly (number | string)[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step))
}

/** An error that stands for the errors of all alternatives of an anyOf or oneOf. */
export interface FoldedError extends ErrorObject {
  readonly alternatives?: readonly ErrorObject[]
}

/** Replaces the errors inside the alternatives of an anyOf or oneOf by one error that holds them. */
export function foldAlternatives(errors: readonly ErrorObject[]): readonly FoldedError[] {
  const folds = errors.filter(({keyword}) => keyword === 'anyOf' || keyword === 'oneOf')
  const outermost = folds.filter(
    (fold) => !folds.some((other) => other !== fold && fold.schemaPath.startsWith(`${other.schemaPath}/`)),
  )
  const within = (fold: ErrorObject) =>
    errors.filter(
      (error) =>
        error !== fold && error.schemaPath.startsWith(`${fold.schemaPath}/`) && error.instancePath.startsWith(fold.instancePath),
    )
  const inner = new Set(outermost.flatMap(within))
  return errors
    .filter((error) => !inner.has(error) && error.keyword !== 'if')
    .map((error) => (outermost.includes(error) ? {...error, alternatives: within(error)} : error))
}
