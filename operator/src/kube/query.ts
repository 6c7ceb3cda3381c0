/** Writes a query string, `?` included; leaves out what is undefined, and is empty if nothing remains. */
export const queryString = (values: Readonly<Record<string, string | number | boolean | undefined>>): string => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (value !== undefined) query.set(name, String(value))
  return query.size === 0 ? '' : `?${query}`
}
