import type { GeometryCollection, Topology } from 'topojson-specification'

/** The countries of the world with ISO 3166-1 alpha-2 codes as ids. */
export type World = Topology<{ countries: GeometryCollection }>
