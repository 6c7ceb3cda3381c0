import type { Permission } from './permissions.ts'

/** One right, as `VERB GROUP/PLURAL` with the subresource behind: what permissions, requests and the audit log have in common. */
export const rightTo = (verb: string, group: string, resource: string): string => `${verb} ${group}/${resource}`

/** Every right that a permission gives. */
export const rightsOf = ({ group, resources, verbs }: Permission): readonly string[] =>
  resources.flatMap((resource) => verbs.map((verb) => rightTo(verb, group, resource)))
