import { describe, expect, test } from 'vitest'
import { complaintsAboutDashboard } from './dashboard-body.ts'

const graph = (metrics: unknown, more: object = {}) => ({
  type: 'metric',
  properties: { metrics, region: 'ap-northeast-1', ...more },
})
const complaints = (...widgets: object[]) =>
  complaintsAboutDashboard(JSON.stringify({ widgets })).map(({ dataPath, message }) => `${dataPath}: ${message}`)

describe('a dashboard', () => {
  test.each([
    { why: 'a metric', widget: graph([['AWS/RDS', 'CPUUtilization', 'DBInstanceIdentifier', 'a']]) },
    { why: 'a metric with options', widget: graph([['AWS/RDS', 'CPUUtilization', { stat: 'p99' }]]) },
    {
      why: 'metrics that repeat the line above',
      widget: graph([
        ['AWS/RDS', 'CPUUtilization', 'DBInstanceIdentifier', 'a'],
        ['.', 'FreeStorageSpace', '.', '.'],
        ['...', 'b'],
      ]),
    },
    { why: 'an expression', widget: graph([[{ expression: 'm1 / 2', id: 'e1' }]]) },
    { why: 'an alarm in a graph', widget: graph(undefined, { annotations: { alarms: ['arn'] } }) },
    { why: 'a text', widget: { type: 'text', properties: { markdown: '# Tasks' } } },
    { why: 'a query of logs', widget: { type: 'log', properties: { query: "SOURCE '/a'", region: 'ap-northeast-1' } } },
    { why: 'alarms', widget: { type: 'alarm', properties: { alarms: ['arn'] } } },
  ])('may have $why', ({ widget }) => {
    expect(complaints(widget)).toEqual([])
  })

  test.each([
    { why: 'another widget', widget: { type: 'pie' }, says: /^\/widgets\/0\/type: Should be one of alarm, custom/ },
    { why: 'an empty one', widget: { type: 'text' }, says: /Should have required property 'properties'$/ },
    { why: 'a text without words', widget: { type: 'text', properties: {} }, says: /required property 'markdown'$/ },
    {
      why: 'a graph of nothing',
      widget: graph([]),
      says: /properties: Should have metrics, or annotations with an alarm$/,
    },
    {
      why: 'a dimension without a value',
      widget: graph([['AWS/RDS', 'CPUUtilization', 'a']]),
      says: /metrics\/0: Should be namespace, name/,
    },
    { why: 'numbers for names', widget: graph([['AWS/RDS', 1]]), says: /metrics\/0: Should be namespace, name/ },
    {
      why: 'a graph of no region',
      widget: graph([['a', 'b']], { region: undefined }),
      says: /required property 'region'$/,
    },
    {
      why: 'one that is too wide',
      widget: { ...graph([['a', 'b']]), x: 20, width: 6 },
      says: /^\/widgets\/0: Should lie within 24 columns/,
    },
  ])('may not have $why', ({ widget, says }) => {
    expect(complaints(widget)).toEqual([expect.stringMatching(says)])
  })

  test.each(['{', '[]', 'null', '{"widgets":{}}'])('is an object with widgets, not %s', (body) => {
    expect(complaintsAboutDashboard(body)).toHaveLength(1)
  })
})
