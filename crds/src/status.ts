import { z } from 'zod'
import { deletionPlan } from './deletion-plan.ts'
import { list, listBy, mapOf, oneOf, text, whole } from './fields.ts'
import { conditionList } from './status-fields.ts'
import { awsId, moment } from './values.ts'

const count = whole({ min: 0, max: Number.MAX_SAFE_INTEGER })
const word = text({ max: 316 })
const address = text({ max: 2048 })
const usd = whole({ min: -10_000_000, max: 10_000_000 })

const resolved = z.object({
  release: word.optional().describe('Release whose defaults were taken.'),
  network: z
    .object({
      cidr: word.optional().describe('Address range of the VPC.'),
      zones: list(word, { max: 3 }).optional().describe('Names of the zones, in the order of the address plan.'),
    })
    .optional()
    .describe('Network as first accepted.'),
  cluster: z
    .object({
      version: word.optional().describe('Kubernetes version.'),
      serviceCidr: word.optional().describe('Address range of Services.'),
    })
    .optional()
    .describe('Cluster as first accepted.'),
  database: z
    .object({
      identifier: word
        .optional()
        .describe('Identifier of the DB instance. It carries the UID, so that platforms of one name never share it.'),
      engineVersion: word.optional().describe('Major version of PostgreSQL.'),
      instanceClass: word.optional().describe('RDS instance class.'),
      storageGiB: count.optional().describe('Storage in GiB.'),
      maxStorageGiB: count.optional().describe('Size in GiB up to which storage grows by itself.'),
    })
    .optional()
    .describe('Database as first accepted.'),
  cache: z
    .object({
      identifier: word
        .optional()
        .describe('Identifier of the replication group. It carries the UID, as that of the database does.'),
      engine: word.optional().describe('Engine of the cache.'),
      engineVersion: word.optional().describe('Version of the engine.'),
      nodeType: word.optional().describe('ElastiCache node type.'),
      nodes: count.optional().describe('Number of nodes.'),
    })
    .optional()
    .describe('Cache as first accepted.'),
})

const layer = z.object({
  name: word.describe('Name of the layer, for example network.'),
  kind: word.describe('Kind of its composite.'),
  object: text({ max: 253 }).describe('Name of its composite.'),
  ready: z.boolean().describe('Whether the layer is ready.'),
  reason: text({ max: 1024 }).describe('Reason of its condition.'),
  message: text({ max: 32768 }).optional().describe('What holds the layer up.'),
  waitingFor: list(word, { max: 16 })
    .optional()
    .describe(
      'Layers that have not reported yet what this one is built from. It starts when they have, which is before they are ready.',
    ),
  likelyCause: text({ max: 2048 }).optional().describe('What is probably behind a refusal of AWS, and what helps.'),
  nextCommand: text({ max: 2048 }).optional().describe('What to type next when the layer has failed.'),
  startedAt: moment
    .optional()
    .describe('When the operator last changed the spec of a layer that was not ready yet. Its time counts from here.'),
  failedSince: moment.optional().describe('Since when AWS has refused something of the layer.'),
  expectedReadyAt: moment
    .optional()
    .describe('When the layer should be ready if nothing goes wrong. In the past: it is late.'),
})

const madeObject = z.object({
  apiVersion: text({ max: 316 }).describe('apiVersion of the object.'),
  kind: word.describe('Kind of the object.'),
  namespace: text({ max: 253 }).optional().describe('Namespace of the object.'),
  name: text({ max: 253 }).describe('Name of the object.'),
  uid: text({ max: 64 }).optional().describe('UID of the object, known once it exists.'),
  cluster: oneOf(['Management', 'Workload']).optional().describe('Cluster that the object is in.'),
})

const finding = z.object({
  rule: word.describe('Rule that is broken.'),
  severity: oneOf(['error', 'warning']).describe('An error holds the creation of a platform; a warning is told.'),
  layer: word.describe('Layer of the resource.'),
  kind: word.describe('Kind of the resource.'),
  name: text({ max: 253 }).describe('Name of the resource.'),
  message: text({ max: 1024 }).describe('What is wrong, and what cures it.'),
  excepted: z.boolean().optional().describe('True when an exception that has not expired covers it.'),
})

const complianceState = z.object({
  passed: count.describe('Rules that are kept.'),
  failed: count.describe('Rules that are broken without an exception.'),
  excepted: count.describe('Rules that are broken and have an exception that has not expired.'),
  findings: list(finding, { max: 50 })
    .optional()
    .describe('What breaks rules, the most severe first; not all of it, when there is more than fits.'),
})

const objectiveState = z.object({
  name: word.describe('Name of the objective.'),
  target: word.describe('Percentage that was promised.'),
  current: word.optional().describe('Percentage over the window, as text.'),
  budgetLeft: word.optional().describe('Percentage of the error budget that is left, as text.'),
})

const upgradeStep = z.object({
  name: text({ max: 64, examples: ['control plane', 'nodes', 'add-ons', 'snapshot', 'engine'] }).describe(
    'What moves.',
  ),
  from: word.describe('Version before.'),
  to: word.describe('Version after.'),
  state: oneOf(['Planned', 'Running', 'Done']).describe('How far it is.'),
})

const upgrade = z.object({
  part: oneOf(['Cluster', 'Database', 'Cache']).describe('What is upgraded.'),
  from: word.describe('Version that it began with.'),
  to: word.describe('Version that it goes to.'),
  state: oneOf(['Planned', 'Waiting', 'Running', 'Held', 'Done']).describe(
    'Planned: told here, and begun in the next pass. Waiting: for the maintenance window. Running: a step is under way. Held: something has to change first. Done: nothing is left.',
  ),
  message: text({ max: 4096 }).describe('What happens now, or what holds it, and what cannot be known.'),
  notBefore: moment.optional().describe('Start of the maintenance window that it waits for.'),
  steps: list(upgradeStep, { max: 16 }).describe('The steps in their order, one after the other.'),
})

const cost = z.object({
  monthlyUsd: usd.optional().describe('Estimated USD per month of what the spec asks for.'),
  budgetLeftUsd: usd.optional().describe('spec.budget.monthlyUsd less the estimate; negative when it is above.'),
  pricesAsOf: word.optional().describe('Date of the prices.'),
  notPriced: list(word, { max: 50 }).optional().describe('Parts for which no price is known.'),
})

/** status of a TaskPlatform: what is there, written by the operator alone. */
export const taskPlatformStatus = z.object({
  observedGeneration: count.optional().describe('Generation of the spec that this status speaks of.'),
  conditions: conditionList.optional(),
  resolved: resolved
    .optional()
    .describe(
      'Values that size data, as first accepted: a later release of the product does not resize a running platform.',
    ),
  expectedReadyAt: moment
    .optional()
    .describe(
      'When the platform should be ready if nothing goes wrong, by the longest chain of layers. In the past: it is late.',
    ),
  layers: listBy('name', layer, { max: 16 }).optional().describe('The layers in AWS, one entry each.'),
  network: z
    .object({
      vpcId: awsId.optional().describe('Identifier of the VPC.'),
      vpcCidr: word.optional().describe('Address range of the VPC.'),
      publicSubnetIds: list(awsId, { max: 3 }).optional().describe('Public subnets in the order of the zones.'),
      privateSubnetIds: list(awsId, { max: 3 }).optional().describe('Private subnets in the order of the zones.'),
      dataSubnetIds: list(awsId, { max: 3 }).optional().describe('Data subnets in the order of the zones.'),
      natPublicIps: list(word, { max: 3 })
        .optional()
        .describe('Addresses from which the platform talks to the internet.'),
    })
    .optional()
    .describe('Identifiers of the network.'),
  compliance: complianceState
    .optional()
    .describe('How what is made, or would be made, keeps the conformance rules of the profile.'),
  inventory: list(madeObject, { max: 500 })
    .optional()
    .describe('Every object that the operator made, written before it is made.'),
  objectives: listBy('name', objectiveState, { max: 10 }).optional().describe('State of the objectives.'),
  cost: cost.optional().describe('What the platform costs.'),
  upgrades: listBy('part', upgrade, { max: 3 })
    .optional()
    .describe('Upgrades that are planned, under way, or were done last, one for each part that has versions.'),
  versions: mapOf(word, { max: 30 }).optional().describe('Version of each part that runs.'),
  urls: mapOf(address, { max: 20 }).optional().describe('Addresses to open, for example app and grafana.'),
  externalNamesIn: text({ max: 253 })
    .optional()
    .describe(
      'Name of the ConfigMap with the names that AWS gave: keep a copy of it, and a lost management cluster can be made again.',
    ),
  adoptedFrom: text({ max: 253 })
    .optional()
    .describe('Name of the ConfigMap from which the platform took over what exists in AWS.'),
  deletionPlan: deletionPlan
    .optional()
    .describe('What deleting the platform does: written on request, and before a deletion removes the first thing.'),
  lastHandledReconcileAt: word
    .optional()
    .describe('Value of the annotation taskplatform.dev/reconcile-requested-at that was last acted on.'),
})
