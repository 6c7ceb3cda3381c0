/** Go source as far as schemas need it: comments are blanked, strings are kept, and every offset stays where it was. */
export const withoutComments = (text: string): string => {
  let out = ''
  for (let at = 0; at < text.length; ) {
    const end = tokenEnd(text, at)
    const token = text.slice(at, end)
    out += /^\/[/*]/.test(token) ? token.replace(/[^\n]/g, ' ') : token
    at = end
  }
  return out
}

/** The text between the brace at `open` and the one that closes it. */
export const insideBraces = (text: string, open: number): string => {
  let depth = 0
  for (let at = open; at < text.length; at = tokenEnd(text, at)) {
    if (text[at] === '{') depth += 1
    if (text[at] === '}') depth -= 1
    if (depth === 0) return text.slice(open + 1, at)
  }
  return ''
}

/** The entries of a composite literal, at its own level: `key: value`, as text. */
export const entriesOf = (literal: string): { key: string; value: string }[] =>
  piecesOf(literal).flatMap((piece) => {
    const colon = piece.indexOf(':')
    return colon < 0 ? [] : [{ key: piece.slice(0, colon).trim(), value: piece.slice(colon + 1).trim() }]
  })

const piecesOf = (literal: string): string[] => {
  const pieces: string[] = []
  let depth = 0
  let begin = 0
  for (let at = 0; at < literal.length; at = tokenEnd(literal, at)) {
    const sign = literal[at] ?? ''
    if ('{(['.includes(sign)) depth += 1
    if ('})]'.includes(sign)) depth -= 1
    if (sign !== ',' || depth > 0) continue
    pieces.push(literal.slice(begin, at))
    begin = at + 1
  }
  return [...pieces, literal.slice(begin)]
}

/** Where the comment, string or single character that begins at `at` ends. */
const tokenEnd = (text: string, at: number): number => {
  const two = text.slice(at, at + 2)
  if (two === '//') return orEnd(text, text.indexOf('\n', at))
  if (two === '/*') return orEnd(text, text.indexOf('*/', at) + 2)
  const quote = text[at] ?? ''
  if (!'"`\''.includes(quote)) return at + 1
  for (let next = at + 1; next < text.length; next++) {
    if (text[next] === '\\' && quote !== '`') next += 1
    else if (text[next] === quote) return next + 1
  }
  return text.length
}

const orEnd = (text: string, end: number): number => (end < 2 ? text.length : end)
