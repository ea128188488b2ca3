import type { Spec } from 'vega'
import type { Analysis } from '../../analysis/analysis.ts'
import type { World } from '../charts/world.ts'
import { unpack } from '../pack.ts'
import type { Lang } from '../words.ts'

/** What the page carries for its program, in `<script type="application/json" id="data">`. */
export interface PageData {
  readonly lang: Lang
  readonly analysis: Analysis
  readonly world: World
  /** Compiled charts without rows, and which chart has which: most wide and tall ones are the same. */
  readonly specs: readonly Spec[]
  readonly specOf: { readonly [chart: string]: number }
}

export function readData(): PageData {
  const data = JSON.parse(document.getElementById('data')?.textContent ?? '') as PageData
  return { ...data, analysis: unpack(data.analysis) as Analysis }
}
