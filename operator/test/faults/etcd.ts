import { readFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { layoutOf } from '@taskplatform/bootstrap/local/layout'
import type { Stack } from '@taskplatform/bootstrap/local/stack'

/** Throws away all versions of all objects but the present ones, as etcd's compaction does every few minutes. */
export async function compact(stack: Stack): Promise<void> {
  const present = (await ask(stack, 'kv/range', { key: Buffer.from('\0').toString('base64') })) as {
    header: { revision: string }
  }
  await ask(stack, 'kv/compaction', { revision: present.header.revision, physical: true })
}

// etcd's own gateway from JSON to gRPC: https://etcd.io/docs/v3.6/dev-guide/api_grpc_gateway/
async function ask({ stateDir, ports }: Stack, path: string, body: object): Promise<unknown> {
  const read = (file: string) => readFile(join(layoutOf(stateDir).etcdPki, file))
  const [ca, cert, key] = await Promise.all([read('ca.crt'), read('client.crt'), read('client.key')])
  const url = `https://127.0.0.1:${ports.etcd}/v3/${path}`
  const answer = await new Promise<string>((resolve, reject) => {
    const question = request(url, { method: 'POST', ca, cert, key }, (response) => {
      text(response).then(
        (said) => (response.statusCode === 200 ? resolve(said) : reject(new Error(`${path}: ${said}`))),
        reject,
      )
    })
    question.on('error', reject)
    question.end(JSON.stringify(body))
  })
  return JSON.parse(answer)
}
