import type { LayerName } from './layer-names.ts'

/** Inputs of a layer that nobody has reported yet: what they are, in words, and the layers that have to report them. */
export type Missing = Readonly<{ waitingFor: string; from: readonly LayerName[] }>

/** All that is missing among the inputs of a layer, so that the whole of it is told at once. */
export function missingAmong(...inputs: readonly object[]): Missing {
  const missing = inputs.filter((input): input is Missing => 'waitingFor' in input)
  return {
    waitingFor: missing.map(({ waitingFor }) => waitingFor).join(', '),
    from: [...new Set(missing.flatMap(({ from }) => from))],
  }
}
