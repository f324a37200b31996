/** What `work` gives for each item, in the items' order; no more than `most` are worked on at once. */
export async function someAtATime<T, R>(items: readonly T[], most: number, work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results = new Map<number, R>()
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) results.set(index, await work(item))
  }
  await Promise.all(Array.from({length: Math.min(most, items.length)}, worker))
  return [...results].sort(([one], [other]) => one - other).map(([, result]) => result)
}
