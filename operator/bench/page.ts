/** The page with `content` in the place of what stands between its marks. Throws when it has none. */
export const between = (page: string, mark: string, content: string): string => {
  const [begin, end] = [`<!-- ${mark}: begin -->`, `<!-- ${mark}: end -->`]
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new RangeError(`The page has no marks ${begin} and ${end}`)
  return `${page.slice(0, from + begin.length)}\n\n${content}\n\n${page.slice(to)}`
}
