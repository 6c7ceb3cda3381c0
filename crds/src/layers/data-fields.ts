import { securityGroupId, subnetId } from '../aws-values.ts'
import { list, text } from '../fields.ts'
import { effective, immutable, itemsDiffer, withRules } from '../rule.ts'
import { dataPolicy } from './common.ts'

/** A VPC cannot be left: what lies in it would be made anew. */
export const vpcIsImmutable = immutable('vpcId', (layer) => `${layer}.vpcId`, 'the data cannot move to another VPC')

/** Data subnets in two or three zones. */
export const dataSubnetIds = withRules(list(subnetId, { min: 2, max: 3 }), [
  itemsDiffer('subnetIds must be different: one stands in the list twice'),
]).describe('Data subnets in different zones.')

/** Who may connect. */
export const clusterSecurityGroupId = securityGroupId
  .optional()
  .describe('Security group of the cluster, which alone may connect. Not set means that nobody can connect yet.')

/** Where the service reports what happens to the data. */
export const eventsTopicArn = text({
  min: 1,
  max: 512,
  pattern: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$/,
  examples: ['arn:aws:sns:ap-northeast-1:111122223333:tasks-ticket'],
})
  .optional()
  .describe('SNS topic for events: failures, failovers, maintenance. Not set means that no events are sent.')

/** Identifier in AWS that a layer is given, or makes from its own name. It is the beginning of other names too. */
export const chosenIdentifier = (max: number) =>
  text({ min: 1, max, pattern: /^[a-z]([a-z0-9]|-[a-z0-9])*$/, examples: ['tp-team-tasks-tasks-0a1b2c3d'] })
    .optional()
    .describe('Identifier in AWS. Immutable; not set means one made from namespace and name of this object.')

/** An identifier that appears later is another one than before. */
export const identifierIsImmutable = immutable(
  'identifier',
  (layer) => effective('identifier', "''", layer),
  'AWS would make it anew (not set means one made from namespace and name)',
)

/** A key cannot be changed once data is encrypted with it. */
export const customKeyIsImmutable = immutable(
  'customKey',
  (layer) => `${layer}.customKey`,
  'AWS cannot encrypt again with another key',
)

/** Name of the snapshot that is taken at the end. */
export const finalSnapshotIdentifier = text({
  min: 1,
  max: 255,
  pattern: /^[a-z]([a-z0-9]|-[a-z0-9])*$/,
  examples: ['tasks-final'],
})
  .optional()
  .describe('Name of the snapshot that deletion takes with Snapshot. Not set means one made from the identifier.')

/** What deletion does to data that has snapshots. */
export const dataPolicyWithSnapshot = dataPolicy
  .default('Snapshot')
  .describe('What deletion leaves: everything that holds the data (Retain), a last snapshot and its key, or nothing.')
