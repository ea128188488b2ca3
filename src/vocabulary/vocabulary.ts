import * as data from './data.ts'

export type Occasion = (typeof data.occasions)[number]
export type Group = keyof typeof data.groups
export type Category = (typeof data.groups)[Group][number]
export type Family = keyof typeof data.families
export type Value<F extends Family = Family> = (typeof data.families)[F][number]
export type Gender = (typeof data.genders)[number]
export type Age = (typeof data.ages)[number]
export type Season = (typeof data.seasons)[number]

/** What is counted: a category (`dress`) or a category with one value (`dress:mermaid`). */
export type Concept = Category | `${Category}:${Value}`

export const OCCASIONS: readonly Occasion[] = data.occasions
export const GENDERS: readonly Gender[] = data.genders
export const AGES: readonly Age[] = data.ages
export const SEASONS: readonly Season[] = data.seasons
export const GROUPS = Object.keys(data.groups) as readonly Group[]
export const FAMILIES = Object.keys(data.families) as readonly Family[]

/** The 21 categories, group by group: index = class code in packs and dictionaries. */
export const CATEGORIES: readonly Category[] = GROUPS.flatMap((group) => data.groups[group] as readonly Category[])

const groupByCategory = new Map(GROUPS.flatMap((group) => data.groups[group].map((category) => [category, group])))

/** The group of a category, e.g. `dress` → `full_body_garment`. */
export function groupOf(category: Category): Group {
  return groupByCategory.get(category) as Group
}

/** All values of a family, in class order. */
export function valuesOf(family: Family): readonly Value[] {
  return data.families[family]
}

/** The families that describe a category: 2 (jeans) to 7. */
export function familiesOf(category: Category): readonly Family[] {
  return data.applicability[category]
}

/** Does the family say anything about this category? */
export function applies(family: Family, category: Category): boolean {
  return familiesOf(category).includes(family)
}

/** The values a family may take for this category; empty where it does not apply. */
export function allowedValues(family: Family, category: Category): readonly Value[] {
  if (!applies(family, category)) return []
  const excluded = data.exceptions[category]?.[family] ?? []
  return valuesOf(family).filter((value) => !excluded.includes(value))
}

export function isCategory(name: string): name is Category {
  return groupByCategory.has(name as Category)
}

export function isFamily(name: string): name is Family {
  return Object.hasOwn(data.families, name)
}

export function isOccasion(name: string): name is Occasion {
  return (OCCASIONS as readonly string[]).includes(name)
}

/** The name of a concept: `dress` or `dress:mermaid`. */
export function conceptName(category: Category, value?: Value): Concept {
  return value === undefined ? category : `${category}:${value}`
}
