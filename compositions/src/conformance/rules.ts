import type { Rule } from './rule.ts'
import { cacheRules } from './rules/cache.ts'
import { clusterRules } from './rules/cluster.ts'
import { databaseRules } from './rules/database.ts'
import { everythingRules } from './rules/everything.ts'
import { identityRules } from './rules/identities.ts'
import { networkRules } from './rules/network.ts'
import { nodeRules } from './rules/nodes.ts'
import { operationsRules } from './rules/operations.ts'

/** Conformance rules that belong together, under a heading of the reference page. */
export type RuleGroup = Readonly<{ title: string; rules: readonly Rule[] }>

/** Every conformance rule by group, in the order of the reference page. */
export const ruleGroups: readonly RuleGroup[] = [
  { title: 'Network', rules: networkRules },
  { title: 'Nodes', rules: nodeRules },
  { title: 'Cluster', rules: clusterRules },
  { title: 'Identities and keys', rules: identityRules },
  { title: 'Database', rules: databaseRules },
  { title: 'Cache', rules: cacheRules },
  { title: 'Images, notifications, logs and secrets', rules: operationsRules },
  { title: 'Everything', rules: everythingRules },
]

/** Every conformance rule, in the order of the reference page. */
export const rules: readonly Rule[] = ruleGroups.flatMap((group) => group.rules)
