import { type Desired, managed } from '../../managed.ts'
import { parameterGroupKey } from '../data/upgrade.ts'
import { keepsData, keptIf } from '../kept.ts'
import { type CachePlan, parameterGroupName } from './plan.ts'

/**
 * The parameter group of the wanted version, and that of the one before for as long as the nodes are on it. With Retain only the one
 * that the nodes are asked for is kept.
 */
export const parameterGroups = ({ layer, spec, identifier, upgrade }: CachePlan): Desired[] =>
  upgrade.families.map((family) =>
    managed(
      layer,
      'elasticache/ParameterGroup',
      parameterGroupKey(family),
      {
        // in this provider the name of this kind is a parameter, and no external name
        name: parameterGroupName(identifier, family),
        family,
        description: `${spec.engine} of ${layer.owner.namespace}/${layer.owner.name}`,
        parameter: Object.entries(settings).map(([name, value]) => ({ name, value })),
      },
      keptIf(keepsData(spec.dataPolicy) && family === upgrade.family),
    ),
  )

/**
 * What takes 5 ms is logged as slow. Only values that differ from the engine's own stand here (volatile-lru, which suits what has an
 * end, is one of those): the provider reads back only what is not the default, and would ask for a default again for ever.
 */
const settings = { 'slowlog-log-slower-than': '5000' } as const
