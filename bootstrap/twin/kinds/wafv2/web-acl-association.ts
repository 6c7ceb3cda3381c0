import type { Kind } from '../../service/kind.ts'
import { firstRefusal, type Refusal, refuse } from '../../service/refusal.ts'
import { stateOf, type World } from '../../service/world.ts'
import { managed } from '../managed-resource.ts'
import { replacingOf } from '../replacing.ts'

/** Puts a web ACL in front of a load balancer. Web ACLs themselves are somebody else's: every one of the right form exists. */
export const webAclAssociation: Kind = {
  resource: managed('wafv2', 'WebACLAssociation', 'webaclassociations'),
  title: 'WAFv2 WebACL Association',
  service: 'WAFV2',
  calls: { create: 'AssociateWebACL', modify: 'AssociateWebACL', delete: 'DisassociateWebACL' },
  context: {
    create: ({ args }) => `creating WAFv2 WebACL Association (${args['webAclArn']},${args['resourceArn']})`,
  },
  arguments: ['region', 'resourceArn', 'webAclArn'],
  replacing: replacingOf('wafv2', 'WebACLAssociation'),
  references: [],
  naming: {
    by: 'arguments',
    id: ({ webAclArn, resourceArn }) =>
      typeof webAclArn === 'string' && typeof resourceArn === 'string' ? `${webAclArn},${resourceArn}` : undefined,
  },
  within: { resourceArn: 'LB' },
  create: (world, { args }) =>
    firstRefusal(
      () => aclExists(world, args['webAclArn']),
      () => balancerIsActive(world, args['resourceArn']),
    ) ?? {},
}

const aclExists = (world: World, arn: unknown): Refusal | undefined => {
  const [, , service, region, account, path = ''] = String(arn).split(':')
  if (service === 'wafv2' && path.startsWith('global/'))
    return refuse(
      'WAFInvalidParameterException',
      'Error reason: The scope is not valid., field: SCOPE_VALUE, parameter: CLOUDFRONT',
    )
  const isOurs = service === 'wafv2' && region === world.region && account === world.accountId
  return isOurs && /^regional\/webacl\/[^/]+\/[^/]+$/.test(path)
    ? undefined
    : refuse(
        'WAFNonexistentItemException',
        "AWS WAF couldn't perform the operation because your resource doesn't exist.",
      )
}

/** The provider asks again for five minutes while a load balancer is new. */
const balancerIsActive = (world: World, arn: unknown): Refusal | undefined => {
  const balancer = world.get('LB', arn)
  if (!balancer) return refuse('WAFInvalidParameterException', `Error reason: The ARN isn't valid., parameter: ${arn}`)
  return stateOf(balancer, world.now) === 'creating'
    ? refuse(
        'WAFUnavailableEntityException',
        'AWS WAF couldn’t retrieve the resource that you requested. Retry your request.',
        { wants: 'LB' },
      )
    : undefined
}
