import type { Alert, Finding, Values } from '../../analysis/analysis.ts'
import type { Words } from '../words.ts'

/** A Chinese sentence from its parameters; undefined where the code is not known or a parameter is missing. */
export function zhSentence(
  { code, values }: Pick<Alert | Finding, 'code' | 'values'>,
  words: Words,
): string | undefined {
  const sentence = Object.hasOwn(sentences, code) ? sentences[code] : undefined
  return sentence?.(readerOf(values, words))
}

interface Reader {
  concept(name: string): string
  word(name: string): string
  member(dimension: string, name: string): string
  text(name: string): string
  n(name: string): number
  percent(name: string): string
  times(name: string): string
  points(name: string): string
}

function readerOf(values: Values, words: Words): Reader {
  const text = (name: string) => String((Object.hasOwn(values, name) ? values[name] : '') ?? '')
  const n = (name: string) => Number(text(name))
  return {
    text,
    n,
    concept: (name) => words.concept(text(name)),
    word: (name) => words.name(text(name)),
    member: (dimension, name) => words.member(text(dimension), text(name)),
    percent: (name) => `${(n(name) * 100).toFixed(n(name) < 0.1 ? 1 : 0)} %`,
    times: (name) => n(name).toFixed(n(name) < 10 ? 1 : 0),
    points: (name) => Math.abs(n(name) * 100).toFixed(1),
  }
}

const sentences: { readonly [code: string]: (at: Reader) => string } = {
  triplet: (at) =>
    `${at.word('gender')}在${at.word('occasion')}场合的服装中，${at.percent('confidence')} 为${at.concept('concept')}，是整体占比的 ${at.times('lift')} 倍（95 % 区间 ${at.times('low')} 至 ${at.times('high')}；${at.n('count')} 件）`,
  pair: (at) =>
    `${at.concept('a')}与${at.concept('b')}常同时穿着：共 ${at.n('count')} 人，是偶然情况的 ${at.times('lift')} 倍（phi ${at.n('phi').toFixed(2)}）`,
  distinctive: (at) =>
    `${at.concept('concept')}是${at.member('dimension', 'value')}的特色：优势为其他各处的 ${at.times('odds')} 倍（95 % 区间 ${at.times('low')} 至 ${at.times('high')}；${at.n('count')} 件）`,
  slope: (at) =>
    `${at.concept('concept')}的占比每年${at.n('slope') > 0 ? '上升' : '下降'} ${at.points('slope')} 个百分点，平均占比 ${at.percent('mean')}（95 % 区间 ${at.points('low')} 至 ${at.points('high')}）`,
  cycle: (at) =>
    `${at.concept('concept')}有年度周期：${at.n('month')}月最高，比最低时高 ${at.points('amplitude')} 个百分点。`,
  few_garments: (at) => `仅有 ${at.n('count')} 件服装：多数差别未超出偶然。`,
  accounts_unknown: () => '账号均未知，区间按帖子计算，可能过窄。',
  few_accounts: (at) => `仅有 ${at.n('count')} 个账号：按账号得出的区间宽而粗略。`,
  dominant_account: (at) => `一个账号发布了 ${at.percent('share')} 的照片。`,
  dates_missing: (at) => `${at.percent('share')} 的照片没有日期：趋势只依据其余照片。`,
  countries_unknown: (at) => `${at.percent('share')} 的照片没有国家。`,
  occasions_unknown: (at) => `${at.percent('share')} 的照片没有场合：它们不在热图的任何一行。`,
  photos_failed: (at) => `${at.percent('share')} 的照片无法读取。`,
  dates_from_files: (at) => `${at.n('count')} 个日期来自文件，而非帖子。`,
  genders_unknown: (at) => `${at.percent('share')} 的服装性别未知。`,
  duplicates: (at) => `${at.n('count')} 张照片与先前的重复，未计入。`,
  weak_family: (at) => `模型包识别${at.word('family')}的准确率为 ${at.percent('accuracy')}（${at.text('data')}）。`,
  all_suppressed: (at) => `热图中没有一个单元格来自至少 ${at.n('count')} 个账号。`,
}
