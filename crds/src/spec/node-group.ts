import { z } from 'zod'
import { list, mapOf, oneOf, text, whole } from '../fields.ts'
import { effective, itemsDiffer, minNotAboveMax, withRules } from '../rule.ts'
import { dnsLabel } from '../values.ts'

const labelPart = '[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?'
const labelKey = `^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?${labelPart}$`
const labelValue = new RegExp(`^(${labelPart})?$`)

const instanceType = text({
  min: 4,
  max: 32,
  pattern: /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/,
  examples: ['m6i.large', 't3.medium', 'm7g.large'],
})

const size = withRules(
  z.object({
    min: whole({ min: 0, max: 100 }).describe('Nodes that are always there.'),
    desired: whole({ min: 0, max: 100 })
      .optional()
      .describe('Nodes to begin with; afterwards the autoscaler decides. Not set means min.'),
    max: whole({ min: 1, max: 100 }).describe('Nodes that there are at most.'),
  }),
  [
    minNotAboveMax,
    {
      rule: '!has(self.desired) || (self.desired >= self.min && self.desired <= self.max)',
      message: 'desired must lie between min and max: change it, or leave it out to begin with min',
    },
  ],
)

const taint = z.object({
  key: text({ min: 1, max: 316, pattern: new RegExp(labelKey), examples: ['dedicated'] }).describe('Key of the taint.'),
  value: text({ max: 63, pattern: labelValue, examples: ['batch'] })
    .optional()
    .describe('Value of the taint.'),
  effect: oneOf(['NoSchedule', 'NoExecute', 'PreferNoSchedule']).describe(
    'What happens to pods that do not tolerate it.',
  ),
})

/** spec.cluster.nodeGroups[]: nodes of one kind. A change of types, capacity, image or disk makes a new group and drains the old. */
export const nodeGroup = withRules(
  z.object({
    name: dnsLabel(20).describe('Name of the group, unique in the list.'),
    instanceTypes: withRules(list(instanceType, { min: 1, max: 10 }), [
      itemsDiffer('instanceTypes must be different: one stands in the list twice'),
    ]).describe('EC2 instance types, the preferred first. Several help Spot to find capacity.'),
    capacityType: oneOf(['OnDemand', 'Spot']).optional().describe('How the nodes are bought.'),
    amiType: oneOf(['AL2023_x86_64_STANDARD', 'AL2023_ARM_64_STANDARD', 'BOTTLEROCKET_x86_64', 'BOTTLEROCKET_ARM_64'])
      .optional()
      .describe('Family of machine images; must fit the processor of instanceTypes.'),
    size: size.describe('How many nodes there are.'),
    diskGiB: whole({ min: 20, max: 1000 }).optional().describe('Size of the root disk in GiB, encrypted gp3.'),
    labels: withRules(mapOf(text({ max: 63, pattern: labelValue, examples: ['batch'] }), { max: 20 }), [
      {
        rule: `self.all(key, size(key) <= 316 && key.matches(r'${labelKey}'))`,
        message:
          'label keys must be valid for Kubernetes: up to 63 letters, digits, "-", "_" and ".", after an optional DNS prefix and "/"',
      },
      {
        rule: "self.all(key, !key.contains('kubernetes.io/') && !key.contains('k8s.io/') && !key.startsWith('eks.amazonaws.com/'))",
        message: 'labels must not use the prefixes of Kubernetes and EKS: choose a prefix of your own',
      },
    ])
      .optional()
      .describe('Labels of the nodes.'),
    taints: withRules(list(taint, { max: 10 }), [
      itemsDiffer('taints must differ in key or effect: two are the same', ['key', 'effect']),
    ])
      .optional()
      .describe('Taints of the nodes.'),
  }),
  [
    {
      rule: `self.instanceTypes.all(one, one.matches(r'^[a-z]+[0-9]+g[a-z]*\\.') == ${effective('amiType', "'AL2023_x86_64_STANDARD'")}.contains('ARM'))`,
      message:
        'amiType must fit instanceTypes: an ARM image for Graviton types (m7g, t4g, ...), an x86_64 image for all others, never both in one group',
    },
  ],
)
