import type { Analysis } from '../../analysis/analysis.ts'
import { type Html, html } from '../html.ts'
import { zhSentence } from '../messages/zh-sentences.ts'
import type { Words } from '../words.ts'

const anchors = {
  popularity: 'popularity',
  correlation: 'correlation',
  groups: 'countries',
  trends: 'trends',
  triplets: 'triplets',
} as const

/** Headlines in plain sentences, each linked to the chart that shows it. */
export function findingsSection(analysis: Analysis, words: Words): Html {
  const { t } = words
  const items = analysis.findings.map((finding) => {
    const own = words.lang === 'zh' ? zhSentence(finding, words) : finding.text
    return html`<li><p${own === undefined && html` lang="en"`}>${emphasised(own ?? finding.text)}</p><a href="#${anchors[finding.section]}">${t.findings.see}</a></li>`
  })
  return html`<section id="findings"><h2>${t.findings.heading}</h2>${
    items.length === 0
      ? html`<p class="intro">${t.findings.none}</p>`
      : html`<p class="intro">${t.findings.intro}</p><ol class="findings">${items}</ol>`
  }</section>`
}

/** What is found in full, how sure it is in small: the bracket at the end of the sentence. */
function emphasised(text: string): Html {
  const match = /^(.+?)(?:, (95 % interval .+)| \(([^()]+)\)|（([^（）]+)）)\.?$/s.exec(text)
  return match === null
    ? html`${text}`
    : html`${match[1] as string} <small>${match[2] ?? match[3] ?? match[4] ?? ''}</small>`
}
