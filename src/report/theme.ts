import type { Config } from 'vega-lite'
import { GROUPS, type Group } from '../vocabulary/vocabulary.ts'

export type Theme = 'light' | 'dark' | 'auto'

/**
 * Every colour of the page by its role, for light and dark. Charts name roles (`var(--ink)`), never colours, so one
 * drawing serves both. The sequential and the lift scale fall (rise, in the dark) in lightness from class to class:
 * they survive greyscale print and every colour blindness. Text roles keep 4.5 : 1 and more against `paper`.
 */
export const palette: { readonly [role: string]: readonly [light: string, dark: string] } = {
  paper: ['#fbf9f4', '#15181b'],
  card: ['#f4f0e7', '#1d2226'],
  ink: ['#1e1b16', '#ece7dc'],
  soft: ['#5c564b', '#aba496'],
  line: ['#ddd6c8', '#363c41'],
  faint: ['#ebe6da', '#262b30'],
  accent: ['#0f5a66', '#7cc5cf'],
  signal: ['#a3341f', '#f0967f'],
  hatch: ['#d9d2c3', '#3a4147'],
  land: ['#e7e1d3', '#2a3035'],
  'seq-0': ['#eef0e4', '#20282c'],
  'seq-1': ['#d6e4d6', '#24383f'],
  'seq-2': ['#b0d2c9', '#284c56'],
  'seq-3': ['#82b8b8', '#32646e'],
  'seq-4': ['#5799a5', '#458290'],
  'seq-5': ['#377a8f', '#66a3a9'],
  'seq-6': ['#255a76', '#99c8c0'],
  'seq-7': ['#1a3653', '#def0d9'],
  'lift-0': ['#fbe3c8', '#36261a'],
  'lift-1': ['#efe0cb', '#3a322b'],
  'lift-2': ['#dfdcd2', '#43474a'],
  'lift-3': ['#b3cfd2', '#476a79'],
  'lift-4': ['#7ba9b7', '#6296a8'],
  'lift-5': ['#427893', '#95c2cb'],
  'lift-6': ['#1c3f63', '#e0f1ec'],
  'group-0': ['#8a3460', '#d97fae'],
  'group-1': ['#2f6d9e', '#6caee0'],
  'group-2': ['#c98612', '#f0c060'],
  'group-3': ['#5f9c86', '#a8dcc6'],
  'on-group-0': ['#ffffff', '#15181b'],
  'on-group-1': ['#ffffff', '#15181b'],
  'on-group-2': ['#1e1b16', '#15181b'],
  'on-group-3': ['#1e1b16', '#15181b'],
  female: ['#8a3460', '#dd8ab4'],
  male: ['#2a6a9c', '#78b5e4'],
}

/** A role as charts and style sheets write it. */
export function colour(role: string): string {
  return `var(--${role})`
}

/** Classes of one scale, from `name-0` on. */
export function scale(name: 'seq' | 'lift'): string[] {
  return Object.keys(palette)
    .filter((role) => role.startsWith(`${name}-`))
    .map(colour)
}

/** The colour of a garment group. */
export function groupColour(group: Group): string {
  return colour(`group-${GROUPS.indexOf(group)}`)
}

/** The colour of words on a group's colour. */
export function onGroupColour(group: Group): string {
  return colour(`on-group-${GROUPS.indexOf(group)}`)
}

/** CSS custom properties: `auto` follows the reader's system, print is always light. */
export function themeCss(theme: Theme): string {
  const block = (index: 0 | 1) =>
    Object.entries(palette)
      .map(([role, pair]) => `--${role}:${pair[index]}`)
      .join(';')
  const light = `:root{color-scheme:light;${block(0)}}`
  const dark = `:root{color-scheme:dark;${block(1)}}`
  const print = `@media print{${light}}`
  if (theme === 'light') return light
  if (theme === 'dark') return `${dark}${print}`
  return `${light}@media (prefers-color-scheme:dark){${dark}}${print}`
}

/** A drawing that stands alone: roles replaced by the colours of one theme. */
export function resolveColours(svg: string, theme: 'light' | 'dark'): string {
  const index = theme === 'light' ? 0 : 1
  return svg.replace(/var\(--([a-z0-9-]+)\)/g, (whole, role: string) => palette[role]?.[index] ?? whole)
}

/** Charts set in what every system has with the metrics of `text-width.ts`, then in a face for Chinese. */
export const CHART_FONT =
  "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"

/** The look of every chart: no frame, no ticks, thin quiet rules, words in ink. */
export const chartConfig: Config = {
  background: 'transparent',
  font: CHART_FONT,
  padding: 2,
  view: { stroke: null },
  axis: {
    domain: false,
    ticks: false,
    labelColor: colour('soft'),
    labelFontSize: 11,
    labelLimit: 260,
    labelPadding: 6,
    gridColor: colour('faint'),
    title: null,
  },
  header: {
    title: null,
    labelColor: colour('ink'),
    labelFontSize: 12.5,
    labelFontWeight: 600,
    labelAnchor: 'start',
    labelPadding: 8,
    labelLimit: 320,
  },
  legend: {
    title: null,
    labelColor: colour('soft'),
    labelFontSize: 11,
    symbolType: 'circle',
    symbolStrokeWidth: 0,
    orient: 'top',
    labelLimit: 220,
  },
  text: { color: colour('ink'), fontSize: 11 },
  rule: { color: colour('soft') },
}
