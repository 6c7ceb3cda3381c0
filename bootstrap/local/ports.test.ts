import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { checkPortsFree, claimFreePorts, portSpan, portsFrom } from './ports.ts'

const releases: (() => void)[] = []
afterEach(() => {
  for (const release of releases.splice(0)) release()
})

const claim = async () => {
  const claimed = await claimFreePorts()
  releases.push(claimed.release)
  return claimed.base
}

const occupy = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    releases.push(() => server.close())
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })

test('every port is its own, and lies within the span of the base', () => {
  const ports = Object.values(portsFrom(20_000))
  expect(new Set(ports).size).toBe(ports.length)
  expect(ports.every((port) => port >= 20_000 && port < 20_000 + portSpan - 1)).toBe(true)
})

test.each([
  { why: 'a base that needs root is refused', base: 80 },
  { why: 'a base too near the end is refused', base: 65_530 },
  { why: 'a base that is no number is refused', base: Number.NaN },
])('$why', ({ base }) => expect(() => portsFrom(base)).toThrow(/PORT_BASE/))

test('a port that is taken is named, with who holds it and another base', async () => {
  const base = await claim()
  const { etcd } = portsFrom(base)
  await occupy(etcd)
  await expect(checkPortsFree(base)).rejects.toMatchObject({
    message: expect.stringMatching(new RegExp(`^Port ${etcd} \\(etcd\\) is taken by process ${process.pid}: `)),
    cure: expect.stringContaining(`PORT_BASE=${base + portSpan} make up`),
  })
})

test('free ports pass', async () => {
  await expect(checkPortsFree(await claim())).resolves.toBeUndefined()
})

test('a block that is held is not given out again', async () => {
  const alwaysTheSame = () => 0.5
  const first = await claimFreePorts(alwaysTheSame)
  releases.push(first.release)
  await expect(claimFreePorts(alwaysTheSame)).rejects.toThrow(/No block of free ports/)
})
