import { Environment, EvaluationError } from '@marcbachmann/cel-js'
import { contains, Ipv4Network, masked, parseIpv4Network } from './ipv4-network.ts'
import { compareQuantities, parseQuantity, Quantity } from './quantity.ts'

/** The address of a network, of which rules ask nothing but the family. */
class IpAddress {}

/**
 * CEL as the API server runs it in a CRD, as far as our rules use it: the language itself, and of the libraries of
 * Kubernetes networks and quantities. A rule that uses anything else does not compile here, and so fails a test.
 * Source: k8s.io/apiserver pkg/cel/library, cidr.go and quantity.go.
 */
export function createCelEnvironment(): Environment {
  const environment = new Environment({ limits: { maxListElements: 1000 } })
    .registerVariable('self', 'dyn')
    .registerVariable('oldSelf', 'dyn')
    .registerType('net.CIDR', Ipv4Network)
    .registerType('net.IP', IpAddress)
    .registerType('kubernetes.Quantity', Quantity)
  return withQuantities(withNetworks(environment))
}

function withNetworks(environment: Environment): Environment {
  return environment
    .registerFunction('isCIDR(string): bool', (text: string) => parseIpv4Network(text) !== undefined)
    .registerFunction('cidr(string): net.CIDR', networkOf)
    .registerOperator(
      'net.CIDR == net.CIDR',
      (a: Ipv4Network, b: Ipv4Network) => a.address === b.address && a.bits === b.bits,
    )
    .registerFunction('net.CIDR.masked(): net.CIDR', masked)
    .registerFunction('net.CIDR.prefixLength(): int', ({ bits }: Ipv4Network) => BigInt(bits))
    .registerFunction('net.CIDR.containsCIDR(net.CIDR): bool', contains)
    .registerFunction('net.CIDR.containsCIDR(string): bool', (outer: Ipv4Network, inner: string) =>
      contains(outer, networkOf(inner)),
    )
    .registerFunction('net.CIDR.ip(): net.IP', () => new IpAddress())
    .registerFunction('net.IP.family(): int', () => 4n)
}

function withQuantities(environment: Environment): Environment {
  return environment
    .registerFunction('quantity(string): kubernetes.Quantity', quantityOf)
    .registerFunction('kubernetes.Quantity.compareTo(kubernetes.Quantity): int', compareQuantities)
}

function networkOf(text: string): Ipv4Network {
  const network = parseIpv4Network(text)
  if (!network) throw new EvaluationError(`"${text}" is not an IPv4 network`)
  return network
}

/** An error of CEL itself, so that `||` and `&&` absorb it as the language says. */
function quantityOf(text: string): Quantity {
  const quantity = parseQuantity(text)
  if (!quantity) throw new EvaluationError(`"${text}" is not a quantity`)
  return quantity
}
