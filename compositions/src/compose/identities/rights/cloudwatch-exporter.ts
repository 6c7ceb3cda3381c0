import type { Statement } from '../../policy-document.ts'

/** Reads metrics, and finds by tags what to read metrics of. None of these actions knows resources, and none changes anything. */
export const cloudwatchExporter = (): readonly Statement[] => [
  {
    Sid: 'Read',
    Effect: 'Allow',
    Action: [
      'cloudwatch:GetMetricData',
      'cloudwatch:GetMetricStatistics',
      'cloudwatch:ListMetrics',
      'tag:GetResources',
    ],
    Resource: '*',
  },
]
