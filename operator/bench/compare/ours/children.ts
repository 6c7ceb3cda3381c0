import { apiVersionOf, type KubeObject, type Resource } from '../../../src/kube/resource.ts'
import { type BenchPlatform, benchPlatforms, childKinds, platformLabel } from '../kinds.ts'

/** One object that a platform asks for. */
export type Child = Readonly<{ resource: Resource; wanted: KubeObject }>

/** The five children of a platform; `go/children.go` and `plain/main.mjs` say the same. */
export const childrenOf = ({ metadata, spec }: BenchPlatform): readonly Child[] => {
  const { name, namespace = '', uid = '' } = metadata
  const labels = { [platformLabel]: name }
  const owner = { apiVersion: apiVersionOf(benchPlatforms), kind: benchPlatforms.kind, name, uid }
  const ownerReferences = [{ ...owner, controller: true, blockOwnerDeletion: true }]
  const child = (resource: Resource, content: object): Child => {
    const metadata = { name, namespace, labels, ownerReferences }
    return { resource, wanted: { apiVersion: apiVersionOf(resource), kind: resource.kind, metadata, ...content } }
  }
  return [
    child(childKinds.configMap, { data: { text: spec.text } }),
    child(childKinds.service, {
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }] },
    }),
    child(childKinds.deployment, {
      spec: {
        replicas: spec.replicas,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container(spec.text)] } },
      },
    }),
    child(childKinds.networkPolicy, {
      spec: {
        podSelector: { matchLabels: labels },
        policyTypes: ['Ingress'],
        ingress: [{ ports: [{ port: 8080, protocol: 'TCP' }] }],
      },
    }),
    child(childKinds.monitor, {
      spec: { selector: { matchLabels: labels }, endpoints: [{ port: 'http', interval: '30s' }] },
    }),
  ]
}

const container = (text: string) => ({
  name: 'app',
  image: 'app:1',
  env: [{ name: 'TEXT', value: text }],
  ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
})
