import {mapRow} from './map-row.js'

export function run({data}, {result}) {
  result.addArtifact('data', mapped(data))
  return result.success()
}

async function* mapped(table) {
  for await (const rows of table.batches()) yield rows.map(mapRow)
}
