import { type Desired, managed } from '../../managed.ts'
import { asked, identifier } from '../../observed.ts'
import { type EdgePlan, keys, webAclPrefix } from './edge-plan.ts'

/**
 * Puts a web ACL in front of the load balancer. AWS keeps one for each load balancer, and taking away an old association takes away
 * whatever is there: so the next one waits until the last one is gone.
 */
export const webAcl = (edge: EdgePlan): Desired[] => {
  const { webAclArn } = edge.spec
  const resourceArn = protectedArn(edge)
  if (!webAclArn || !resourceArn || formerIsThere(edge)) return []
  return [managed(edge.layer, 'wafv2/WebACLAssociation', keys.webAcl(webAclArn), { webAclArn, resourceArn })]
}

/** What the web ACL waits for. */
export const withheldWebAcl = (edge: EdgePlan): string[] => {
  if (!edge.spec.webAclArn || webAcl(edge).length > 0) return []
  return [protectedArn(edge) ? 'the former web ACL to be gone' : 'the load balancer, to put the web ACL in front of it']
}

/** The provider has no reference from here to a load balancer. */
const protectedArn = ({ observed, spec }: EdgePlan): string | undefined =>
  identifier(observed, keys.loadBalancer) ??
  asked(observed, 'wafv2/WebACLAssociation', keys.webAcl(spec.webAclArn ?? '')).resourceArn

const formerIsThere = ({ observed, spec }: EdgePlan): boolean => {
  const wanted = keys.webAcl(spec.webAclArn ?? '')
  return !observed[wanted] && Object.keys(observed).some((key) => key.startsWith(webAclPrefix))
}
