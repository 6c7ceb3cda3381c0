// The benchmark's reconcile as the framework's own readme would have it: events in, its own client out, no cache.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { default: Operator, ResourceEventType } = require('@dot-i/k8s-operator')
const k8s = require('@kubernetes/client-node')

const group = 'bench.taskplatform.dev'
const finalizer = `${group}/finalizer`
const namespace = process.argv.find((argument) => argument.startsWith('--namespace='))?.slice('--namespace='.length)
const logger = Object.fromEntries(
  ['debug', 'info', 'warn', 'error'].map((level) => [level, (message) => console.log(level, message)]),
)

class BenchOperator extends Operator {
  constructor() {
    super(logger)
    this.clients = clientsOf(this.kubeConfig)
  }

  async init() {
    await this.watchResource(group, 'v1', 'benchplatforms', (event) => this.handle(event), namespace)
  }

  async handle(event) {
    const { object, meta, type } = event
    if (type !== ResourceEventType.Added && type !== ResourceEventType.Modified) return
    if (await this.handleResourceFinalizer(event, finalizer, async () => {})) return
    for (const child of childrenOf(object)) await this.apply(child)
    const status = statusOf(object)
    if (JSON.stringify(status) !== JSON.stringify(object.status)) await this.setResourceStatus(meta, status)
  }

  async apply(child) {
    const { read, patch } = this.clients[child.kind]
    const { name, namespace } = child.metadata
    const stored = await read(name, namespace).catch((error) => {
      if (error.response?.statusCode === 404) return undefined
      throw error
    })
    if (!stored || !holds(plainOf(stored.body), contentOf(child))) await patch(name, namespace, child)
  }
}

// the old client has a class per group, and takes the kind of patch as a header
function clientsOf(kubeConfig) {
  const core = kubeConfig.makeApiClient(k8s.CoreV1Api)
  const apps = kubeConfig.makeApiClient(k8s.AppsV1Api)
  const networking = kubeConfig.makeApiClient(k8s.NetworkingV1Api)
  const custom = kubeConfig.makeApiClient(k8s.CustomObjectsApi)
  const none = undefined
  const header = { headers: { 'content-type': 'application/apply-patch+yaml' } }
  const typed = (api, kind) => ({
    read: (name, namespace) => api[`readNamespaced${kind}`](name, namespace),
    patch: (name, namespace, body) =>
      api[`patchNamespaced${kind}`](name, namespace, body, none, none, 'bench', none, true, header),
  })
  return {
    ConfigMap: typed(core, 'ConfigMap'),
    Service: typed(core, 'Service'),
    Deployment: typed(apps, 'Deployment'),
    NetworkPolicy: typed(networking, 'NetworkPolicy'),
    BenchMonitor: {
      read: (name, namespace) => custom.getNamespacedCustomObject(group, 'v1', namespace, 'benchmonitors', name),
      patch: (name, namespace, body) =>
        custom.patchNamespacedCustomObject(
          group,
          'v1',
          namespace,
          'benchmonitors',
          name,
          body,
          none,
          'bench',
          true,
          header,
        ),
    },
  }
}

function childrenOf({ metadata: { name, namespace, uid }, spec: { text, replicas } }) {
  const labels = { [`${group}/platform`]: name }
  const owner = { apiVersion: `${group}/v1`, kind: 'BenchPlatform', name, uid }
  const ownerReferences = [{ ...owner, controller: true, blockOwnerDeletion: true }]
  const metadata = { name, namespace, labels, ownerReferences }
  const container = {
    name: 'app',
    image: 'app:1',
    env: [{ name: 'TEXT', value: text }],
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
  }
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { text } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: {
        podSelector: { matchLabels: labels },
        policyTypes: ['Ingress'],
        ingress: [{ ports: [{ port: 8080, protocol: 'TCP' }] }],
      },
    },
    {
      apiVersion: `${group}/v1`,
      kind: 'BenchMonitor',
      metadata,
      spec: { selector: { matchLabels: labels }, endpoints: [{ port: 'http', interval: '30s' }] },
    },
  ]
}

function statusOf({ metadata: { generation }, status }) {
  const before = status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True')
  const condition = {
    lastTransitionTime: before?.lastTransitionTime ?? new Date().toISOString(),
    message: 'all children are applied',
    observedGeneration: generation,
    reason: 'Applied',
    status: 'True',
    type: 'Ready',
  }
  return { conditions: [condition], observedGeneration: generation }
}

const contentOf = ({ apiVersion, kind, metadata, ...content }) => content

// models to plain values: the typed client gives classes and dates
const plainOf = (value) => JSON.parse(JSON.stringify(value))

function holds(held, wanted) {
  if (Array.isArray(wanted))
    return Array.isArray(held) && held.length === wanted.length && wanted.every((one, place) => holds(held[place], one))
  if (typeof wanted !== 'object' || wanted === null) return held === wanted
  return (
    typeof held === 'object' && held !== null && Object.keys(wanted).every((name) => holds(held[name], wanted[name]))
  )
}

await new BenchOperator().start()
console.log('ready')
