import { type Desired, managed } from '../../managed.ts'
import { asked, identifier, observation } from '../../observed.ts'
import { readinessOf } from '../../readiness/readiness.ts'
import { type CertificateNames, certificatePrefix, type EdgePlan, keys } from './edge-plan.ts'

/**
 * The certificate of the host names. ACM cannot change the names of one, so another list of names is another certificate, and the
 * last one stays for as long as the listener shows it.
 */
export const certificates = (edge: EdgePlan): Desired[] => {
  const wanted = certificateNames(edge)
  const key = wanted && keys.certificate(wanted)
  return [...(wanted ? [certificate(edge, wanted)] : []), ...shown(edge).filter((one) => one.key !== key)]
}

/** Names of the certificate that the layer makes; none if it is given one, or serves HTTP only. */
export const certificateNames = ({ spec, hostnames }: EdgePlan): CertificateNames | undefined => {
  const domainName = hostnames.find(({ length }) => length <= longestDomainName) ?? hostnames[0]
  if (!domainName || spec.certificateArn) return undefined
  return { domainName, alternativeNames: hostnames.filter((name) => name !== domainName).sort() }
}

/** ACM writes the first name into the common name, which X.509 keeps short; the others may be longer. Source: RFC 5280, ub-common-name. */
const longestDomainName = 64

/**
 * The certificate that the listener shows: the one that is given, or ours once it is valid, or else the one that it shows already.
 * AWS takes no certificate that has not been issued.
 */
export const listenerCertificateArn = (edge: EdgePlan): string | undefined => {
  const { spec, observed } = edge
  const names = certificateNames(edge)
  const ours = names && isValidated(edge, names) ? identifier(observed, keys.certificate(names)) : undefined
  return spec.certificateArn ?? ours ?? asked(observed, 'elbv2/LBListener', keys.listener('https')).certificateArn
}

/** The certificate itself may say so ten minutes later: nothing makes the provider look again. */
const isValidated = ({ observed }: EdgePlan, names: CertificateNames): boolean =>
  readinessOf('acm/CertificateValidation', observed[keys.certificateValidation(names)]).state === 'ready' ||
  observation(observed, 'acm/Certificate', keys.certificate(names)).status === 'ISSUED'

const certificate = ({ layer }: EdgePlan, { domainName, alternativeNames }: CertificateNames): Desired =>
  managed(layer, 'acm/Certificate', keys.certificate({ domainName, alternativeNames }), {
    domainName,
    // ACM counts the first name among them; left out, it would look like a change that asks for another certificate
    subjectAlternativeNames: [domainName, ...alternativeNames],
    validationMethod: 'DNS',
  })

/** AWS refuses to delete a certificate that a listener shows, and the listener may still show the last one. */
const shown = (edge: EdgePlan): Desired[] => {
  const { observed } = edge
  const listener = keys.listener('https')
  const inUse = [
    asked(observed, 'elbv2/LBListener', listener).certificateArn,
    observation(observed, 'elbv2/LBListener', listener).certificateArn,
  ]
  return Object.keys(observed)
    .filter((key) => key.startsWith(certificatePrefix) && inUse.includes(identifier(observed, key)))
    .flatMap((key) => {
      const { domainName, subjectAlternativeNames = [] } = asked(observed, 'acm/Certificate', key)
      const alternativeNames = subjectAlternativeNames.filter((name) => name !== domainName)
      return domainName ? [certificate(edge, { domainName, alternativeNames })] : []
    })
}
