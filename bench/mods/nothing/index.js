export function run(_params, {result}) {
  return result.success()
}
