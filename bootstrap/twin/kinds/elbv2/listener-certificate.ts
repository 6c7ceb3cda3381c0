import type { Attributes } from '../../service/aws-resource.ts'
import { type Refusal, refuse } from '../../service/refusal.ts'
import type { World } from '../../service/world.ts'
import { certificateStatus } from '../acm/issued.ts'

/**
 * ELB's no to the certificate of a listener. HTTPS needs one that is issued, of the region and the account. One that was not made
 * here is somebody's own and taken as issued.
 */
export const certificateRefusal = (world: World, protocol: string, args: Attributes): Refusal | undefined => {
  const { certificateArn: arn, sslPolicy } = args
  if (protocol !== 'HTTPS')
    return arn === undefined
      ? undefined
      : refuse('ValidationError', 'You cannot specify certificates for an HTTP listener')
  if (arn === undefined) return refuse('ValidationError', 'A certificate must be specified for HTTPS listeners')
  if (sslPolicy !== undefined && !/^ELBSecurityPolicy-[A-Za-z0-9-]+$/.test(String(sslPolicy)))
    return refuse('SSLPolicyNotFound', `SSL policy '${sslPolicy}' not found`)
  const [, , service, region, account, path = ''] = String(arn).split(':')
  if (!['acm', 'iam'].includes(String(service)) || (service === 'acm' && account !== world.accountId))
    return refuse('CertificateNotFound', `Certificate '${arn}' not found`)
  if (service === 'acm' && (region !== world.region || !path.startsWith('certificate/'))) return unsupported(arn)
  const certificate = world.get('Certificate', arn)
  return certificate && certificateStatus(world, certificate) !== 'ISSUED'
    ? { ...unsupported(arn), wants: 'Record' }
    : undefined
}

const unsupported = (arn: unknown): Refusal =>
  refuse(
    'UnsupportedCertificate',
    `The certificate '${arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.`,
  )
