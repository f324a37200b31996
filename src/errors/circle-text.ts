/** Of a longer circle the first of its names are shown, and how many more there are. */
const longest = 20

/** A circle of names, as in `a -> b -> a`. It is given with the name it starts from at both of its ends. */
export function circleText(circle: readonly string[]): string {
  if (circle.length <= longest) return circle.join(' -> ')
  const [shown, more] = [circle.slice(0, longest - 2), circle.length - longest + 1]
  return [...shown, `(${String(more)} more)`, ...circle.slice(-1)].join(' -> ')
}
