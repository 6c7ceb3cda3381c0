import type { ManagedResource } from '../managed-resource.ts'
import type { Readiness } from './readiness.ts'

/**
 * A certificate is Ready as soon as ACM has taken the order. Whether it was issued is asked of its CertificateValidation, because
 * the provider looks at a pending certificate every ten minutes only; what has failed for good is told here.
 */
export const certificate = ({ status }: ManagedResource): Readiness => {
  const state = String(status?.atProvider?.['status'] ?? '')
  const cure = dead[state]
  return cure ? { state: 'failed', why: `ACM reports the state ${state}: ${cure}` } : { state: 'ready' }
}

/** States of CertificateDetail in the ACM API that a certificate does not leave, and what helps. */
const dead: Readonly<Record<string, string>> = {
  VALIDATION_TIMED_OUT:
    'nobody could see the validation records for 72 hours; check that the hosted zone is delegated, then delete the certificate',
  FAILED:
    'ACM will not issue it; check the host names and the CAA records of their domain, then delete the certificate',
  EXPIRED: 'it was not renewed; check that the validation records are still there, then delete the certificate',
  REVOKED: 'it must not be used any more; delete the certificate to get another one',
}
