// The same as weekly_reports.yaml, as a script. References such as ${clean_orders.data} mean here what they mean
// there: what the mod that ran under that name has left.
//
//   npx datapy run-script weekly_reports.ts --params weekly_reports.yaml
import {getModParams, runMod} from 'datapy'

const steps = [
  ['csv_reader', 'extract_orders'],
  ['data_cleaner', 'clean_orders'],
  ['csv_writer', 'write_orders'],
  ['csv_writer', 'write_rejected'],
] as const

for (const [type, name] of steps) {
  const {status} = await runMod(type, getModParams(name), name)
  if (status === 'error') break // the exit code is the mod's: no more needs to be said
}
