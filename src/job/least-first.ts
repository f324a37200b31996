/** Numbers that are taken out least first: a binary heap (Williams, 1964), so that a job of ten thousand mods is ordered at once. */
export class LeastFirst {
  private readonly heap: number[] = []

  add(number: number): void {
    let at = this.heap.push(number) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (this.at(above) <= this.at(at)) return
      this.swap(at, above)
      at = above
    }
  }

  /** The least of them, which is then gone; undefined where there is none. */
  take(): number | undefined {
    const [least] = this.heap
    const last = this.heap.pop()
    if (last === undefined || this.heap.length === 0) return least
    this.heap[0] = last
    let at = 0
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2]
      const less = this.at(right) < this.at(left) ? right : left
      if (this.at(at) <= this.at(less)) return least
      this.swap(at, less)
      at = less
    }
  }

  /** Beyond the end lies nothing that is less. */
  private at(index: number): number {
    return this.heap[index] ?? Infinity
  }

  private swap(one: number, other: number): void {
    const held = this.at(one)
    this.heap[one] = this.at(other)
    this.heap[other] = held
  }
}
