const factors = {
  '': 1000n,
  m: 1n,
  k: 10n ** 6n,
  Ki: 1024n * 1000n,
  Mi: 1024n ** 2n * 1000n,
  Gi: 1024n ** 3n * 1000n,
} as const

/** A Kubernetes quantity in thousandths of its unit, exact. Only the whole numbers and suffixes that the contract allows. */
export class Quantity {
  readonly thousandths: bigint

  constructor(thousandths: bigint) {
    this.thousandths = thousandths
  }
}

/** Reads `500m`, `2` or `512Mi`. `undefined` when it is nothing of the kind. */
export function parseQuantity(text: string): Quantity | undefined {
  const match = /^(\d+)(m|k|Ki|Mi|Gi)?$/.exec(text)
  if (!match) return undefined
  return new Quantity(BigInt(match[1] ?? 0) * factors[(match[2] ?? '') as keyof typeof factors])
}

/** -1, 0 or 1, as `quantity(a).compareTo(quantity(b))` answers. */
export function compareQuantities(a: Quantity, b: Quantity): bigint {
  if (a.thousandths === b.thousandths) return 0n
  return a.thousandths < b.thousandths ? -1n : 1n
}
