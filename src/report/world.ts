import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { GeometryCollection, Topology } from 'topojson-specification'
import type { World } from './charts/world.ts'

/** Natural Earth at 1 : 110 million, without Antarctica and without names: what the map draws, in Node and in the page. */
export async function loadWorld(): Promise<World> {
  const require = createRequire(import.meta.url)
  const [{ default: iso }, text] = await Promise.all([
    import('i18n-iso-countries'),
    readFile(require.resolve('world-atlas/countries-110m.json'), 'utf8'),
  ])
  const atlas = JSON.parse(text) as Topology<{ countries: GeometryCollection<{ name: string }> }>
  const { geometries } = atlas.objects.countries
  const named = geometries.map(({ id, properties, ...shape }) => {
    const code =
      (properties as { name?: string } | undefined)?.name === 'Kosovo' ? 'XK' : iso.numericToAlpha2(String(id ?? ''))
    return { ...shape, ...(code === undefined ? {} : { id: code }) }
  })
  const countries = { type: 'GeometryCollection' as const, geometries: named.filter(({ id }) => id !== 'AQ') }
  return {
    type: atlas.type,
    arcs: atlas.arcs,
    ...(atlas.transform ? { transform: atlas.transform } : {}),
    objects: { countries },
  } as World
}
