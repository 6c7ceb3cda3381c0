import type { TaskPage } from '@taskplatform/app-contract/task'
import { taskOrders } from '@taskplatform/app-contract/task'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Services, startServices } from '../dev/services.ts'
import type { Server } from '../src/server.ts'
import { type Client, clientOf, migrateServices, startApi } from './api.ts'

let services: Services
let server: Server
let api: Client
let token: string

/** 45 tasks in which nearly every value that a list is ordered by stands several times. */
beforeAll(async () => {
  services = await startServices()
  await migrateServices(services)
  server = await startApi(services)
  api = clientOf(server)
  const user = await api.newUser('lister')
  token = user.tokens.access_token
  await services.database.admin(`
    insert into tasks (user_id, title, description, status, priority, due_date, created_at)
    select u.id, 'Task ' || (n % 7), case when n % 5 = 0 then '100%_sure' end,
      (array['TODO','IN_PROGRESS','DONE'])[1 + n % 3], (array['LOW','MEDIUM','HIGH'])[1 + n % 3],
      case when n % 4 > 0 then timestamptz '2026-12-01' + (n % 6) * interval '1 day' end,
      timestamptz '2026-11-01' + (n % 9) * interval '1 hour'
    from users u, generate_series(1, 45) n where u.username = 'lister'`)
})

afterAll(async () => {
  await server?.stop()
  await services?.remove()
})

const list = async (query: string) => (await api.send<TaskPage>('GET', `/api/v1/tasks${query}`, { token })).body

const pages = async (query: string, next: (page: TaskPage, number: number) => string | undefined) => {
  const ids: number[] = []
  let suffix: string | undefined = ''
  for (let number = 1; suffix !== undefined; number++) {
    const page: TaskPage = await list(`?per_page=10&${query}${suffix}`)
    ids.push(...page.data.map(({ id }) => id))
    suffix = next(page, number)
  }
  return ids
}

describe.each(taskOrders)('the order %s', (sort) => {
  test('pages by number and pages by cursor are the same list, with every task once', async () => {
    const all = (await list(`?per_page=100&sort=${sort}`)).data.map(({ id }) => id)
    expect(new Set(all).size).toBe(45)
    expect(await pages(`sort=${sort}`, ({ meta }, n) => (n * 10 < meta.total ? `&page=${n + 1}` : undefined))).toEqual(
      all,
    )
    expect(
      await pages(`sort=${sort}`, ({ meta }) =>
        meta.next_cursor ? `&cursor=${encodeURIComponent(meta.next_cursor)}` : undefined,
      ),
    ).toEqual(all)
  })
})

test('a task that is made meanwhile shifts no page by cursor', async () => {
  const first = await list('?per_page=10')
  const { body } = await api.send<{ data: { id: number } }>('POST', '/api/v1/tasks', { token, body: { title: 'new' } })
  const second = await list(`?per_page=10&cursor=${first.meta.next_cursor}`)
  await api.send('DELETE', `/api/v1/tasks/${body.data.id}`, { token })
  expect(second.data.map(({ id }) => id)).toEqual((await list('?per_page=10&page=2')).data.map(({ id }) => id))
})

test.each([
  { query: '?status=DONE&per_page=100', total: 15 },
  { query: '?priority=LOW&per_page=100', total: 15 },
  { query: '?status=DONE&priority=HIGH', total: 15 },
  { query: '?status=TODO&priority=HIGH', total: 0 },
  { query: '?q=task%203', total: 7 },
  { query: '?q=100%25_sure', total: 9 },
  { query: '?q=%25', total: 9 },
  { query: '?q=1000', total: 0 },
  { query: '?status=&priority=&q=&sort=&cursor=', total: 45 },
])('$query finds $total', async ({ query, total }) => {
  const page = await list(query)
  expect(page.meta.total).toBe(total)
  expect(page.data).toHaveLength(Math.min(total, page.meta.per_page))
})

test.each([
  { query: '', page: 1, per_page: 20 },
  { query: '?page=0&per_page=0', page: 1, per_page: 20 },
  { query: '?page=-1&per_page=101', page: 1, per_page: 20 },
  { query: '?page=abc&per_page=abc', page: 1, per_page: 20 },
  { query: '?page=3&per_page=20', page: 3, per_page: 20 },
  { query: '?page=4', page: 4, per_page: 20 },
])('numbers of $query mean page $page of $per_page, as they always did', async ({ query, page, per_page }) => {
  const { meta, data } = await list(query)
  expect(meta).toMatchObject({ total: 45, page, per_page })
  expect(Array.isArray(data)).toBe(true)
})

test.each([
  { query: 'status=LATER', field: 'status' },
  { query: 'status=TODO&status=DONE', field: 'status' },
  { query: 'priority=URGENT', field: 'priority' },
  { query: 'sort=id', field: 'sort' },
  { query: 'cursor=abc', field: 'cursor' },
  { query: `cursor=${Buffer.from('["title","x",1]').toString('base64url')}`, field: 'cursor' },
  { query: `cursor=${Buffer.from('["-created_at","no time",1]').toString('base64url')}`, field: 'cursor' },
])('$query is 400 and names $field', async ({ query, field }) => {
  const { status, body } = await api.send<{ details: { field: string }[] }>('GET', `/api/v1/tasks?${query}`, { token })
  expect([status, body.details.map((one) => one.field)]).toEqual([400, [field]])
})

test('of two changes of one version the second is refused, and nothing of the first is lost', async () => {
  const { body, headers } = await api.send<{ data: { id: number } }>('POST', '/api/v1/tasks', {
    token,
    body: { title: 'race' },
  })
  const path = `/api/v1/tasks/${body.data.id}`
  const change = (title: string) =>
    api.send('PUT', path, { token, body: { title }, headers: { 'if-match': headers.get('etag') ?? '' } })
  const both = await Promise.all([change('first'), change('second')])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
  const winner = both.find(({ status }) => status === 200)
  const stored = await api.send<{ data: object }>('GET', path, { token })
  expect(stored.body).toEqual(winner?.body)
  expect(stored.headers.get('etag')).toBe('"2"')
})

test.each([
  { ifMatch: '"x"', status: 400 },
  { ifMatch: 'W/"9"', status: 412 },
  { ifMatch: '*', status: 200 },
])('If-Match $ifMatch is $status', async ({ ifMatch, status }) => {
  const { body } = await api.send<{ data: { id: number } }>('POST', '/api/v1/tasks', { token, body: { title: 'x' } })
  const change = { token, body: { title: 'y' }, headers: { 'if-match': ifMatch } }
  expect((await api.send('PUT', `/api/v1/tasks/${body.data.id}`, change)).status).toBe(status)
})
