/**
 * The function that every row goes through, here and in peers/map-rows.js: an order with its address in small letters and
 * its total. What is missing is null here and an empty text there.
 *
 * @param {Record<string, string | null>} row
 */
export function mapRow(row) {
  const total = Number(row['unit_price']) * Number(row['quantity'] || 1)
  return {...row, email: row['email']?.trim().toLowerCase() || null, total: total.toFixed(2)}
}
