/** Whether a text is what a pattern says, in which `*` stands for any number of characters and everything else for itself. */
export function matches(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return text === pattern
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false
  const middle = text.slice(first.length, text.length - last.length)
  return isInOrder(rest, middle)
}

function isInOrder(parts: readonly string[], text: string): boolean {
  let from = 0
  for (const part of parts) {
    const found = text.indexOf(part, from)
    if (found < 0) return false
    from = found + part.length
  }
  return true
}
