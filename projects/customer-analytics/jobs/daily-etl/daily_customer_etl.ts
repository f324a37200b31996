// The same as daily_customer_etl.yaml, as a script: it takes its parameters from there, and adds what YAML has no words for.
//
//   npx datapy run-script daily_customer_etl.ts --params daily_customer_etl.yaml
import {getModParams, runMod} from 'datapy'

const extracted = await runMod('csv_reader', getModParams('extract_customers'), 'extract_customers')

const cleaned = await runMod(
  'data_cleaner',
  {...getModParams('clean_customers'), data: extracted.artifacts.data},
  'clean_customers',
)

await runMod('csv_writer', {...getModParams('write_customers'), data: cleaned.artifacts.data}, 'write_customers')
await runMod('csv_writer', {...getModParams('write_unreadable'), data: extracted.artifacts.rejected}, 'write_unreadable')
await runMod('csv_writer', {...getModParams('write_rejected'), data: cleaned.artifacts.rejected}, 'write_rejected')

console.log(`${String(cleaned.metrics.rows_out)} customers of ${String(extracted.metrics.rows_read)} records`)
