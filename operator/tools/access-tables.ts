import { policies } from '../src/access/admission/policies.ts'
import { type Permission, permissions } from '../src/access/permissions.ts'

/** The page with its two tables as they are made from the code; what people wrote around them stays. */
export const withTables = (page: string): string =>
  replaced(replaced(page, 'permissions', permissionsTable()), 'policies', policiesTable())

const permissionsTable = (): string =>
  table(
    ['what', 'verbs', 'why'],
    // the managed resources of each service are one line of the table, and one rule of the role each
    [...Map.groupBy(permissions, ({ role, names, verbs, why }) => `${role} ${names} ${verbs} ${why}`).values()].map(
      (alike) => [whatOf(alike), (alike[0]?.verbs ?? []).join(', '), alike[0]?.why ?? ''],
    ),
  )

const whatOf = (alike: readonly Permission[]): string => {
  const [{ group = '', resources = [], names = [], role } = {}] = alike
  const place = role === 'leader-election' ? ' in its own namespace' : ''
  if (alike.length > 1) return `managed resources of ${alike.map(({ group }) => group.split('.')[0]).join(', ')}`
  return `${resources.join(', ')} of ${group || 'the core group'}${names.length > 0 ? ` (${names.join(', ')})` : ''}${place}`
}

const policiesTable = (): string =>
  table(
    ['policy', 'what it does'],
    policies.map(({ name, why }) => [`\`${name}\``, why]),
  )

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

function replaced(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- generated: ${name} -->\n`, `\n<!-- end: ${name} -->`]
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/reference/access.md has lost the marks around its table of ${name}`)
  return page.slice(0, from + begin.length) + text + page.slice(to)
}
