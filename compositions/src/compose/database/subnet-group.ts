import { type Desired, managed } from '../../managed.ts'
import { keepsData, keptIf } from '../kept.ts'
import { type DatabasePlan, keys } from './plan.ts'

/** Where the instance and its standby may lie: the data subnets, which have no way to the internet. */
export const subnetGroup = ({ layer, spec, identifier }: DatabasePlan): Desired =>
  managed(
    layer,
    'rds/SubnetGroup',
    keys.subnetGroup,
    { description: `Data subnets of ${layer.owner.namespace}/${layer.owner.name}`, subnetIds: spec.subnetIds },
    { externalName: identifier, ...keptIf(keepsData(spec.dataPolicy)) },
  )
